// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

/** An Exception level, EL0 (applications) to EL3 (the secure monitor). */
public enum ExceptionLevel {
  EL0,
  EL1,
  EL2,
  EL3;

  private static final ExceptionLevel[] LEVELS = values();

  /** The level of that number, 0 to 3. */
  public static ExceptionLevel of(int number) {
    if (number < 0 || number > 3) {
      throw new IllegalArgumentException("an Exception level is 0, 1, 2 or 3, not " + number);
    }
    return LEVELS[number];
  }

  /** The number of the level, 0 to 3. */
  public int number() {
    return ordinal();
  }

  /** Whether this level is more privileged than the other. */
  public boolean isAbove(ExceptionLevel other) {
    return compareTo(other) > 0;
  }
}
