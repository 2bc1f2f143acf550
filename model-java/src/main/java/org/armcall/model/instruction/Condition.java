// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

/**
 * A condition code of A32 and T32, EQ (0b0000) to AL (0b1110) (DDI 0487 F1.3.1). 0b1111 is not a
 * condition.
 */
public enum Condition {
  EQ,
  NE,
  CS,
  CC,
  MI,
  PL,
  VS,
  VC,
  HI,
  LS,
  GE,
  LT,
  GT,
  LE,
  AL;

  private static final Condition[] BY_CODE = values();

  /** The condition of that code, 0 to 14. */
  public static Condition of(int code) {
    if (code < 0 || code > 14) {
      throw new IllegalArgumentException("a condition code is 0 to 14, not " + code);
    }
    return BY_CODE[code];
  }

  /** The four-bit code. */
  public int code() {
    return ordinal();
  }

  /** Whether an instruction with this condition is conditional: all but AL are. */
  public boolean isConditional() {
    return this != AL;
  }

  /** Whether the condition holds for these flags. */
  public boolean holds(Flags flags) {
    boolean base =
        switch (code() >> 1) {
          case 0 -> flags.zero();
          case 1 -> flags.carry();
          case 2 -> flags.negative();
          case 3 -> flags.overflow();
          case 4 -> flags.carry() && !flags.zero();
          case 5 -> flags.negative() == flags.overflow();
          case 6 -> flags.negative() == flags.overflow() && !flags.zero();
          default -> true;
        };
    return this == AL || base == ((code() & 1) == 0);
  }
}
