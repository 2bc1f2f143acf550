// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.HexFormat;
import java.util.Objects;

/** Bytes of guest code in the order of memory, from the lowest address up. */
public final class CodeBytes {
  /** The most bytes that one read has. */
  public static final int MOST = 16;

  private static final HexFormat HEX = HexFormat.of();

  private final String hex;

  private CodeBytes(String hex) {
    this.hex = hex;
  }

  /**
   * Those bytes, 1 to {@value #MOST}.
   *
   * @throws IllegalArgumentException if there are none or too many
   */
  public static CodeBytes of(byte[] bytes) {
    return ofHex(HEX.formatHex(bytes));
  }

  /**
   * The bytes of that text, two lower-case hexadecimal digits each: {@code "710060e1"}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static CodeBytes ofHex(String hex) {
    if (hex.isEmpty() || hex.length() > 2 * MOST || hex.length() % 2 != 0) {
      throw new IllegalArgumentException(
          "bytes are 1 to "
              + MOST
              + " pairs of hexadecimal digits, not "
              + hex.length()
              + " digits");
    }
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        throw new IllegalArgumentException("bytes are pairs of hexadecimal digits 0-9 a-f");
      }
    }
    return new CodeBytes(hex);
  }

  /** How many there are. */
  public int length() {
    return hex.length() / 2;
  }

  /** The byte at that distance from the lowest address, 0 to 255. */
  public int at(int index) {
    Objects.checkIndex(index, length());
    return HexFormat.fromHexDigits(hex, 2 * index, 2 * index + 2);
  }

  /** Two hexadecimal digits for each, the lowest address first. */
  public String hex() {
    return hex;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeBytes bytes && bytes.hex.equals(hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public String toString() {
    return hex;
  }
}
