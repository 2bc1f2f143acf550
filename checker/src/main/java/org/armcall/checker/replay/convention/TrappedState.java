// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.convention.TrapAdvance;

/**
 * What of PSTATE an instruction moves on (PSTATE.IT in AArch32, BTYPE in AArch64, and SS), of the
 * caller of a trapped SMC.
 *
 * @param untouched as the trap saved it
 * @param onlyIt with IT moved on by one instruction
 * @param everything as the instruction itself would have left it
 */
public record TrappedState(long untouched, long onlyIt, long everything) {
  private static final long AARCH32 = 1L << 4;
  private static final long TIMING = 1L << 24;
  private static final long SINGLE_STEP = 1L << 21;
  private static final long BRANCH_TYPE = 3L << 10;
  private static final long IT_HIGH = 0x3fL << 10;
  private static final long IT_LOW = 3L << 25;

  /**
   * Of the SPSR of the trap; empty where the place of SS in the caller's own word is that of DIT
   * (DDI 0487 C5.2.19).
   */
  public static Optional<TrappedState> of(long spsr) {
    if ((spsr & AARCH32) == 0) {
      return Optional.of(new TrappedState(moving(spsr), moving(spsr), 0));
    }
    if ((spsr & TIMING) != 0) {
      return Optional.empty();
    }
    long it = (spsr & IT_HIGH) >>> 10 << 2 | (spsr & IT_LOW) >>> 25;
    long next = (it & 7) == 0 ? 0 : it & 0xe0 | it << 1 & 0x1f;
    long moved = next >>> 2 << 10 | (next & 3) << 25;
    return Optional.of(new TrappedState(moving(spsr), moved | spsr & SINGLE_STEP, moved));
  }

  /** The same bits of what the caller goes on with, where a return shows that. */
  public static OptionalLong after(Map<String, Long> registers) {
    Long narrow = registers.get("cpsr");
    Long status = narrow != null ? narrow : registers.get("pstate");
    return status == null ? OptionalLong.empty() : OptionalLong.of(moving(status));
  }

  private static long moving(long status) {
    boolean aarch32 = (status & AARCH32) != 0;
    return status & (SINGLE_STEP | (aarch32 ? IT_HIGH | IT_LOW : BRANCH_TYPE));
  }

  /** What a callee leaves that moves so much on; empty where it traps nothing. */
  OptionalLong by(TrapAdvance advance) {
    return switch (advance) {
      case PC_BY_4, PC_BY_IL -> OptionalLong.of(untouched);
      case PC_AND_IT -> OptionalLong.of(onlyIt);
      case EVERYTHING -> OptionalLong.of(everything);
      case NOT_TRAPPED -> OptionalLong.empty();
    };
  }
}
