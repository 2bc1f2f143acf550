// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.Locale;

/** How much is checked. */
public enum Profile {
  /** What runs in every build: under a minute. */
  QUICK,
  /** The large bounds too. */
  FULL;

  /** The name in the manifest and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
