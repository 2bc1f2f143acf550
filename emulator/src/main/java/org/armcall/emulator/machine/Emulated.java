// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Word;

/**
 * What software that has emulated a trapped instruction does to the saved status: as if the
 * instruction had executed (RET-EMULATED).
 */
public final class Emulated {
  private static final int IT_LOW = 25;
  private static final int IT_HIGH = 10;
  private static final int STEP = 21;
  private static final int BRANCH_TYPE = 10;

  private Emulated() {}

  /** SPSR with IT advanced (AArch32), SS zero and BTYPE zero (AArch64). */
  public static Word status(Word spsr) {
    if ((spsr.value() & 0x10) == 0) {
      return spsr.withBits(STEP, STEP, Word.ZERO).withBits(BRANCH_TYPE + 1, BRANCH_TYPE, Word.ZERO);
    }
    return it(spsr).withBits(STEP, STEP, Word.ZERO);
  }

  /** SPSR with IT advanced (AArch32) and nothing else. */
  public static Word it(Word spsr) {
    if ((spsr.value() & 0x10) == 0) {
      return spsr;
    }
    int it = Entering.advance(ProcessStatus.itOf(spsr.value()));
    return spsr.withBits(IT_LOW + 1, IT_LOW, Word.of(it & 3))
        .withBits(IT_HIGH + 5, IT_HIGH, Word.of(it >>> 2));
  }
}
