// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as scenarios write them: {@code 0x4000_8000} or decimal, up to 64 bits, unsigned. */
final class Numbers {
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F_]{1,24}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");

  private Numbers() {}

  /** The number, or nothing where the text is none. */
  static Optional<Long> parse(String text) {
    try {
      if (HEX.matcher(text).matches()) {
        return Optional.of(Long.parseUnsignedLong(text.substring(2).replace("_", ""), 16));
      }
      if (DECIMAL.matcher(text).matches()) {
        return Optional.of(Long.parseUnsignedLong(text));
      }
      return Optional.empty();
    } catch (NumberFormatException tooLong) {
      return Optional.empty();
    }
  }

  /** The number in hexadecimal. */
  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
