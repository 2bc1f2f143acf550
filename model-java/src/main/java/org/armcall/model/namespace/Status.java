// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.Locale;

/** How much a claim counts today. */
public enum Status {
  /** A document of Arm allocates it. */
  STANDARD,
  /** A project uses it. */
  IN_USE,
  /** Only builds for debugging or testing have it. */
  DEBUG_ONLY,
  /** It was used or published, and is no longer. */
  WITHDRAWN;

  /** The words that the registry's files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
