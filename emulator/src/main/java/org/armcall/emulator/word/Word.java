// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.word;

/**
 * A word of up to 64 bits in a machine: every bit has a value, and some have a value that no
 * program may rely on.
 *
 * <p>Narrow words have zeros, reliable ones, above their width. The rules of {@link #and}, {@link
 * #or} and {@link #plus} are exact where the other operand decides a bit, and never call a bit
 * reliable that is not.
 *
 * @param value the bits on this machine
 * @param unreliable the mask of bits that another conforming machine may show otherwise, or that
 *     software must not use: reserved, UNKNOWN, never written
 * @param origin where those came from; {@link Origin#NONE} if there are none
 */
public record Word(long value, long unreliable, Origin origin) {
  /** Zero. */
  public static final Word ZERO = new Word(0, 0, Origin.NONE);

  /** Drops the origin of a word that has nothing unreliable. */
  public Word {
    if (unreliable == 0) {
      origin = Origin.NONE;
    }
  }

  /** A word all of whose bits are defined. */
  public static Word of(long value) {
    return value == 0 ? ZERO : new Word(value, 0, Origin.NONE);
  }

  /** The bits from 0 up to the width; width is 0 to 64. */
  public static long mask(int width) {
    return width >= 64 ? -1L : (1L << width) - 1;
  }

  /** Whether a program may rely on every bit. */
  public boolean isReliable() {
    return unreliable == 0;
  }

  /** The low bits, zeros above. */
  public Word low(int width) {
    long mask = mask(width);
    return new Word(value & mask, unreliable & mask, origin);
  }

  /** The low bits, with the highest of them copied upwards to bit 63. */
  public Word signExtended(int width) {
    int shift = 64 - width;
    return new Word(value << shift >> shift, unreliable << shift >> shift, origin);
  }

  /** Bits high to low, moved down. */
  public Word bits(int high, int low) {
    return new Word(value >>> low, unreliable >>> low, origin).low(high - low + 1);
  }

  /** This word with bits high to low replaced by the low bits of the other. */
  public Word withBits(int high, int low, Word field) {
    long mask = mask(high - low + 1) << low;
    return new Word(
        (value & ~mask) | (field.value << low & mask),
        (unreliable & ~mask) | (field.unreliable << low & mask),
        origin.and(field.origin));
  }

  /** Bitwise and; a reliable 0 in either makes a reliable 0. */
  public Word and(Word other) {
    return new Word(
        value & other.value,
        (unreliable & (other.unreliable | other.value)) | (other.unreliable & (unreliable | value)),
        origin.and(other.origin));
  }

  /** Bitwise or; a reliable 1 in either makes a reliable 1. */
  public Word or(Word other) {
    return new Word(
        value | other.value,
        (unreliable & (other.unreliable | ~other.value))
            | (other.unreliable & (unreliable | ~value)),
        origin.and(other.origin));
  }

  /** Bitwise exclusive or. */
  public Word xor(Word other) {
    return new Word(value ^ other.value, unreliable | other.unreliable, origin.and(other.origin));
  }

  /** Bitwise not, all 64 bits. */
  public Word not() {
    return new Word(~value, unreliable, origin);
  }

  /** Moved up; distance 0 to 63. */
  public Word shiftLeft(int distance) {
    return new Word(value << distance, unreliable << distance, origin);
  }

  /** Moved down, zeros above; distance 0 to 63. */
  public Word shiftRight(int distance) {
    return new Word(value >>> distance, unreliable >>> distance, origin);
  }

  /** The sum modulo 2^64. */
  public Word plus(Word other) {
    return unreliable == 0 && other.unreliable == 0
        ? of(value + other.value)
        : Sum.of(this, other, Truth.FALSE, 64).result();
  }

  /** The sum with a number. */
  public Word plus(long number) {
    return plus(of(number));
  }

  /** The difference modulo 2^64. */
  public Word minus(Word other) {
    return unreliable == 0 && other.unreliable == 0
        ? of(value - other.value)
        : Sum.of(this, other.not(), Truth.TRUE, 64).result();
  }

  /** Whether all bits are zero; reliably not, if a reliable bit is 1. */
  public Truth isZero() {
    if (unreliable == 0 || (value & ~unreliable) != 0) {
      return Truth.of(value == 0);
    }
    return Truth.unreliable(value == 0, origin);
  }

  /**
   * Whether the two are the same; reliably not, if they differ in a bit that is reliable in both.
   */
  public Truth sameAs(Word other) {
    return xor(other).isZero();
  }

  /** Whether the bit, 0 to 63, is 1. */
  public Truth bit(int number) {
    boolean set = (value >>> number & 1) != 0;
    return (unreliable >>> number & 1) == 0 ? Truth.of(set) : Truth.unreliable(set, origin);
  }

  /** The word with the bits of the mask unreliable for one more reason. */
  public Word withUnreliable(long mask, Origin why) {
    return new Word(value, unreliable | mask, origin.and(why));
  }

  /** A word that depends as a whole on others in a way that is not followed bit by bit. */
  public static Word blurred(long value, int width, Word... operands) {
    Origin origin = Origin.NONE;
    boolean reliable = true;
    for (Word operand : operands) {
      reliable &= operand.isReliable();
      origin = origin.and(operand.origin);
    }
    return new Word(value & mask(width), reliable ? 0 : mask(width), origin);
  }
}
