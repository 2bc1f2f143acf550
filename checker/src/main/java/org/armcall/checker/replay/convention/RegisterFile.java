// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.platform.ExecutionState;

/**
 * The registers of one moment, as far as they were recorded.
 *
 * @param values by their names in lower case
 * @param state which names they have: {@code x0} or {@code r0}
 */
record RegisterFile(Map<String, Long> values, ExecutionState state) {
  private static final String[] X = names('x', 31);
  private static final String[] R = names('r', 15);
  private static final long LOW = 0xffff_ffffL;

  private static String[] names(char letter, int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = letter + Integer.toString(i);
    }
    return names;
  }

  /** The registers, if the first of them was recorded: it is what every check needs. */
  static Optional<RegisterFile> of(Map<String, Long> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.containsKey(X[0])) {
      return Optional.of(new RegisterFile(values, ExecutionState.AARCH64));
    }
    return values.containsKey(R[0])
        ? Optional.of(new RegisterFile(values, ExecutionState.AARCH32))
        : Optional.empty();
  }

  String name(int register) {
    return state == ExecutionState.AARCH64 ? X[register] : R[register];
  }

  int last() {
    return state == ExecutionState.AARCH64 ? 30 : 14;
  }

  boolean has(int register) {
    return values.containsKey(name(register));
  }

  /** The register; it must have been recorded. */
  long value(int register) {
    long value = values.get(name(register));
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
    for (int i = 0; i <= last(); i++) {
      if (has(i) && value(i) == wanted) {
        return true;
      }
    }
    return false;
  }
}
