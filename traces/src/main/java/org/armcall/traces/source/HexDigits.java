// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.util.Arrays;

/** Hexadecimal digits of either case, one by one or eight at once. */
final class HexDigits {
  private static final byte[] DIGITS = new byte[256];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 16; i++) {
      DIGITS[Character.forDigit(i, 16)] = (byte) i;
      DIGITS[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
    }
  }

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH_BIT = 0x8080_8080_8080_8080L;
  private static final long LOWER_CASE = 0x20 * EACH;
  private static final long LOW_HALF = 0x0f * EACH;

  private HexDigits() {}

  /** The value of that character, or -1 where it is no digit. */
  static int of(byte character) {
    return DIGITS[character & 0xff];
  }

  /**
   * Whether all eight bytes are digits. With the high bits known to be clear, adding to a byte sets
   * its high bit where it is not below a limit, and carries into no other byte.
   */
  static boolean areAll(long eight) {
    long lower = eight | LOWER_CASE;
    long from0 = eight + (0x80 - '0') * EACH;
    long above9 = eight + (0x80 - '9' - 1) * EACH;
    long fromA = lower + (0x80 - 'a') * EACH;
    long aboveF = lower + (0x80 - 'f' - 1) * EACH;
    long digits = from0 & ~above9 | fromA & ~aboveF;
    return (eight & HIGH_BIT) == 0 && (digits & HIGH_BIT) == HIGH_BIT;
  }

  /** The number that eight digits are; the lowest byte is the first of them. */
  static long value(long eight) {
    // A letter has bit 6 and counts from 1; a digit has not and counts from 0.
    long letters = eight >>> 6 & EACH;
    long halves = (eight & LOW_HALF) + letters * 9;
    long pairs = (halves << 4 | halves >>> 8) & 0x00ff_00ff_00ff_00ffL;
    long fours = (pairs << 8 | pairs >>> 16) & 0x0000_ffff_0000_ffffL;
    return (fours << 16 | fours >>> 32) & 0xffff_ffffL;
  }
}
