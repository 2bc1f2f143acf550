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
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;

/**
 * An exception as a log shows it, whether it was taken or answered inside the machine.
 *
 * @param nature what it is, whenever and wherever it is
 * @param entry the entry, where one was taken
 * @param called the call that was executed, where the trace shows it
 */
record Observed(
    TraceEvent event,
    Nature nature,
    Optional<TraceEvent.Entry> entry,
    Optional<TraceEvent.Call> called) {

  static Observed of(TraceEvent.Entry e) {
    return of(e, Optional.empty());
  }

  /** The exception, and the call that was executed just before it. */
  static Observed of(TraceEvent.Entry e, Optional<TraceEvent.Call> called) {
    return of(e, called, new Nature(e, called));
  }

  static Observed of(TraceEvent.Entry e, Optional<TraceEvent.Call> called, Nature nature) {
    return new Observed(e, nature, Optional.of(e), called);
  }

  static Observed of(TraceEvent.Handled h) {
    return new Observed(h, new Nature(h), Optional.empty(), Optional.empty());
  }

  ExceptionKind exception() {
    return nature.exception();
  }

  Optional<ExceptionLevel> from() {
    return nature.from();
  }

  Optional<ExceptionLevel> to() {
    return nature.to();
  }

  OptionalInt printedClass() {
    return nature.printedClass();
  }

  OptionalLong syndrome() {
    return nature.syndrome();
  }

  boolean mixed() {
    return nature.mixed();
  }

  /** Bits 31:0 of the syndrome; 0 where there is none. */
  int esr() {
    return nature.esr();
  }

  Optional<ExceptionClass> exceptionClass() {
    return nature.exceptionClass();
  }

  /** The call that it is, or that was trapped. */
  Optional<Call> call() {
    return nature.call();
  }

  /** The call that was trapped to EL2: an SMC by HCR.TSC, an SVC by HFGITR_EL2. */
  Optional<Call> trappedCall() {
    return nature.trappedCall();
  }

  boolean isTrap() {
    return nature.isTrap();
  }

  OptionalLong elr() {
    return entry.isPresent() ? entry.get().elr() : OptionalLong.empty();
  }

  OptionalLong vector() {
    return nature.vector();
  }

  OptionalLong spsr() {
    return nature.spsr();
  }

  /** The caller's instruction set: of the call, where the trace shows it, or from SPSR. */
  Optional<InstructionSet> isa() {
    return nature.isa();
  }

  /** The caller's execution state, where the call itself says it, or SPSR. */
  Optional<ExecutionState> callerState() {
    return nature.callerState();
  }

  /** Whether the caller ran T32, where it is known to have run AArch32. */
  Optional<Boolean> thumb() {
    return isa().filter(isa -> isa != InstructionSet.A64).map(isa -> isa == InstructionSet.T32);
  }

  /** The execution state that the exception class of a call stands for. */
  Optional<ExecutionState> stateInClass() {
    return nature.stateInClass();
  }

  /** Whether the target has a syndrome register: any AArch64 level and Hyp. */
  boolean targetHasSyndrome() {
    return nature.targetHasSyndrome();
  }

  /**
   * Whether the target is known to use AArch32: its vectors are others, and few have a syndrome.
   */
  boolean isToAarch32() {
    return nature.isToAarch32();
  }

  /** The execution state of the caller, as far as the vector says it. */
  Optional<ExecutionState> stateInVector() {
    return nature.stateInVector();
  }

  /** The immediate of a call, where its syndrome has room for it. */
  Optional<Integer> immediateInSyndrome() {
    return nature.immediateInSyndrome();
  }

  /** The immediate of the call that was executed, where the trace shows it. */
  OptionalInt executedImmediate() {
    return nature.executedImmediate();
  }

  /** The address of the instruction behind the call that was executed, where the trace shows it. */
  OptionalLong next() {
    return called.isPresent() && nature.size().isPresent()
        ? Executed.next(called.get(), nature.size().getAsInt())
        : OptionalLong.empty();
  }
}
