// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The constants that a data-processing instruction can hold in 12 bits: A32 (DDI 0487 F2.4,
 * A32ExpandImm_C) and T32 (DDI 0487 F2.4, T32ExpandImm_C).
 *
 * @param value the constant, 32 bits
 * @param carry what the constant does to the carry flag of a logical operation: its bit 31, or
 *     nothing where the encoding rotates by zero
 */
record ModifiedImmediate(int value, Optional<Boolean> carry) {

  /** The constant of an A32 encoding: eight bits rotated right by twice the upper four. */
  static ModifiedImmediate a32(int imm12) {
    int rotation = (imm12 >>> 8) * 2;
    int value = Integer.rotateRight(imm12 & 0xff, rotation);
    return new ModifiedImmediate(value, rotation == 0 ? Optional.empty() : Optional.of(value < 0));
  }

  /** The A32 encoding with the smallest rotation, which is the one that assemblers choose. */
  static OptionalInt encodeA32(int value) {
    for (int half = 0; half < 16; half++) {
      int low = Integer.rotateLeft(value, 2 * half);
      if (low >>> 8 == 0) {
        return OptionalInt.of(half << 8 | low);
      }
    }
    return OptionalInt.empty();
  }

  /** The constant of a T32 encoding, from i:imm3:imm8. */
  static ModifiedImmediate t32(int imm12) {
    int low = imm12 & 0xff;
    if (imm12 >>> 10 == 0) {
      int value =
          switch (imm12 >>> 8) {
            case 0 -> low;
            case 1 -> low << 16 | low;
            case 2 -> low << 24 | low << 8;
            default -> low * 0x01010101;
          };
      return new ModifiedImmediate(value, Optional.empty());
    }
    int value = Integer.rotateRight(0x80 | (imm12 & 0x7f), imm12 >>> 7);
    return new ModifiedImmediate(value, Optional.of(value < 0));
  }

  /** Whether the T32 encoding is UNPREDICTABLE: a pattern of repeated bytes whose byte is zero. */
  static boolean isUnpredictableT32(int imm12) {
    return imm12 >>> 10 == 0 && imm12 >>> 8 != 0 && (imm12 & 0xff) == 0;
  }

  /** The T32 encoding; a constant has at most one that is not UNPREDICTABLE. */
  static OptionalInt encodeT32(int value) {
    int low = value & 0xff;
    int next = value >>> 8 & 0xff;
    if (value >>> 8 == 0) {
      return OptionalInt.of(low);
    }
    if (value == low * 0x00010001) {
      return OptionalInt.of(0x100 | low);
    }
    if (value == next * 0x01000100) {
      return OptionalInt.of(0x200 | next);
    }
    if (value == low * 0x01010101) {
      return OptionalInt.of(0x300 | low);
    }
    int rotation = Integer.numberOfLeadingZeros(value) + 8;
    int eight = Integer.rotateLeft(value, rotation);
    return eight >>> 8 == 0 ? OptionalInt.of(rotation << 7 | (eight & 0x7f)) : OptionalInt.empty();
  }
}
