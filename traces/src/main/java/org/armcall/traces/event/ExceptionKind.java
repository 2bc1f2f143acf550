// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.Locale;
import java.util.Optional;
import org.armcall.model.instruction.Call;

/** What the recording tool says that was taken. */
public enum ExceptionKind {
  /** UNDEFINED, or one of the many traps that a tool files under the same name. */
  UNDEFINED_INSTRUCTION,
  SVC,
  HVC,
  SMC,
  /** A trap to EL2, of an SMC or of something else: the exception class tells. */
  HYP_TRAP,
  PREFETCH_ABORT,
  DATA_ABORT,
  BREAKPOINT,
  /** Interrupts and asynchronous aborts, physical and virtual. */
  ASYNCHRONOUS,
  /** Anything that is no exception of the A profile, semihosting for example. */
  OTHER;

  /** The call that was taken as such. */
  public Optional<Call> call() {
    return switch (this) {
      case SVC -> Optional.of(Call.SVC);
      case HVC -> Optional.of(Call.HVC);
      case SMC -> Optional.of(Call.SMC);
      default -> Optional.empty();
    };
  }

  /** Whether the exception is synchronous: only these set a syndrome and use its vectors. */
  public boolean isSynchronous() {
    return this != ASYNCHRONOUS && this != OTHER;
  }

  /** The word that the canonical format uses, for example {@code data-abort}. */
  public String text() {
    return switch (this) {
      case UNDEFINED_INSTRUCTION -> "undefined";
      case HYP_TRAP -> "trap";
      default -> name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }
}
