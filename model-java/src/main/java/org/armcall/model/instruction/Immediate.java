// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

/**
 * The number that a call carries in its encoding. Arm calls it the immediate, older documents the
 * comment field.
 *
 * @param value 0 to 2^width - 1
 * @param width in bits: 4 (SMC of A32 and T32), 8 (T16 SVC), 16, or 24 (A32 SVC)
 */
public record Immediate(int value, int width) {
  /** Checks the range. */
  public Immediate {
    if (width < 1 || width > 24) {
      throw new IllegalArgumentException("an immediate has 1 to 24 bits, not " + width);
    }
    if (value < 0 || value >>> width != 0) {
      throw new IllegalArgumentException(
          "#"
              + value
              + " does not fit an immediate of "
              + width
              + " bits (0 to "
              + ((1 << width) - 1)
              + ")");
    }
  }

  /** The part that a syndrome has room for: bits 15:0. */
  public int low16() {
    return value & 0xffff;
  }

  /** The value as an assembler writes it, for example {@code #0xea1}. */
  public String text() {
    return value < 10 ? "#" + value : "#0x" + Integer.toHexString(value);
  }
}
