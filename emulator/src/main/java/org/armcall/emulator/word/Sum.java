// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.word;

/**
 * What an adder makes of two words and a carry (DDI 0487, shared pseudocode AddWithCarry).
 *
 * @param result the low bits of the sum, zeros above the width
 * @param carry the carry out
 * @param overflow whether the sum overflows as signed numbers
 */
public record Sum(Word result, Truth carry, Truth overflow) {
  /**
   * Adds.
   *
   * <p>A bit of the sum is reliable if both its operands are and the carry into it is the same for
   * the smallest and for the largest numbers that the operands may be.
   *
   * @param width 1 to 64; the operands' bits above it are not looked at
   */
  public static Sum of(Word left, Word right, Truth carryIn, int width) {
    long mask = Word.mask(width);
    long a = left.value() & mask;
    long b = right.value() & mask;
    long sum = a + b + (carryIn.value() ? 1 : 0);
    boolean carry = carryOut(a, b, sum, width);
    boolean overflow = ((a ^ sum) & (b ^ sum) & 1L << (width - 1)) != 0;
    long open = (left.unreliable() | right.unreliable()) & mask;
    if (open == 0 && carryIn.reliable()) {
      return new Sum(Word.of(sum & mask), Truth.of(carry), Truth.of(overflow));
    }
    long aLeast = a & ~left.unreliable();
    long bLeast = b & ~right.unreliable();
    long aMost = (a | left.unreliable()) & mask;
    long bMost = (b | right.unreliable()) & mask;
    long least = aLeast + bLeast + (carryIn.reliable() && carryIn.value() ? 1 : 0);
    long most = aMost + bMost + (carryIn.reliable() && !carryIn.value() ? 0 : 1);
    long carriesLeast = least ^ aLeast ^ bLeast;
    long carriesMost = most ^ aMost ^ bMost;
    long unreliable = (open | (carriesLeast ^ carriesMost)) & mask;
    Origin origin = left.origin().and(right.origin()).and(carryIn.origin());
    boolean carryLeast = carryOut(aLeast, bLeast, least, width);
    boolean carryMost = carryOut(aMost, bMost, most, width);
    boolean carryReliable = carryLeast == carryMost;
    long top = 1L << (width - 1);
    boolean overflowReliable = carryReliable && (open & top) == 0 && (unreliable & top) == 0;
    return new Sum(
        new Word(sum & mask, unreliable, origin),
        carryReliable ? Truth.of(carry) : Truth.unreliable(carry, origin),
        overflowReliable ? Truth.of(overflow) : Truth.unreliable(overflow, origin));
  }

  private static boolean carryOut(long a, long b, long sum, int width) {
    return width == 64 ? ((a & b) | ((a | b) & ~sum)) < 0 : (sum >>> width & 1) != 0;
  }
}
