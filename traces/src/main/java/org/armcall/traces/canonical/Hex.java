// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.Arrays;

/** The digits of hexadecimal numbers, which are lower-case in a trace. */
final class Hex {
  private static final byte[] DIGITS = new byte[256];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 16; i++) {
      DIGITS[Character.forDigit(i, 16)] = (byte) i;
    }
  }

  private Hex() {}

  /** The value of that character, or -1 where it is no digit. */
  static int digit(byte character) {
    return DIGITS[character & 0xff];
  }
}
