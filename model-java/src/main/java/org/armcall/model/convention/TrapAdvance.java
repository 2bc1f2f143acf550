// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/**
 * What a callee moves on for the caller of an SMC that it trapped and answered; the architecture
 * wants all of it (RET-EMULATED).
 */
public enum TrapAdvance {
  /** The PC, by four bytes. */
  PC_BY_4,
  /**
   * The PC, by two or four bytes as IL says. Every SMC has four, so that no trace tells it from
   * {@link #PC_BY_4}.
   */
  PC_BY_IL,
  /** The PC and, in AArch32, PSTATE.IT. */
  PC_AND_IT,
  /** The PC, PSTATE.IT, the software step state and BTYPE. */
  EVERYTHING,
  /** It traps none: what it answers has moved its caller on already. */
  NOT_TRAPPED;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
