// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** Access to the registers of A64 by the number in a field: 31 is ZR or SP. */
final class A64Registers {
  private A64Registers() {}

  /** A register, where 31 is ZR. */
  static Word get(Core core, int number) {
    return number == 31 ? Word.ZERO : core.register(number);
  }

  /** The low 64 or 32 bits of a register, where 31 is ZR. */
  static Word get(Core core, int number, int width) {
    Word value = get(core, number);
    return width == 64 ? value : value.low(32);
  }

  /** A register, where 31 is SP. */
  static Word getOrSp(Core core, int number) {
    return number == 31 ? core.stackPointer() : core.register(number);
  }

  /** The base register of a load or store, where 31 is SP, which has to be aligned. */
  static Word baseOf(Core core, int number) {
    return number == 31 ? core.stackPointerAsBase() : core.register(number);
  }

  /** Writes a register, where 31 is ZR. */
  static void set(Core core, int number, Word value) {
    if (number != 31) {
      core.register(number, value);
    }
  }

  /** Writes a register, where 31 is SP. */
  static void setOrSp(Core core, int number, Word value) {
    if (number == 31) {
      core.stackPointer(value);
    } else {
      core.register(number, value);
    }
  }

  /** Sets N and Z by a result, and C and V. */
  static void flags(Core core, Word result, int width, Truth carry, Truth overflow) {
    core.flags(result.bit(width - 1), result.isZero(), carry, overflow);
  }
}
