// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.platform.ExecutionState;

/** The registers of one moment, as far as they were recorded. */
final class RegisterFile {
  private static final int LAST_X = 30;
  private static final int LAST_R = 14;
  private static final int SP = 31;
  private static final long LOW = 0xffff_ffffL;

  private final ExecutionState state;
  private final long[] values = new long[SP + 1];
  private int recorded;

  private RegisterFile(ExecutionState state) {
    this.state = state;
  }

  /** The registers, if the first of them was recorded: it is what every check needs. */
  static Optional<RegisterFile> of(Map<String, Long> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    RegisterFile registers =
        new RegisterFile(
            values.containsKey("x0") ? ExecutionState.AARCH64 : ExecutionState.AARCH32);
    values.forEach(registers::put);
    return registers.has(0) ? Optional.of(registers) : Optional.empty();
  }

  private void put(String name, long value) {
    int register = number(name);
    if (register >= 0) {
      recorded |= 1 << register;
      values[register] = state == ExecutionState.AARCH64 ? value : value & LOW;
    }
  }

  /** The number of a register of this state by its name, {@value #SP} for SP, or -1. */
  private int number(String name) {
    boolean wide = state == ExecutionState.AARCH64;
    int length = name.length();
    if (length == 2 && wide && name.equals("sp")) {
      return SP;
    }
    if (length < 2 || length > 3 || name.charAt(0) != (wide ? 'x' : 'r')) {
      return -1;
    }
    int number = digit(name.charAt(1));
    if (length == 3) {
      int second = digit(name.charAt(2));
      number = number <= 0 || second < 0 ? -1 : number * 10 + second;
    }
    return number <= last() ? number : -1;
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : -1;
  }

  /** Which names the registers have: {@code x0} or {@code r0}. */
  ExecutionState state() {
    return state;
  }

  String name(int register) {
    return (state == ExecutionState.AARCH64 ? "x" : "r") + register;
  }

  int last() {
    return state == ExecutionState.AARCH64 ? LAST_X : LAST_R;
  }

  boolean has(int register) {
    return (recorded >>> register & 1) != 0;
  }

  /** The numbered registers that were recorded, a bit for each. */
  int recorded() {
    return recorded & ~(1 << SP);
  }

  /** The register; it must have been recorded. */
  long value(int register) {
    if (!has(register)) {
      throw new IllegalArgumentException(name(register) + " was not recorded");
    }
    return values[register];
  }

  /** X0 or R0. */
  long first() {
    return values[0];
  }

  /** The stack pointer of AArch64, which is no numbered register. */
  OptionalLong sp() {
    return has(SP) ? OptionalLong.of(values[SP]) : OptionalLong.empty();
  }

  /** Whether one of the numbered registers has that value. */
  boolean holds(long wanted) {
    for (int rest = recorded(); rest != 0; rest &= rest - 1) {
      if (values[Integer.numberOfTrailingZeros(rest)] == wanted) {
        return true;
      }
    }
    return false;
  }
}
