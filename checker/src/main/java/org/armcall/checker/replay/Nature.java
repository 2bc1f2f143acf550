// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.TraceEvent;

/**
 * What an exception and its call are, apart from when, where and on which processor: everything
 * that a log shows of them but addresses and the registers of arguments.
 *
 * <p>A log has many exceptions and few natures. What follows from the nature alone is found once
 * for each; {@link #isOf} says whether an exception has this one.
 */
final class Nature {
  /** The registers that say in which state a call was made. */
  private static final List<String> OF_STATE =
      List.of("cpsr", "pstate", "hcr_el2", "hcr", "scr_el3", "scr", "hfgitr_el2");

  private final Optional<TraceEvent.Entry> entry;
  private final Optional<TraceEvent.Call> called;

  private final ExceptionKind exception;
  private final Optional<ExceptionLevel> from;
  private final Optional<ExceptionLevel> to;
  private final OptionalInt printedClass;
  private final OptionalLong syndrome;
  private final boolean mixed;

  private final Optional<ExceptionClass> exceptionClass;
  private final Optional<Call> trappedCall;
  private final Optional<Call> call;
  private final boolean trap;
  private final Optional<InstructionSet> isa;
  private final Optional<ExecutionState> callerState;
  private final Optional<ExecutionState> stateInClass;
  private final Optional<ExecutionState> stateInVector;
  private final Optional<Integer> immediateInSyndrome;
  private final Optional<CallInstruction> instruction;
  private final OptionalInt executedImmediate;
  private final OptionalInt size;
  private final NatureAnswers[] judgements = new NatureAnswers[1 + ExecutionState.values().length];

  /** The nature of an exception that was taken, of the call that was executed just before it. */
  Nature(TraceEvent.Entry e, Optional<TraceEvent.Call> called) {
    this(
        Optional.of(e),
        called,
        e.exception().orElseGet(() -> DerivedException.of(e, called)),
        e.fromEl().or(() -> called.flatMap(TraceEvent.Call::el)),
        e.toEl(),
        e.printedClass(),
        e.syndrome(),
        e.mixed());
  }

  /** The nature of an exception that was answered inside the machine. */
  Nature(TraceEvent.Handled h) {
    this(
        Optional.empty(),
        Optional.empty(),
        h.exception().orElse(ExceptionKind.OTHER),
        h.fromEl(),
        h.toEl(),
        h.printedClass(),
        h.syndrome(),
        h.mixed());
  }

  private Nature(
      Optional<TraceEvent.Entry> entry,
      Optional<TraceEvent.Call> called,
      ExceptionKind exception,
      Optional<ExceptionLevel> from,
      Optional<ExceptionLevel> to,
      OptionalInt printedClass,
      OptionalLong syndrome,
      boolean mixed) {
    this.entry = entry;
    this.called = called;
    this.exception = exception;
    this.from = from;
    this.to = to;
    this.printedClass = printedClass;
    this.syndrome = syndrome;
    this.mixed = mixed;
    exceptionClass = syndrome.isPresent() ? SyndromeLayout.exceptionClass(esr()) : Optional.empty();
    trappedCall = findTrappedCall();
    call = exception.call().or(() -> trappedCall);
    trap = exception.call().isEmpty() && trappedCall.isPresent();
    isa =
        called
            .flatMap(TraceEvent.Call::isa)
            .or(
                () ->
                    spsr().isPresent()
                        ? Optional.of(new SavedState(spsr().getAsLong()).instructionSet())
                        : Optional.empty());
    callerState = isa.map(InstructionSet::executionState);
    stateInClass = findStateInClass();
    stateInVector = findStateInVector();
    immediateInSyndrome =
        exceptionClass
            .filter(ec -> ec.call().isPresent() && ec != ExceptionClass.SMC32)
            .map(ec -> SyndromeLayout.IMM16.extract(esr()));
    instruction = called.flatMap(Executed::instruction);
    executedImmediate = called.map(Executed::immediate).orElse(OptionalInt.empty());
    size = called.map(Executed::size).orElse(OptionalInt.empty());
  }

  /** Whether an exception and its call are of this nature. */
  boolean isOf(TraceEvent.Entry other, Optional<TraceEvent.Call> itsCall) {
    TraceEvent.Entry own = entry.orElseThrow();
    return Objects.equals(own.syndrome(), other.syndrome())
        && Objects.equals(own.spsr(), other.spsr())
        && Objects.equals(own.fromEl(), other.fromEl())
        && Objects.equals(own.toEl(), other.toEl())
        && Objects.equals(own.toState(), other.toState())
        && Objects.equals(own.exception(), other.exception())
        && Objects.equals(own.printedClass(), other.printedClass())
        && Objects.equals(own.vector(), other.vector())
        && Objects.equals(own.enteredEl(), other.enteredEl())
        && Objects.equals(own.pstate(), other.pstate())
        && own.mixed() == other.mixed()
        && own.elr().isPresent() == other.elr().isPresent()
        && called.isPresent() == itsCall.isPresent()
        && (called.isEmpty() || isOf(other, itsCall.get()));
  }

  private boolean isOf(TraceEvent.Entry other, TraceEvent.Call itsCall) {
    TraceEvent.Call own = called.orElseThrow();
    return Objects.equals(own.insn(), itsCall.insn())
        && Objects.equals(own.isa(), itsCall.isa())
        && Objects.equals(own.el(), itsCall.el())
        && Objects.equals(own.word(), itsCall.word())
        && Objects.equals(own.executed(), itsCall.executed())
        && Objects.equals(own.imm(), itsCall.imm())
        && own.pc().isPresent() == itsCall.pc().isPresent()
        && isOnTheCall(entry.orElseThrow(), own) == isOnTheCall(other, itsCall)
        && isSameState(own.regs(), itsCall.regs());
  }

  private static boolean isOnTheCall(TraceEvent.Entry entry, TraceEvent.Call call) {
    return entry.elr().isPresent() && call.pc().equals(entry.elr());
  }

  private static boolean isSameState(Map<String, Long> own, Map<String, Long> other) {
    if (hasNoState(own) && hasNoState(other)) {
      return true;
    }
    for (String register : OF_STATE) {
      if (!Objects.equals(own.get(register), other.get(register))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasNoState(Map<String, Long> registers) {
    return registers.isEmpty()
        || registers instanceof RegisterValues values && values.areAllNumbered();
  }

  /** A number that follows from some of what makes the nature. */
  static int hash(TraceEvent.Entry entry, Optional<TraceEvent.Call> called) {
    int hash = (int) entry.syndrome().orElse(1) * 31 + (int) entry.spsr().orElse(1);
    if (called.isPresent()) {
      TraceEvent.Call call = called.get();
      hash = hash * 31 + call.insn().map(Call::ordinal).orElse(-1) + call.imm().orElse(0);
      hash += call.word().isPresent() ? call.word().get().bits() : 0;
    }
    return hash;
  }

  /** What the checks said of an exception of the nature, where it returns to that state. */
  Optional<NatureAnswers> judgement(Optional<ExecutionState> caller) {
    return Optional.ofNullable(judgements[place(caller)]);
  }

  void judged(Optional<ExecutionState> caller, NatureAnswers judgement) {
    judgements[place(caller)] = judgement;
  }

  private static int place(Optional<ExecutionState> caller) {
    return caller.isEmpty() ? 0 : 1 + caller.get().ordinal();
  }

  private Optional<Call> findTrappedCall() {
    Call trapped =
        switch (exception) {
          case HYP_TRAP -> Call.SMC;
          case UNDEFINED_INSTRUCTION -> Call.SVC;
          default -> Call.HVC;
        };
    return exceptionClass
        .flatMap(ExceptionClass::call)
        .filter(one -> one == trapped)
        .filter(one -> one != Call.HVC);
  }

  private Optional<ExecutionState> findStateInClass() {
    return exceptionClass.flatMap(
        ec ->
            ec.call()
                .map(
                    reported ->
                        ec == ExceptionClass.of(reported, ExecutionState.AARCH32)
                            ? ExecutionState.AARCH32
                            : ExecutionState.AARCH64));
  }

  private Optional<ExecutionState> findStateInVector() {
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

  boolean isToAarch32() {
    return entry
        .flatMap(TraceEvent.Entry::toState)
        .filter(state -> state == ExecutionState.AARCH32)
        .isPresent();
  }

  boolean targetHasSyndrome() {
    return entry.isEmpty()
        || entry.get().toState().filter(state -> state == ExecutionState.AARCH64).isPresent()
        || to.filter(level -> level == ExceptionLevel.EL2).isPresent();
  }

  int esr() {
    return (int) syndrome.orElse(0);
  }

  OptionalLong vector() {
    return entry.map(TraceEvent.Entry::vector).orElse(OptionalLong.empty());
  }

  OptionalLong spsr() {
    return entry.map(TraceEvent.Entry::spsr).orElse(OptionalLong.empty());
  }

  ExceptionKind exception() {
    return exception;
  }

  Optional<ExceptionLevel> from() {
    return from;
  }

  Optional<ExceptionLevel> to() {
    return to;
  }

  OptionalInt printedClass() {
    return printedClass;
  }

  OptionalLong syndrome() {
    return syndrome;
  }

  boolean mixed() {
    return mixed;
  }

  Optional<ExceptionClass> exceptionClass() {
    return exceptionClass;
  }

  Optional<Call> trappedCall() {
    return trappedCall;
  }

  Optional<Call> call() {
    return call;
  }

  boolean isTrap() {
    return trap;
  }

  Optional<InstructionSet> isa() {
    return isa;
  }

  Optional<ExecutionState> callerState() {
    return callerState;
  }

  Optional<ExecutionState> stateInClass() {
    return stateInClass;
  }

  Optional<ExecutionState> stateInVector() {
    return stateInVector;
  }

  Optional<Integer> immediateInSyndrome() {
    return immediateInSyndrome;
  }

  Optional<CallInstruction> instruction() {
    return instruction;
  }

  OptionalInt executedImmediate() {
    return executedImmediate;
  }

  OptionalInt size() {
    return size;
  }
}
