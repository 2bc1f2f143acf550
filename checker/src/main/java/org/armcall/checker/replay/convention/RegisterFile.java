// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.RegisterValues;

/** The numbered registers of one moment, X0 to X30 or R0 to R14, as far as they were recorded. */
final class RegisterFile {
  private static final int LAST_X = 30;
  private static final int LAST_R = 14;
  private static final long LOW = 0xffff_ffffL;

  private final RegisterValues values;
  private final ExecutionState state;
  private final char letter;
  private final int recorded;

  private RegisterFile(RegisterValues values, ExecutionState state) {
    this.values = values;
    this.state = state;
    letter = state == ExecutionState.AARCH64 ? 'x' : 'r';
    recorded = values.numbered(letter) & (2 << last()) - 1;
  }

  /** The registers, if the first of them was recorded: it is what every check needs. */
  static Optional<RegisterFile> of(Map<String, Long> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    RegisterValues all = RegisterValues.of(values);
    if ((all.numbered('x') & 1) != 0) {
      return Optional.of(new RegisterFile(all, ExecutionState.AARCH64));
    }
    return (all.numbered('r') & 1) != 0
        ? Optional.of(new RegisterFile(all, ExecutionState.AARCH32))
        : Optional.empty();
  }

  /** Which names the registers have: {@code x0} or {@code r0}. */
  ExecutionState state() {
    return state;
  }

  String name(int register) {
    return letter + Integer.toString(register);
  }

  int last() {
    return state == ExecutionState.AARCH64 ? LAST_X : LAST_R;
  }

  boolean has(int register) {
    return (recorded >>> register & 1) != 0;
  }

  /** Which were recorded, a bit for each. */
  int recorded() {
    return recorded;
  }

  /** The register; it must have been recorded. */
  long value(int register) {
    long value = values.value(letter, register);
    return state == ExecutionState.AARCH64 ? value : value & LOW;
  }

  /** X0 or R0. */
  long first() {
    return value(0);
  }

  /** The stack pointer of AArch64, which is no numbered register. */
  OptionalLong sp() {
    Long sp = state == ExecutionState.AARCH64 ? values.get("sp") : null;
    return sp == null ? OptionalLong.empty() : OptionalLong.of(sp);
  }

  /** Whether one of the numbered registers has that value. */
  boolean holds(long wanted) {
    for (int rest = recorded; rest != 0; rest &= rest - 1) {
      if (value(Integer.numberOfTrailingZeros(rest)) == wanted) {
        return true;
      }
    }
    return false;
  }
}
