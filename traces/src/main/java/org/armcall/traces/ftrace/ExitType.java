// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

/** What ended a guest's run, as {@code kvm_exit} says it. */
enum ExitType {
  TRAP,
  ASYNCHRONOUS,
  /** The guest was not run, or was where it may not be. */
  OTHER,
  /** No such type. */
  NONE;

  private static final long HYP_GONE = 0xbadca11;

  /** The type by the name that the event's format gives it; a number where it gives none. */
  static ExitType of(String name) {
    return switch (name) {
      case "TRAP" -> TRAP;
      case "IRQ", "SERROR", "EL1_SERROR" -> ASYNCHRONOUS;
      case "HYP_GONE", "IL" -> OTHER;
      default -> name.startsWith("0x") ? OTHER : NONE;
    };
  }

  /** The type by its number; of other than 0, 1 and 2 the kernels have several. */
  static ExitType of(long number) {
    if (number == 0 || number == 1) {
      return ASYNCHRONOUS;
    }
    if (number == 2) {
      return TRAP;
    }
    return number > 0 && number <= HYP_GONE ? OTHER : NONE;
  }
}
