// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;

/**
 * The registers of one regime, as a processor holds them. Where a register does not exist, zero.
 *
 * @param sctlr SCTLR_ELx, SCTLR, HSCTLR
 * @param tcr TCR_ELx, TTBCR, HTCR
 * @param ttbr0 TTBR0_ELx, TTBR0, HTTBR
 * @param ttbr1 TTBR1_ELx, TTBR1
 * @param mair MAIR_ELx; MAIR1 above MAIR0; with short descriptors NMRR above PRRR
 * @param dacr DACR
 * @param contextidr CONTEXTIDR: the ASID of short descriptors
 * @param scr SCR_EL3, SCR
 * @param hcr HCR_EL2; HCR2 above HCR; zero where EL2 is not there or not enabled
 * @param vtcr VTCR_EL2, VTCR
 * @param vttbr VTTBR_EL2, VTTBR
 * @param sctlrEl2 SCTLR_EL2, HSCTLR: the endianness of stage-2 tables
 */
public record ControlRegisters(
    Word sctlr,
    Word tcr,
    Word ttbr0,
    Word ttbr1,
    Word mair,
    Word dacr,
    Word contextidr,
    Word scr,
    Word hcr,
    Word vtcr,
    Word vttbr,
    Word sctlrEl2) {
  /** All zero. */
  public static final ControlRegisters ZERO =
      new ControlRegisters(
          Word.ZERO, Word.ZERO, Word.ZERO, Word.ZERO, Word.ZERO, Word.ZERO, Word.ZERO, Word.ZERO,
          Word.ZERO, Word.ZERO, Word.ZERO, Word.ZERO);
}
