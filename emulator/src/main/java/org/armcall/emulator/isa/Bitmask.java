// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.emulator.word.Word;

/**
 * The immediate of the logical instructions of A64: a run of ones in an element of 2 to 64 bits,
 * rotated right and repeated (DDI 0487, shared pseudocode DecodeBitMasks).
 *
 * @param n bit 22 of the instruction, N
 * @param immr bits 21:16, the rotation
 * @param imms bits 15:10, the size of the element and the number of ones
 */
record Bitmask(int n, int immr, int imms) {
  /** The value in 32 or 64 bits; nothing for a reserved encoding. */
  OptionalLong value(int width) {
    if (n == 1 && width == 32) {
      return OptionalLong.empty();
    }
    int length = 31 - Integer.numberOfLeadingZeros(n << 6 | (~imms & 0x3f));
    if (length < 1) {
      return OptionalLong.empty();
    }
    int size = 1 << length;
    int ones = (imms & (size - 1)) + 1;
    if (ones == size) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        repeated(rotated(Word.mask(ones), immr & (size - 1), size), size) & Word.mask(width));
  }

  /** The encoding of a value; nothing if it has none. */
  static Optional<Bitmask> of(long value, int width) {
    for (int size = 2; size <= width; size *= 2) {
      long element = value & Word.mask(size);
      if ((repeated(element, size) & Word.mask(width)) != value) {
        continue;
      }
      int ones = Long.bitCount(element);
      if (ones == 0 || ones == size) {
        return Optional.empty();
      }
      for (int rotation = 0; rotation < size; rotation++) {
        if (rotated(Word.mask(ones), rotation, size) == element) {
          int imms = (-size << 1 & 0x3f) | (ones - 1);
          return Optional.of(new Bitmask(size == 64 ? 1 : 0, rotation, imms));
        }
      }
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether MOVZ or MOVN makes the value, so that MOV is not written for ORR. */
  static boolean isMoveWide(long value, int width) {
    return isOneChunk(value, width) || isOneChunk(~value & Word.mask(width), width);
  }

  private static boolean isOneChunk(long value, int width) {
    for (int shift = 0; shift < width; shift += 16) {
      if ((value & ~(0xffffL << shift)) == 0) {
        return true;
      }
    }
    return false;
  }

  private static long rotated(long element, int by, int size) {
    return by == 0 ? element : (element >>> by | element << (size - by)) & Word.mask(size);
  }

  private static long repeated(long element, int size) {
    long value = element;
    for (int filled = size; filled < 64; filled *= 2) {
      value |= value << filled;
    }
    return value;
  }
}
