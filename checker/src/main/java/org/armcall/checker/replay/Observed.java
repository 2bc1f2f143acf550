// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;

/**
 * An exception as a log shows it, whether it was taken or answered inside the machine.
 *
 * @param entry the entry, where one was taken
 * @param called the call that was executed, where the trace shows it
 */
record Observed(
    TraceEvent event,
    ExceptionKind exception,
    Optional<ExceptionLevel> from,
    Optional<ExceptionLevel> to,
    OptionalInt printedClass,
    OptionalLong syndrome,
    boolean mixed,
    Optional<TraceEvent.Entry> entry,
    Optional<TraceEvent.Call> called) {

  static Observed of(TraceEvent.Entry e) {
    return of(e, Optional.empty());
  }

  /** The exception, and the call that was executed just before it. */
  static Observed of(TraceEvent.Entry e, Optional<TraceEvent.Call> called) {
    return new Observed(
        e,
        e.exception().orElseGet(() -> DerivedException.of(e, called)),
        e.fromEl().or(() -> called.flatMap(TraceEvent.Call::el)),
        e.toEl(),
        e.printedClass(),
        e.syndrome(),
        e.mixed(),
        Optional.of(e),
        called);
  }

  static Observed of(TraceEvent.Handled h) {
    return new Observed(
        h,
        h.exception().orElse(ExceptionKind.OTHER),
        h.fromEl(),
        h.toEl(),
        h.printedClass(),
        h.syndrome(),
        h.mixed(),
        Optional.empty(),
        Optional.empty());
  }

  /** Bits 31:0 of the syndrome; 0 where there is none. */
  int esr() {
    return (int) syndrome.orElse(0);
  }

  Optional<ExceptionClass> exceptionClass() {
    return syndrome.isPresent() ? SyndromeLayout.exceptionClass(esr()) : Optional.empty();
  }

  /** The call that it is, or that was trapped. */
  Optional<Call> call() {
    return exception.call().or(this::trappedCall);
  }

  /** The call that was trapped to EL2: an SMC by HCR.TSC, an SVC by HFGITR_EL2. */
  Optional<Call> trappedCall() {
    Call trapped =
        switch (exception) {
          case HYP_TRAP -> Call.SMC;
          case UNDEFINED_INSTRUCTION -> Call.SVC;
          default -> Call.HVC;
        };
    return exceptionClass()
        .flatMap(ExceptionClass::call)
        .filter(call -> call == trapped)
        .filter(call -> call != Call.HVC);
  }

  boolean isTrap() {
    return exception.call().isEmpty() && trappedCall().isPresent();
  }

  OptionalLong elr() {
    return entry.map(TraceEvent.Entry::elr).orElse(OptionalLong.empty());
  }

  OptionalLong vector() {
    return entry.map(TraceEvent.Entry::vector).orElse(OptionalLong.empty());
  }

  OptionalLong spsr() {
    return entry.map(TraceEvent.Entry::spsr).orElse(OptionalLong.empty());
  }

  /** The caller's instruction set: of the call, where the trace shows it, or from SPSR. */
  Optional<InstructionSet> isa() {
    return called
        .flatMap(TraceEvent.Call::isa)
        .or(
            () ->
                spsr().isPresent()
                    ? Optional.of(new SavedState(spsr().getAsLong()).instructionSet())
                    : Optional.empty());
  }

  /** The caller's execution state, where the call itself says it, or SPSR. */
  Optional<ExecutionState> callerState() {
    return isa().map(InstructionSet::executionState);
  }

  /** Whether the caller ran T32, where it is known to have run AArch32. */
  Optional<Boolean> thumb() {
    return isa().filter(isa -> isa != InstructionSet.A64).map(isa -> isa == InstructionSet.T32);
  }

  /** The execution state that the exception class of a call stands for. */
  Optional<ExecutionState> stateInClass() {
    return exceptionClass()
        .flatMap(
            ec ->
                ec.call()
                    .map(
                        call ->
                            ec == ExceptionClass.of(call, ExecutionState.AARCH32)
                                ? ExecutionState.AARCH32
                                : ExecutionState.AARCH64));
  }

  /** Whether the target has a syndrome register: any AArch64 level and Hyp. */
  boolean targetHasSyndrome() {
    return entry.isEmpty()
        || entry.get().toState().filter(state -> state == ExecutionState.AARCH64).isPresent()
        || to.filter(level -> level == ExceptionLevel.EL2).isPresent();
  }

  /**
   * Whether the target is known to use AArch32: its vectors are others, and few have a syndrome.
   */
  boolean isToAarch32() {
    return entry
        .flatMap(TraceEvent.Entry::toState)
        .filter(state -> state == ExecutionState.AARCH32)
        .isPresent();
  }

  /** The execution state of the caller, as far as the vector says it. */
  Optional<ExecutionState> stateInVector() {
    if (vector().isEmpty() || from.isEmpty() || to.isEmpty() || isToAarch32()) {
      return Optional.empty();
    }
    long offset = vector().getAsLong() & 0x7ff;
    if (from.get() == to.get()) {
      return offset == 0 || offset == 0x200
          ? Optional.of(ExecutionState.AARCH64)
          : Optional.empty();
    }
    boolean adjacent = to.get().number() == from.get().number() + 1;
    if (offset == 0x600) {
      return Optional.of(ExecutionState.AARCH32);
    }
    return offset == 0x400 && adjacent ? Optional.of(ExecutionState.AARCH64) : Optional.empty();
  }
}
