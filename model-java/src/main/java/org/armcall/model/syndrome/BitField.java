// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

/**
 * A field of a 32-bit register, declared as data.
 *
 * @param name the name that Arm gives it, or {@code RES0}
 * @param high its most significant bit, 31 to 0
 * @param low its least significant bit, not above {@code high}
 * @param reserved whether software must not rely on it
 * @param meaning what it says, one sentence
 */
public record BitField(String name, int high, int low, boolean reserved, String meaning) {
  /** Checks the bit numbers. */
  public BitField {
    if (high > 31 || low < 0 || low > high) {
      throw new IllegalArgumentException(
          "bits " + high + ":" + low + " are not in a 32-bit register");
    }
  }

  /** A field that has a meaning. */
  public static BitField of(String name, int high, int low, String meaning) {
    return new BitField(name, high, low, false, meaning);
  }

  /** A reserved field. */
  public static BitField reserved(int high, int low) {
    return new BitField(
        "RES0", high, low, true, "reserved; hardware shows 0, software must not rely on it");
  }

  /** The width in bits. */
  public int width() {
    return high - low + 1;
  }

  /** The mask of the field in the register. */
  public int mask() {
    return (int) (((1L << width()) - 1) << low);
  }

  /** The value of the field in that register value, as an unsigned number. */
  public int extract(int register) {
    return (register & mask()) >>> low;
  }

  /** The register bits for that value of the field, 0 to 2^width - 1. */
  public int insert(int value) {
    if (width() < 32 && (value < 0 || value >>> width() != 0)) {
      throw new IllegalArgumentException(
          value + " does not fit " + name + "[" + high + ":" + low + "]");
    }
    return value << low;
  }

  /** The bit range as Arm writes it, for example {@code [31:26]} or {@code [25]}. */
  public String range() {
    return high == low ? "[" + high + "]" : "[" + high + ":" + low + "]";
  }
}
