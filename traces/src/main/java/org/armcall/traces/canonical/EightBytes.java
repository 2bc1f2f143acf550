// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight characters of a line at once, the first in the lowest bits. */
final class EightBytes {
  /** "00000000". */
  static final long ZEROS = 0x3030_3030_3030_3030L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long NIBBLES = 0x0f0f_0f0f_0f0f_0f0fL;
  private static final long HIGHEST = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;

  private EightBytes() {}

  /** How many bytes there are before a quotation mark: 0 to 7, or -1 if it is none of eight. */
  static int untilQuote(byte[] bytes, int at) {
    if (at + Long.BYTES > bytes.length) {
      return -1;
    }
    long differs = (long) LONGS.get(bytes, at) ^ QUOTES;
    long quote = differs - ONES & ~differs & HIGHEST;
    return quote == 0 ? -1 : Long.numberOfTrailingZeros(quote) >>> 3;
  }

  /** The first bytes, 0 to 7, and zeros behind them. */
  static long first(byte[] bytes, int at, int length) {
    return (long) LONGS.get(bytes, at) & (1L << 8 * length) - 1;
  }

  /** As many digits, 1 to 8, with the digit 0 before them. */
  static long lastOf(byte[] bytes, int at, int length) {
    long eight = (long) LONGS.get(bytes, at);
    return length == Long.BYTES ? eight : eight << 8 * (Long.BYTES - length) | ZEROS >>> 8 * length;
  }

  /** Whether all eight are digits 0 to 9 or a to f. */
  static boolean isHex(long eight) {
    long digits = digits(eight);
    long letters = digits + 6 * ONES >>> 4 & ONES;
    return (digits & ~NIBBLES) == 0 && digits + ZEROS + letters * ('a' - '0' - 10) == eight;
  }

  /** The number of eight hexadecimal digits. */
  static long hex(long eight) {
    long one = digits(eight);
    long two = (one << 4 | one >>> 8) & 0x00ff_00ff_00ff_00ffL;
    long four = (two << 8 | two >>> 16) & 0x0000_ffff_0000_ffffL;
    return (four << 16 | four >>> 32) & 0xffff_ffffL;
  }

  /** Each digit's value in its byte; of what is no digit, something below 32. */
  private static long digits(long eight) {
    return (eight & NIBBLES) + (eight >>> 6 & ONES) * 9;
  }
}
