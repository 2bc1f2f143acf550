// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.SourceLines;
import org.armcall.traces.event.TraceEvent;

/** A record whose header was read and whose continuation lines are still coming. */
final class OpenRecord {
  private static final int PSTATE_AARCH32 = 1 << 4;
  private static final String STATE = "toState from the lines that the record has";
  private static final List<Optional<ExceptionLevel>> LEVELS =
      List.of(
          Optional.of(ExceptionLevel.EL0),
          Optional.of(ExceptionLevel.EL1),
          Optional.of(ExceptionLevel.EL2),
          Optional.of(ExceptionLevel.EL3));

  private final OptionalInt cpu;
  private final ExceptionKind exception;
  private final SourceLines.Builder source;

  /** A bit for each kind of line that cannot be told from another record's. */
  private int unsure;

  private Continuation last = Continuation.HEADER;
  private Optional<ExceptionLevel> from = Optional.empty();
  private Optional<ExceptionLevel> to = Optional.empty();
  private Optional<ExceptionLevel> entered = Optional.empty();
  private OptionalInt printedClass = OptionalInt.empty();
  private OptionalLong syndrome = OptionalLong.empty();
  private OptionalLong spsr = OptionalLong.empty();
  private OptionalLong elr = OptionalLong.empty();
  private OptionalLong vector = OptionalLong.empty();
  private OptionalLong pstate = OptionalLong.empty();
  private String answeredBy = "";

  /**
   * A record of which the header was read.
   *
   * @param source where the caller adds the lines of the record, that of the header first
   */
  OpenRecord(OptionalInt cpu, ExceptionKind exception, SourceLines.Builder source) {
    this.source = source;
    this.cpu = cpu;
    this.exception = exception;
  }

  OptionalInt cpu() {
    return cpu;
  }

  /** Its lines so far. */
  SourceLines.Builder source() {
    return source;
  }

  SourceLine header() {
    return source.first();
  }

  /** Whether a line of that kind may come next: the order is fixed, and most may be missing. */
  boolean accepts(Continuation kind) {
    boolean inOrder =
        switch (kind) {
          case HEADER -> false;
          case FROM_TO -> last == Continuation.HEADER;
          default -> last != Continuation.HEADER && last.compareTo(kind) < 0 && !isComplete();
        };
    return inOrder && mayHave(kind);
  }

  /** Some lines are of some exceptions only. */
  private boolean mayHave(Continuation kind) {
    return switch (kind) {
      case PSCI -> exception == ExceptionKind.HVC || exception == ExceptionKind.SMC;
      case SEMIHOSTING -> exception == ExceptionKind.OTHER;
      case FAR, FAULT_AARCH32 ->
          exception == ExceptionKind.DATA_ABORT
              || exception == ExceptionKind.PREFETCH_ABORT
              || exception == ExceptionKind.OTHER;
      default -> true;
    };
  }

  /** From that kind on, no line can be told from another record's any more. */
  void cannotTell(Continuation kind) {
    unsure |= -1 << kind.ordinal();
  }

  /** Takes what the line says; the caller adds the line to {@link #source}. */
  void take(ParsedLine line) {
    last = line.kind();
    if ((unsure & 1 << line.kind().ordinal()) != 0) {
      return;
    }
    switch (line.kind()) {
      case FROM_TO -> {
        from = LEVELS.get(line.level());
        to = LEVELS.get(line.otherLevel());
      }
      case ESR -> {
        // An interrupt does not set the syndrome: QEMU prints the one before.
        if (exception.isSynchronous()) {
          printedClass =
              line.level() == ParsedLine.NO_CLASS
                  ? OptionalInt.empty()
                  : OptionalInt.of(line.level());
          syndrome = OptionalLong.of(line.value());
        }
      }
      case SPSR -> spsr = OptionalLong.of(line.value());
      case ELR -> elr = OptionalLong.of(line.value());
      case TO_PC -> {
        entered = LEVELS.get(line.level());
        vector = OptionalLong.of(line.value());
        pstate = OptionalLong.of(line.otherValue());
      }
      case PSCI -> answeredBy = "psci";
      case SEMIHOSTING -> answeredBy = "semihosting";
      case HEADER, FAR, FAULT_AARCH32 -> {
        // Not used.
      }
    }
  }

  /** Whether nothing of the record can come any more. */
  boolean isComplete() {
    return last.isLast();
  }

  /** Whether the line that every record has after its header is missing. */
  boolean isHalf() {
    return last == Continuation.HEADER;
  }

  /** Whether it may have ended, as the record of an exception taken to AArch32 does. */
  boolean mayBeWhole() {
    return last.isBetween(Continuation.FROM_TO, Continuation.FAULT_AARCH32);
  }

  TraceEvent event() {
    boolean mixed = unsure != 0;
    List<SourceLine> lines = source.lines();
    if (last == Continuation.PSCI || last == Continuation.SEMIHOSTING) {
      return new TraceEvent.Handled(
          cpu, lines, Optional.of(exception), from, to, printedClass, syndrome, answeredBy, mixed);
    }
    return new TraceEvent.Entry(
        cpu,
        lines,
        Optional.of(exception),
        from,
        to,
        toState(),
        printedClass,
        syndrome,
        elr,
        spsr,
        vector,
        entered,
        pstate,
        mixed);
  }

  /** Which fields of the event are in none of its lines, and from what they follow. */
  String reconstructed() {
    return pstate.isEmpty() && elr.isPresent() ? STATE : "";
  }

  /** Only a record of an exception taken to AArch64 has these lines, and PSTATE says it too. */
  private Optional<ExecutionState> toState() {
    if (pstate.isPresent()) {
      return Optional.of(
          (pstate.getAsLong() & PSTATE_AARCH32) == 0
              ? ExecutionState.AARCH64
              : ExecutionState.AARCH32);
    }
    return elr.isPresent() ? Optional.of(ExecutionState.AARCH64) : Optional.empty();
  }
}
