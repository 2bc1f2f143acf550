// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;

/**
 * Writes translation tables into physical memory, for scenarios and tests. It builds one range: the
 * low one, or with {@link #high} the one of TTBR1.
 */
public final class PageTables {
  /** The format of the tables. */
  public enum Format {
    /** ARMv7 short descriptors. */
    SHORT,
    /** AArch32 long descriptors, stage 1. */
    LPAE,
    /** AArch64 stage 1, granule 4 KiB. */
    A64_4K,
    /** AArch64 stage 1, granule 16 KiB. */
    A64_16K,
    /** AArch64 stage 1, granule 64 KiB. */
    A64_64K,
    /** AArch32 stage 2. */
    STAGE2_LPAE,
    /** AArch64 stage 2, granule 4 KiB. */
    STAGE2_4K,
    /** AArch64 stage 2, granule 16 KiB. */
    STAGE2_16K,
    /** AArch64 stage 2, granule 64 KiB. */
    STAGE2_64K
  }

  /**
   * Empty tables of the low range.
   *
   * @param at where tables go, upwards; a multiple of 64 KiB
   * @param inputBits the size of an input address: 25 to 32 for short descriptors (32 - TTBCR.N),
   *     25 to 32 for LPAE, 25 to 48 for AArch64, up to 40 for stage 2 of AArch32
   */
  public PageTables(PhysicalMemory memory, Format format, long at, int inputBits) {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /** The same for the range of TTBR1: input addresses have ones above. */
  public static PageTables high(PhysicalMemory memory, Format format, long at, int inputBits) {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /** From here on, table entries are written big-endian (SCTLR.EE = 1). */
  public PageTables bigEndian() {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /**
   * Maps a range, with the largest blocks that fit.
   *
   * @throws IllegalArgumentException if it is not whole pages of the format, or already mapped
   */
  public PageTables map(long input, long output, long size, Rights rights) {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /** TTBR0, TTBR1 or VTTBR. */
  public Word base() {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /** TTBCR, TCR_EL1 or VTCR for these tables alone: the other range is disabled by EPD or PD. */
  public Word control() {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /** TTBCR or TCR_EL1 for a low and a high range of the same format. */
  public static Word control(PageTables low, PageTables high) {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /** The MAIR that the tables use; for short descriptors, TEX remap is off and it is zero. */
  public static Word mair(Format format) {
    throw new UnsupportedOperationException("the builder comes next");
  }

  /** The physical address behind the last table. */
  public long end() {
    throw new UnsupportedOperationException("the builder comes next");
  }
}
