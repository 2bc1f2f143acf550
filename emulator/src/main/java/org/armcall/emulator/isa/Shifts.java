// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.function.LongUnaryOperator;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** Shifts, rotations and multiplications of words of 32 or 64 bits. */
final class Shifts {
  /** The kinds by their code in the instructions. */
  static final int LSL = 0;

  static final int LSR = 1;
  static final int ASR = 2;
  static final int ROR = 3;

  private Shifts() {}

  /**
   * A word shifted by a known distance.
   *
   * @param kind {@link #LSL} to {@link #ROR}
   * @param distance 0 to width - 1
   */
  static Word shifted(Word word, int kind, int distance, int width) {
    if (distance == 0) {
      return word.low(width);
    }
    return switch (kind) {
      case LSL -> word.shiftLeft(distance).low(width);
      case LSR -> word.low(width).shiftRight(distance);
      case ASR -> arithmetic(word.signExtended(width), distance).low(width);
      default ->
          word.low(width).shiftRight(distance).or(word.shiftLeft(width - distance).low(width));
    };
  }

  private static Word arithmetic(Word word, int distance) {
    return new Word(word.value() >> distance, word.unreliable() >> distance, word.origin());
  }

  /** A word shifted by a word modulo the width (A64 LSLV and the like). */
  static Word shifted(Word word, int kind, Word distance, int width) {
    Word modulo = distance.and(Word.of(width - 1));
    Word result = shifted(word, kind, (int) modulo.value(), width);
    return modulo.isReliable() ? result : Word.blurred(result.value(), width, word, modulo);
  }

  /** The low bits of the product; zero if one factor is reliably zero. */
  static Word product(Word left, Word right, int width) {
    if (isReliablyZero(left) || isReliablyZero(right)) {
      return Word.ZERO;
    }
    return Word.blurred(left.value() * right.value(), width, left, right);
  }

  /** The quotient rounded towards zero; zero for a divisor of zero. */
  static Word quotient(Word left, Word right, boolean signed, int width) {
    Word dividend = signed ? left.signExtended(width) : left.low(width);
    Word divisor = signed ? right.signExtended(width) : right.low(width);
    if (isReliablyZero(divisor) || isReliablyZero(dividend)) {
      return Word.ZERO;
    }
    long quotient =
        divisor.value() == 0
            ? 0
            : signed
                ? dividend.value() / divisor.value()
                : Long.divideUnsigned(dividend.value(), divisor.value());
    return Word.blurred(quotient, width, dividend, divisor);
  }

  /** The number of zeros above the highest 1. */
  static Word leadingZeros(Word word, int width) {
    Word low = word.low(width);
    long count = Long.numberOfLeadingZeros(low.value()) - (64L - width);
    long highest = Long.highestOneBit(low.value() | low.unreliable());
    return (highest & low.unreliable()) == 0 ? Word.of(count) : Word.blurred(count, 7, low);
  }

  /** A word whose bits change places. */
  static Word permuted(Word word, LongUnaryOperator permutation) {
    return new Word(
        permutation.applyAsLong(word.value()),
        permutation.applyAsLong(word.unreliable()),
        word.origin());
  }

  /** The bytes of each halfword exchanged. */
  static long bytesInHalfwords(long bits) {
    return (bits & 0x00ff00ff00ff00ffL) << 8 | (bits >>> 8 & 0x00ff00ff00ff00ffL);
  }

  /** The bytes of each word of 32 bits reversed. */
  static long bytesInWords(long bits) {
    long reversed = Long.reverseBytes(bits);
    return reversed << 32 | reversed >>> 32;
  }

  private static boolean isReliablyZero(Word word) {
    Truth zero = word.isZero();
    return zero.value() && zero.reliable();
  }
}
