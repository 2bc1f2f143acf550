// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.List;

/**
 * A region of addresses in which callers execute, by what translates them.
 *
 * <p>Pages that follow each other in the caller's addresses do not in physical memory, except where
 * nothing translates.
 */
enum Space {
  /** No translation: the address is the physical one. */
  FLAT(0x4100_0000L, 0x4100_0000L, 4096, 24),
  /** Stage 1, in pages of 4 KiB; stage 2 may be on and change nothing. */
  STAGE1(0x5000_0000L, 0x4110_0000L, 4096, 16),
  /** Stage 2 only. */
  STAGE2(0x5200_0000L, 0x4120_0000L, 4096, 16),
  /** Stage 1 and stage 2, each with an order of pages of its own. */
  BOTH(0x5400_0000L, 0x4130_0000L, 4096, 16),
  /** AArch64 stage 1 in pages of 64 KiB. */
  STAGE1_64K(0x5800_0000L, 0x4140_0000L, 65536, 4);

  /** The intermediate physical addresses of {@link #BOTH}. */
  static final long BOTH_INTERMEDIATE = 0x5600_0000L;

  /** Orders in which page n + 1 never follows page n. */
  private static final List<Integer> FIRST_ORDER =
      List.of(7, 2, 12, 5, 0, 10, 15, 8, 3, 13, 6, 1, 11, 14, 9, 4);

  private static final List<Integer> SECOND_ORDER =
      List.of(3, 9, 0, 13, 6, 11, 2, 15, 4, 8, 14, 1, 7, 12, 5, 10);
  private static final List<Integer> SMALL_ORDER = List.of(2, 0, 3, 1);

  private final long virtual;
  private final long physical;
  private final int pageSize;
  private final int pages;

  Space(long virtual, long physical, int pageSize, int pages) {
    this.virtual = virtual;
    this.physical = physical;
    this.pageSize = pageSize;
    this.pages = pages;
  }

  /** The address of the first page, as the caller sees it. */
  long base() {
    return virtual;
  }

  /** Bytes of a page. */
  int pageSize() {
    return pageSize;
  }

  /** How many pages there are. */
  int pages() {
    return pages;
  }

  /** Whether the caller's stage 1 must be on. */
  boolean usesStageOne() {
    return this == STAGE1 || this == BOTH || this == STAGE1_64K;
  }

  /** Whether stage 2 must be on. */
  boolean usesStageTwo() {
    return this == STAGE2 || this == BOTH;
  }

  /** What stage 1 makes of the address of a page. */
  long stageOne(int page) {
    return switch (this) {
      case FLAT, STAGE2 -> virtual + (long) page * pageSize;
      case STAGE1 -> physical + (long) FIRST_ORDER.get(page) * pageSize;
      case BOTH -> BOTH_INTERMEDIATE + (long) FIRST_ORDER.get(page) * pageSize;
      case STAGE1_64K -> physical + (long) SMALL_ORDER.get(page) * pageSize;
    };
  }

  /** What stage 2 makes of the intermediate address number n of this space. */
  long stageTwo(int page) {
    return physical + (long) SECOND_ORDER.get(page) * pageSize;
  }

  /** The physical address of a caller's address in this space. */
  long physical(long address) {
    int page = (int) ((address - virtual) / pageSize);
    long offset = (address - virtual) % pageSize;
    return switch (this) {
      case FLAT -> address;
      case STAGE1, STAGE1_64K -> stageOne(page) + offset;
      case STAGE2 -> stageTwo(page) + offset;
      case BOTH -> stageTwo(FIRST_ORDER.get(page)) + offset;
    };
  }
}
