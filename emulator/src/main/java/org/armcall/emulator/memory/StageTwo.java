// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;

/**
 * Stage 2 of the EL1 and 0 regime: LPAE format in AArch32 (DDI 0406C B3.6), AArch64 (DDI 0487 D8.2,
 * AArch64.S2Walk, AArch32.S2Walk).
 *
 * @param aarch64 the execution state of EL2
 * @param vtcr VTCR_EL2 or VTCR
 * @param vttbr VTTBR_EL2 or VTTBR
 * @param bigEndian SCTLR_EL2.EE or HSCTLR.EE
 * @param protectedWalks HCR.PTW: a stage-1 walk to Device memory is a permission fault
 * @param dataCacheDisabled HCR_EL2.CD
 * @param instructionCacheDisabled HCR_EL2.ID
 */
public record StageTwo(
    boolean aarch64,
    Word vtcr,
    Word vttbr,
    boolean bigEndian,
    boolean protectedWalks,
    boolean dataCacheDisabled,
    boolean instructionCacheDisabled) {

  /** VTTBR.VMID; 16 bits with VTCR_EL2.VS. */
  public int vmid() {
    boolean wide = aarch64 && (vtcr.value() >>> 19 & 1) != 0;
    return (int) (vttbr.value() >>> 48) & (wide ? 0xffff : 0xff);
  }
}
