// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** What a callee does with bits 23:17 of a fast identifier. */
public enum ReservedBits {
  /** An identifier with one of them set is unknown. */
  REJECTED,
  /** They take no part. */
  IGNORED;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
