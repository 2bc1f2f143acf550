// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** The size of a table and of the smallest page of the long formats (DDI 0487 D8.2.3). */
enum Granule {
  KIB_4(12),
  KIB_16(14),
  KIB_64(16);

  /** The level of pages. */
  static final int LAST = 3;

  private final int bits;

  Granule(int bits) {
    this.bits = bits;
  }

  /** TCR.TG0 and VTCR.TG0; the reserved value is taken as 4 KiB. */
  static Granule ofTg0(long tcr) {
    return switch ((int) (tcr >>> 14) & 3) {
      case 1 -> KIB_64;
      case 2 -> KIB_16;
      default -> KIB_4;
    };
  }

  /** TCR.TG1, which is encoded otherwise. */
  static Granule ofTg1(long tcr) {
    return switch ((int) (tcr >>> 30) & 3) {
      case 1 -> KIB_16;
      case 3 -> KIB_64;
      default -> KIB_4;
    };
  }

  /** The size of a page is two to this power. */
  int bits() {
    return bits;
  }

  /** The bits of an address that one level resolves. */
  int stride() {
    return bits - 3;
  }

  /** The lowest bit of the index into a table of that level: a block is two to this power. */
  int shift(int level) {
    return bits + (LAST - level) * stride();
  }

  /** Whether a descriptor of that level may be a block (AArch64.BlockDescSupported, 48 bits). */
  boolean hasBlocks(int level) {
    return level == 2 || (level == 1 && this == KIB_4);
  }

  /** Where a stage-1 walk of that many bits of input address begins (AArch64.S1StartLevel). */
  int startLevel(int inputBits) {
    return LAST - (inputBits - 1 - bits) / stride();
  }
}
