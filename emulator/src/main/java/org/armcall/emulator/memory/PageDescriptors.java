// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/**
 * Encodes rights as descriptors of each format. They are written by hand from the manual, not
 * derived from what the walks decode, so that each checks the other.
 */
final class PageDescriptors {
  /** Attribute 0 is Write-Back, 1 Non-cacheable, 2 Device-nGnRnE, 3 Write-Through. */
  static final long MAIR = 0xbb00_44ffL;

  private static final long ACCESS_FLAG = 1L << 10;
  private static final long INNER_SHAREABLE = 3L << 8;

  private PageDescriptors() {}

  /** A section or supersection (DDI 0406C figure B3-4). */
  static long section(long to, boolean large, int domain, Rights rights) {
    int access = access(rights);
    long tex = tex(rights.memory());
    long attributes =
        2
            | (rights.privilegedExecute() ? 0 : 1)
            | (tex & 3) << 2
            | (rights.execute() ? 0 : 1 << 4)
            | (access & 3) << 10
            | tex >>> 2 << 12
            | (access >>> 2) << 15
            | 1 << 16;
    if (large) {
      long high = (to >>> 32 & 0xf) << 20 | (to >>> 36 & 0xf) << 5;
      return (to & 0xff00_0000L) | high | 1 << 18 | attributes;
    }
    return (to & 0xfff0_0000L) | (long) domain << 5 | attributes;
  }

  /** A large or small page (DDI 0406C figure B3-5). */
  static long page(long to, boolean large, Rights rights) {
    int access = access(rights);
    long tex = tex(rights.memory());
    long common = (tex & 3) << 2 | (access & 3) << 4 | (access >>> 2) << 9 | 1 << 10;
    long never = rights.execute() ? 0 : 1;
    return large
        ? (to & 0xffff_0000L) | common | 1 | tex >>> 2 << 12 | never << 15
        : (to & 0xffff_f000L) | common | 2 | tex >>> 2 << 6 | never;
  }

  /** AP[2:0]; the same numbers are right with SCTLR.AFE = 1, where AP[0] is the access flag. */
  private static int access(Rights rights) {
    if (rights.user()) {
      return rights.write() ? 0b011 : 0b111;
    }
    return rights.write() ? 0b001 : 0b101;
  }

  /** TEX:C:B without remap. */
  private static long tex(MemoryKind kind) {
    return switch (kind) {
      case DEVICE -> 0b00001;
      case NON_CACHEABLE -> 0b00100;
      case WRITE_THROUGH -> 0b00010;
      case WRITE_BACK -> 0b00111;
    };
  }

  /** The attributes of a stage-1 block or page (DDI 0487 D8.3, figures of stage 1 descriptors). */
  static long stageOne(Rights rights) {
    long index =
        switch (rights.memory()) {
          case WRITE_BACK -> 0;
          case NON_CACHEABLE -> 1;
          case DEVICE -> 2;
          case WRITE_THROUGH -> 3;
        };
    return ACCESS_FLAG
        | INNER_SHAREABLE
        | index << 2
        | (rights.user() ? 1L << 6 : 0)
        | (rights.write() ? 0 : 1L << 7)
        | (rights.privilegedExecute() ? 0 : 1L << 53)
        | (rights.execute() ? 0 : 1L << 54);
  }

  /** The attributes of a stage-2 block or page. */
  static long stageTwo(Rights rights) {
    long attribute =
        switch (rights.memory()) {
          case DEVICE -> 0b0001;
          case NON_CACHEABLE -> 0b0101;
          case WRITE_THROUGH -> 0b1010;
          case WRITE_BACK -> 0b1111;
        };
    // XN[1:0], bits 54 and 53: 00 all, 01 EL0 only, 10 none, 11 EL1 only; XN[0] is FEAT_XNX.
    long never =
        rights.privilegedExecute()
            ? rights.execute() ? 0b00 : 0b11
            : rights.execute() ? 0b01 : 0b10;
    return ACCESS_FLAG
        | INNER_SHAREABLE
        | attribute << 2
        | (rights.read() ? 1L << 6 : 0)
        | (rights.write() ? 1L << 7 : 0)
        | never << 53;
  }
}
