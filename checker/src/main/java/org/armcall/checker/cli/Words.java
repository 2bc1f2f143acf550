// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.util.regex.Pattern;

/** How people write machine words: {@code 0x5a000ea1}, {@code 0X5A00_0EA1} or decimal. */
public final class Words {
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F_]+");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+");

  private Words() {}

  /** The 64-bit word. */
  public static long parse64(String text) {
    String bare = text.trim();
    try {
      if (HEX.matcher(bare).matches()) {
        return Long.parseUnsignedLong(bare.substring(2).replace("_", ""), 16);
      }
      if (DECIMAL.matcher(bare).matches()) {
        return Long.parseUnsignedLong(bare);
      }
    } catch (NumberFormatException tooLong) {
      throw CommandException.usage("'" + shorten(text) + "' does not fit 64 bits");
    }
    throw CommandException.usage(
        "'" + shorten(text) + "' is not a number; write it as 0x5a000ea1 or in decimal");
  }

  /** The 32-bit word. */
  public static int parse32(String text) {
    long value = parse64(text);
    if (value >>> 32 != 0) {
      throw CommandException.usage("'" + shorten(text) + "' does not fit 32 bits");
    }
    return (int) value;
  }

  /** The word in hexadecimal with as few digits as it needs. */
  public static String hex(int word) {
    return "0x" + Integer.toHexString(word);
  }

  /** The word in hexadecimal with eight digits. */
  public static String hex8(int word) {
    return String.format("0x%08x", word);
  }

  private static String shorten(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
