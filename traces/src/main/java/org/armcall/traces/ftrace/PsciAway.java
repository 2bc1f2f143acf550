// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.Set;

/** PSCI's functions after which a processor goes on elsewhere, or not at all (DEN0022, 5). */
final class PsciAway {
  private static final Set<Integer> FUNCTIONS =
      Set.of(
          0x84000001, // CPU_SUSPEND
          0xc4000001,
          0x84000002, // CPU_OFF
          0x84000008, // SYSTEM_OFF
          0x84000009, // SYSTEM_RESET
          0x8400000b, // CPU_FREEZE
          0x8400000c, // CPU_DEFAULT_SUSPEND
          0xc400000c,
          0x8400000e, // SYSTEM_SUSPEND
          0xc400000e,
          0x84000012, // SYSTEM_RESET2
          0xc4000012,
          0x84000015, // SYSTEM_OFF2
          0xc4000015);

  private PsciAway() {}

  /** Whether the low half of that register names one of them. */
  static boolean named(long first) {
    return FUNCTIONS.contains((int) first);
  }
}
