// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

/**
 * The registers of the EL1 and EL0 translation regime of a case.
 *
 * @param stageOne the format of stage 1
 * @param high whether the caller's code is reached through TTBR1
 * @param stageTwo whether stage 2 is on
 * @param ttbr0 TTBR0_EL1 or TTBR0
 * @param ttbr1 TTBR1_EL1 or TTBR1
 * @param tcr TCR_EL1 or TTBCR
 * @param mair MAIR_EL1, or MAIR1 and MAIR0
 * @param vttbr VTTBR_EL2 or VTTBR
 * @param vtcr VTCR_EL2 or VTCR
 * @param dacr DACR; short descriptors only
 * @param offset what the caller's addresses have more than those of their space
 */
record Regime(
    Format stageOne,
    boolean high,
    boolean stageTwo,
    long ttbr0,
    long ttbr1,
    long tcr,
    long mair,
    long vttbr,
    long vtcr,
    long dacr,
    long offset) {

  /** The format of stage 1. */
  enum Format {
    OFF,
    /** AArch64, 4 KiB, 48-bit addresses: four levels. */
    A64_4K_48,
    /** AArch64, 4 KiB, 39-bit addresses: three levels. */
    A64_4K_39,
    /** AArch64, 4 KiB, 32-bit addresses. */
    A64_4K_32,
    /** AArch64, 64 KiB, 32-bit addresses. */
    A64_64K,
    /** ARMv7 short descriptors, TTBCR.N = 0. */
    SHORT,
    /** ARMv7 short descriptors, TTBCR.N = 1: TTBR1 has the upper half. */
    SHORT_SPLIT,
    /** AArch32 long descriptors, one table. */
    LPAE,
    /** AArch32 long descriptors, TTBR1 has the upper half. */
    LPAE_SPLIT;

    boolean isAarch64() {
      return this == A64_4K_48 || this == A64_4K_39 || this == A64_4K_32 || this == A64_64K;
    }

    boolean maySplit() {
      return isAarch64() || this == SHORT_SPLIT || this == LPAE_SPLIT;
    }
  }

  /** Attribute 0 is normal write-back memory, 1 is a device. */
  private static final long MAIR = 0x04ffL;

  private static final long EAE = 1L << 31;

  /** Write-back, Inner Shareable walks. */
  private static final long WALKS = 1L << 8 | 1L << 10 | 3L << 12;

  static Regime of(Format format, boolean high, boolean stageTwo, boolean aarch64El2) {
    long table =
        switch (format) {
          case OFF -> 0;
          case A64_4K_48 -> TranslationTables.LONG_LEVEL0;
          case A64_4K_39, A64_4K_32, LPAE, LPAE_SPLIT -> TranslationTables.LONG_LEVEL1;
          case A64_64K -> TranslationTables.WIDE_LEVEL2;
          case SHORT, SHORT_SPLIT -> TranslationTables.SHORT_LEVEL1;
        };
    long vtcr = aarch64El2 ? 25L | 1L << 6 | 2L << 16 | EAE | WALKS : 1L << 6 | EAE | WALKS;
    return new Regime(
        format,
        high,
        stageTwo,
        table,
        table,
        tcr(format),
        MAIR,
        TranslationTables.SECOND_LEVEL1,
        vtcr,
        1,
        high ? offset(format) : 0);
  }

  private static long tcr(Format format) {
    return switch (format) {
      case OFF, SHORT -> 0;
      case SHORT_SPLIT -> 1;
      case LPAE -> EAE | WALKS;
      case LPAE_SPLIT -> EAE | WALKS | WALKS << 16 | 1L << 16 | 1;
      case A64_4K_48 -> both(16) | 2L << 30;
      case A64_4K_39 -> both(25) | 2L << 30;
      case A64_4K_32 -> both(32) | 2L << 30;
      case A64_64K -> both(32) | 1L << 14 | 3L << 30;
    };
  }

  /** T0SZ and T1SZ, and 40-bit physical addresses. */
  private static long both(long size) {
    return size | size << 16 | WALKS | WALKS << 16 | 2L << 32;
  }

  private static long offset(Format format) {
    return switch (format) {
      case A64_4K_48 -> -1L << 48;
      case A64_4K_39 -> -1L << 39;
      case A64_4K_32, A64_64K -> -1L << 32;
      case SHORT_SPLIT, LPAE_SPLIT -> 1L << 31;
      case OFF, SHORT, LPAE -> 0;
    };
  }
}
