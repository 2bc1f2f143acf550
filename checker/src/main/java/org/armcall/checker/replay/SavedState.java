// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.ItState;

/**
 * PSTATE as SPSR, CPSR and the traces lay it out (DDI 0487 C5.2.18, G1.12 and B1.3).
 *
 * @param bits the word
 */
record SavedState(long bits) {
  private static final long AARCH32 = 1L << 4;
  private static final long SINGLE_STEP = 1L << 21;

  boolean isAarch32() {
    return (bits & AARCH32) != 0;
  }

  Flags flags() {
    return new Flags((int) (bits >> 28) & 0xf);
  }

  /** PSTATE.IT: bits 7:2 in 15:10, bits 1:0 in 26:25; empty where no IT instruction makes it. */
  Optional<ItState> it() {
    int it = (int) (bits >> 10 & 0x3f) << 2 | (int) (bits >> 25 & 3);
    try {
      return Optional.of(isAarch32() ? new ItState(it) : ItState.NONE);
    } catch (IllegalArgumentException impossible) {
      return Optional.empty();
    }
  }

  /** PSTATE.BTYPE; 0 in AArch32. */
  int branchType() {
    return isAarch32() ? 0 : (int) (bits >> 10) & 3;
  }

  boolean singleStep() {
    return (bits & SINGLE_STEP) != 0;
  }
}
