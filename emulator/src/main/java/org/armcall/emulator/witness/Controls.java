// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

/**
 * The words that bring the machine into the state of a case, in the order of the table of cases;
 * registers of levels that a machine lacks are 0 and never written.
 *
 * <p>Bit numbers: DDI 0487 D24.2 (SCR_EL3, HCR_EL2, SCTLR_EL1, TCR_EL1, VTCR_EL2), DDI 0406C B4.1.
 *
 * @param scr SCR_EL3 or SCR
 * @param hcr HCR_EL2 or HCR
 * @param sctlr SCTLR_EL1 or SCTLR
 * @param sctlrEl2 SCTLR_EL2 or HSCTLR
 * @param vbar VBAR_EL1 or VBAR
 * @param vbarEl2 VBAR_EL2 or HVBAR
 * @param translation what translates the caller's addresses
 * @param status the caller's PSTATE as SPSR holds it
 */
record Controls(
    long scr,
    long hcr,
    long sctlr,
    long sctlrEl2,
    long vbar,
    long vbarEl2,
    Regime translation,
    long status) {
  static final long SCR_NS = 1;
  static final long SCR_RES1 = 3L << 4;
  static final long SCR_SMD = 1L << 7;
  static final long SCR_HCE = 1L << 8;
  static final long SCR_RW = 1L << 10;
  static final long SCR_TWI = 1L << 12;
  static final long HCR_VM = 1;
  static final long HCR_SWIO = 1L << 1;
  static final long HCR_TWI = 1L << 13;
  static final long HCR_TSC = 1L << 19;
  static final long HCR_TGE = 1L << 27;
  static final long HCR_HCD = 1L << 29;
  static final long HCR_RW = 1L << 31;
  static final long SCTLR_ITD = 1L << 7;

  /** M, C and I. */
  static final long SCTLR_ON = 1L | 1L << 2 | 1L << 12;

  static final long SCTLR_RES1_A64 = 0x30d0_0800L;
  static final long SCTLR_RES1_A32 = 0x00c5_0838L;
  static final long SCTLR_EL2_RES1 = 0x30c5_0830L;

  /** The words of a case in the table. */
  long[] words(int index, long address, long x0) {
    return new long[] {
      index,
      scr,
      hcr,
      sctlr,
      sctlrEl2,
      vbar,
      vbarEl2,
      translation.ttbr0(),
      translation.ttbr1(),
      translation.tcr(),
      translation.mair(),
      translation.vttbr(),
      translation.vtcr(),
      translation.dacr(),
      status,
      address,
      x0
    };
  }
}
