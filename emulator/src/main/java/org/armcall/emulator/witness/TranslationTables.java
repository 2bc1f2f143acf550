// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import org.armcall.emulator.image.ImageBuilder;

/**
 * The translation tables of an image: one of each format, all of them mapping the driver's memory
 * and the serial line to themselves, and the spaces of the callers page by page.
 *
 * <p>Written here a second time on purpose, from DDI 0487 D8.3 and DDI 0406C B3.5, B3.6: the
 * emulator's own tables and walks have them as a check.
 */
final class TranslationTables {
  private static final int BLOCK = 0x20_0000;
  private static final long DEVICE = Layout.UART & -BLOCK;
  private static final long GIB = 0x4000_0000L;

  /** Level 0, for 48-bit addresses. */
  static final long LONG_LEVEL0 = Layout.TABLES;

  /** Level 1 of AArch64 and of AArch32 LPAE. */
  static final long LONG_LEVEL1 = Layout.TABLES + 0x1000;

  private static final long LONG_LEVEL2_LOW = Layout.TABLES + 0x2000;
  private static final long LONG_LEVEL2_OWN = Layout.TABLES + 0x3000;
  private static final long LONG_LEVEL3_STAGE1 = Layout.TABLES + 0x4000;
  private static final long LONG_LEVEL3_BOTH = Layout.TABLES + 0x5000;

  /** Level 1 of stage 2. */
  static final long SECOND_LEVEL1 = Layout.TABLES + 0x8000;

  private static final long SECOND_LEVEL2_LOW = Layout.TABLES + 0x9000;
  private static final long SECOND_LEVEL2_OWN = Layout.TABLES + 0xa000;
  private static final long SECOND_LEVEL3_STAGE2 = Layout.TABLES + 0xb000;
  private static final long SECOND_LEVEL3_BOTH = Layout.TABLES + 0xc000;

  /** Level 2 of AArch64 with 64 KiB pages, the first level for 32-bit addresses. */
  static final long WIDE_LEVEL2 = Layout.TABLES + 0xe000;

  private static final long WIDE_LEVEL3 = Layout.TABLES + 0x1_0000;

  /** The first level of ARMv7 short descriptors, 16 KiB. */
  static final long SHORT_LEVEL1 = Layout.TABLES + 0x2_0000;

  private static final long SHORT_LEVEL2_STAGE1 = Layout.TABLES + 0x2_4000;
  private static final long SHORT_LEVEL2_BOTH = Layout.TABLES + 0x2_4400;

  private static final long TABLE = 3;
  private static final long PAGE = 3;
  private static final long VALID_BLOCK = 1;
  private static final long ACCESSED = 1L << 10;
  private static final long SHAREABLE = 3L << 8;
  private static final long NORMAL = ACCESSED | SHAREABLE;
  private static final long READ_ONLY_FOR_ALL = 3L << 6;
  private static final long DEVICE_MEMORY = ACCESSED | 1L << 2 | 3L << 53;
  private static final long STAGE2_NORMAL = NORMAL | 3L << 6 | 0xfL << 2;
  private static final long STAGE2_DEVICE = ACCESSED | 3L << 6 | 1L << 2 | 1L << 54;

  private final ImageBuilder image;

  private TranslationTables(ImageBuilder image) {
    this.image = image;
  }

  /** Puts all tables; those of AArch64 only where the image has AArch64. */
  static void put(ImageBuilder image, boolean aarch64) {
    TranslationTables tables = new TranslationTables(image);
    tables.longStageOne();
    tables.stageTwo();
    tables.shortStageOne();
    if (aarch64) {
      tables.wideStageOne();
    }
  }

  private void longStageOne() {
    entry(LONG_LEVEL0, 0, LONG_LEVEL1 | TABLE);
    entry(LONG_LEVEL1, 0, LONG_LEVEL2_LOW | TABLE);
    entry(LONG_LEVEL1, 1, LONG_LEVEL2_OWN | TABLE);
    entry(LONG_LEVEL2_LOW, Layout.UART / BLOCK, DEVICE | DEVICE_MEMORY | VALID_BLOCK);
    for (long at = Layout.OWN; at < Layout.OWN_END; at += BLOCK) {
      entry(LONG_LEVEL2_OWN, (at - GIB) / BLOCK, at | NORMAL | VALID_BLOCK);
    }
    longPages(Space.STAGE1, LONG_LEVEL3_STAGE1);
    longPages(Space.BOTH, LONG_LEVEL3_BOTH);
  }

  private void longPages(Space space, long table) {
    entry(LONG_LEVEL2_OWN, (space.base() - GIB) / BLOCK, table | TABLE);
    for (int page = 0; page < space.pages(); page++) {
      entry(table, page, space.stageOne(page) | NORMAL | READ_ONLY_FOR_ALL | PAGE);
    }
  }

  private void stageTwo() {
    entry(SECOND_LEVEL1, 0, SECOND_LEVEL2_LOW | TABLE);
    entry(SECOND_LEVEL1, 1, SECOND_LEVEL2_OWN | TABLE);
    entry(SECOND_LEVEL2_LOW, Layout.UART / BLOCK, DEVICE | STAGE2_DEVICE | VALID_BLOCK);
    for (long at = Layout.OWN; at < Layout.OWN_END; at += BLOCK) {
      entry(SECOND_LEVEL2_OWN, (at - GIB) / BLOCK, at | STAGE2_NORMAL | VALID_BLOCK);
    }
    secondPages(Space.STAGE2, Space.STAGE2.base(), SECOND_LEVEL3_STAGE2);
    secondPages(Space.BOTH, Space.BOTH_INTERMEDIATE, SECOND_LEVEL3_BOTH);
  }

  private void secondPages(Space space, long intermediate, long table) {
    entry(SECOND_LEVEL2_OWN, (intermediate - GIB) / BLOCK, table | TABLE);
    for (int page = 0; page < space.pages(); page++) {
      entry(table, page, space.stageTwo(page) | STAGE2_NORMAL | PAGE);
    }
  }

  /** 64 KiB pages; a block of level 2 has 512 MiB. */
  private void wideStageOne() {
    entry(WIDE_LEVEL2, 0, DEVICE_MEMORY | VALID_BLOCK);
    entry(WIDE_LEVEL2, 2, WIDE_LEVEL3 | TABLE);
    for (long at = Layout.OWN; at < Layout.OWN_END; at += 0x1_0000) {
      entry(WIDE_LEVEL3, (at - GIB) >> 16, at | NORMAL | PAGE);
    }
    Space space = Space.STAGE1_64K;
    for (int page = 0; page < space.pages(); page++) {
      long index = ((space.base() - GIB) >> 16) + page;
      entry(WIDE_LEVEL3, index, space.stageOne(page) | NORMAL | READ_ONLY_FOR_ALL | PAGE);
    }
  }

  /** Sections for the driver, small pages for the callers; all in domain 0. */
  private void shortStageOne() {
    int writable = 1 << 10;
    int normal = 1 << 16 | 1 << 12 | 3 << 2;
    shortEntry(Layout.UART >> 20, (int) Layout.UART | writable | 1 << 4 | 1 << 2 | 2);
    for (long at = Layout.OWN; at < Layout.OWN_END; at += 1 << 20) {
      shortEntry(at >> 20, (int) at | writable | normal | 2);
    }
    shortPages(Space.STAGE1, SHORT_LEVEL2_STAGE1);
    shortPages(Space.BOTH, SHORT_LEVEL2_BOTH);
  }

  /** The second entry is for TTBCR.N=1, where TTBR1 has the upper half. */
  private void shortPages(Space space, long table) {
    shortEntry(space.base() >> 20, (int) table | 1);
    shortEntry((space.base() | 1L << 31) >> 20, (int) table | 1);
    int readOnlyForAll = 1 << 9 | 3 << 4;
    int normal = 1 << 10 | 1 << 6 | 3 << 2;
    for (int page = 0; page < space.pages(); page++) {
      image.putInt(table + 4L * page, (int) space.stageOne(page) | readOnlyForAll | normal | 2);
    }
  }

  private void entry(long table, long index, long descriptor) {
    image.putLong(table + 8 * index, descriptor);
  }

  private void shortEntry(long index, int descriptor) {
    image.putInt(SHORT_LEVEL1 + 4 * index, descriptor);
  }
}
