// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** What a callee takes for the immediate of an SMC from AArch32, which no syndrome holds. */
public enum Smc32Immediate {
  /** Zero. */
  ASSUMED_ZERO,
  /** What the instruction in memory says; here, what was executed. */
  FROM_MEMORY,
  /** Nothing: every SMC from AArch32 is refused with an Undefined Instruction exception. */
  REJECTED;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
