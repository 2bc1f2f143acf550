// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;

/** Stage 1 of a regime: off, or one of the two descriptor formats. */
public sealed interface StageOne {
  /** Whether the regime is in AArch64. */
  boolean aarch64();

  /** The ASID; 0 where there is none. */
  int asid();

  /**
   * Off: the virtual address is the intermediate physical address (AArch64.S1DisabledOutput).
   *
   * @param aarch64 the execution state; AArch32 has 32 bits of address
   * @param ignoreTopByteLow TBI for addresses with bit 55 = 0
   * @param ignoreTopByteHigh TBI for addresses with bit 55 = 1
   * @param instructionCache SCTLR.I: fetches are cacheable
   * @param defaultCacheable HCR.DC: everything is Normal Write-Back
   */
  record Off(
      boolean aarch64,
      boolean ignoreTopByteLow,
      boolean ignoreTopByteHigh,
      boolean instructionCache,
      boolean defaultCacheable)
      implements StageOne {
    @Override
    public int asid() {
      return 0;
    }
  }

  /**
   * ARMv7's own 32-bit descriptors, TTBCR.EAE = 0 (DDI 0406C B3.5; DDI 0487 G5.4).
   *
   * @param sctlr for EE, AFE, TRE, WXN, UWXN, C and I
   * @param ttbcr N, PD0, PD1
   * @param ttbr0 the table of low addresses
   * @param ttbr1 the table of the others
   * @param remap NMRR above PRRR, used with SCTLR.TRE = 1
   * @param dacr two bits for each domain
   * @param contextidr bits 7:0 are the ASID
   * @param secureFetchOnly SCR.SIF
   */
  record ShortDescriptors(
      Word sctlr,
      Word ttbcr,
      Word ttbr0,
      Word ttbr1,
      Word remap,
      Word dacr,
      Word contextidr,
      boolean secureFetchOnly)
      implements StageOne {
    @Override
    public boolean aarch64() {
      return false;
    }

    @Override
    public int asid() {
      return (int) contextidr.value() & 0xff;
    }
  }

  /**
   * 64-bit descriptors: LPAE in AArch32 (DDI 0406C B3.6; DDI 0487 G5.5), and AArch64 (DDI 0487
   * D8.2).
   *
   * @param aarch64 the execution state, which decides the layout of the control register
   * @param single one range and no EL0: EL2 without E2H, EL3, Hyp
   * @param sctlr for EE, WXN, UWXN, C and I
   * @param tcr TCR_ELx, TTBCR or HTCR
   * @param ttbr0 the table of low addresses
   * @param ttbr1 the table of high addresses; not looked at if single
   * @param mair eight attributes of eight bits
   * @param secureFetchOnly SCR.SIF
   */
  record LongDescriptors(
      boolean aarch64,
      boolean single,
      Word sctlr,
      Word tcr,
      Word ttbr0,
      Word ttbr1,
      Word mair,
      boolean secureFetchOnly)
      implements StageOne {
    @Override
    public int asid() {
      if (single) {
        return 0;
      }
      Word ttbr = (tcr.value() >>> 22 & 1) == 0 ? ttbr0 : ttbr1;
      // TCR_ELx.AS (bit 36) selects 16 bits in AArch64; AArch32 has eight.
      boolean wide = aarch64 && (tcr.value() >>> 36 & 1) != 0;
      return (int) (ttbr.value() >>> 48) & (wide ? 0xffff : 0xff);
    }
  }
}
