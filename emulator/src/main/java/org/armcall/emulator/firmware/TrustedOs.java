// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import java.util.Locale;

/** Which Trusted OS the firmware says that there is (DEN0022, MIGRATE_INFO_TYPE). */
public enum TrustedOs {
  /** It runs on one processor, cpu0 at first, and can be migrated. */
  MIGRATABLE(0),
  /** It runs on cpu0 and stays there. */
  FIXED(1),
  /** None that would have to be migrated. */
  NONE(2);

  private final int type;

  TrustedOs(int type) {
    this.type = type;
  }

  /** What MIGRATE_INFO_TYPE answers. */
  int type() {
    return type;
  }

  /** The word of a scenario. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
