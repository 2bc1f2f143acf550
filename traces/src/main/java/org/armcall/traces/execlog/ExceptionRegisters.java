// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.execlog;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/**
 * PSTATE, and what exceptions write: ESR, ELR and SPSR of each level. What was never printed is not
 * known.
 */
final class ExceptionRegisters {
  private static final int LEVELS = 4;
  private static final int AARCH32 = 1 << 4;

  private final OptionalLong[] esr = new OptionalLong[LEVELS];
  private final OptionalLong[] elr = new OptionalLong[LEVELS];
  private final OptionalLong[] spsr = new OptionalLong[LEVELS];
  private OptionalLong pstate = OptionalLong.empty();
  private OptionalLong link = OptionalLong.empty();

  /** The levels whose registers the instruction changed: a bit for each. */
  private int changed;

  ExceptionRegisters() {
    forget();
  }

  void forget() {
    Arrays.fill(esr, OptionalLong.empty());
    Arrays.fill(elr, OptionalLong.empty());
    Arrays.fill(spsr, OptionalLong.empty());
    pstate = OptionalLong.empty();
    link = OptionalLong.empty();
    changed = 0;
  }

  /** Another instruction begins. */
  void begin() {
    changed = 0;
  }

  /** A register was printed. */
  void wrote(String name, long value) {
    switch (name) {
      case "cpsr" -> pstate = OptionalLong.of(value);
      case "lr" -> link = OptionalLong.of(value);
      default -> {
        int level = name.length() > 3 ? name.charAt(name.length() - 1) - '0' : 0;
        if (level >= 1 && level < LEVELS) {
          exception(name.substring(0, name.length() - 1), level, value);
        }
      }
    }
  }

  private void exception(String name, int level, long value) {
    boolean known = true;
    switch (name) {
      case "esr_el" -> esr[level] = OptionalLong.of(value);
      case "elr_el" -> elr[level] = OptionalLong.of(value);
      case "spsr_el" -> spsr[level] = OptionalLong.of(value);
      default -> known = false;
    }
    changed |= known ? 1 << level : 0;
  }

  /** The level whose registers the instruction changed, if it is one. */
  Optional<ExceptionLevel> changedLevel() {
    return Integer.bitCount(changed) == 1
        ? Optional.of(ExceptionLevel.of(Integer.numberOfTrailingZeros(changed)))
        : Optional.empty();
  }

  OptionalLong esr(ExceptionLevel level) {
    return esr[level.number()];
  }

  OptionalLong elr(ExceptionLevel level) {
    return elr[level.number()];
  }

  OptionalLong spsr(ExceptionLevel level) {
    return spsr[level.number()];
  }

  /** PSTATE or CPSR as last printed. */
  OptionalLong pstate() {
    return pstate;
  }

  /** LR of a processor that has AArch32 alone. */
  OptionalLong link() {
    return link;
  }

  /** The execution state that PSTATE says. */
  Optional<ExecutionState> state() {
    return pstate.isEmpty() ? Optional.empty() : Optional.of(state(pstate.getAsLong()));
  }

  /** The level that PSTATE says; empty for AArch32 modes that are of EL1 or EL3. */
  Optional<ExceptionLevel> level() {
    return pstate.isEmpty() ? Optional.empty() : level(pstate.getAsLong(), false);
  }

  static ExecutionState state(long pstate) {
    return (pstate & AARCH32) == 0 ? ExecutionState.AARCH64 : ExecutionState.AARCH32;
  }

  /**
   * The level of a PSTATE or CPSR.
   *
   * @param wide whether EL3, if there is one, uses AArch64: Secure modes are of EL1 then
   */
  static Optional<ExceptionLevel> level(long pstate, boolean wide) {
    if (state(pstate) == ExecutionState.AARCH64) {
      return Optional.of(ExceptionLevel.of((int) pstate >> 2 & 3));
    }
    return switch ((int) pstate & 0x1f) {
      case 0x10 -> Optional.of(ExceptionLevel.EL0);
      case 0x1a -> Optional.of(ExceptionLevel.EL2);
      case 0x16 -> Optional.of(ExceptionLevel.EL3);
      default -> wide ? Optional.of(ExceptionLevel.EL1) : Optional.empty();
    };
  }
}
