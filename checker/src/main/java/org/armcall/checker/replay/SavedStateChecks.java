// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * The rules about SPSR: it gives the caller of a call back as it was, but for what the call has
 * moved on. A trap and an UNDEFINED have moved nothing on.
 *
 * <p>RET-RESUME: level, mode, execution state, instruction set and flags are the caller's, for with
 * others a handler that returns resumes somebody else. RET-IT-ADVANCE, RET-SS-ADVANCE and RET-BTYPE
 * say what the rest may be (DDI 0487 D1.3.1, G1.10; pseudocode GetPSRFromPSTATE).
 */
final class SavedStateChecks {
  private final Answers answers;

  SavedStateChecks(Answers answers) {
    this.answers = answers;
  }

  /** Checks the exception of a call that the trace shows. */
  void check(Observed o) {
    answer(o, (rule, answer) -> record(rule, o, answer));
  }

  /** Whether nothing that the trace shows of the caller contradicts SPSR. */
  static boolean isCredible(Observed o) {
    boolean[] credible = {true};
    answer(o, (rule, answer) -> credible[0] &= !answer.isViolation());
    return credible[0];
  }

  private static void answer(Observed o, BiConsumer<Rule, Answer> found) {
    if (o.called().isEmpty() || !isOfTheCall(o)) {
      return;
    }
    Optional<SavedState> before = SavedState.of(o.called().get().regs());
    Optional<ExecutionState> caller =
        o.called()
            .flatMap(TraceEvent.Call::isa)
            .map(InstructionSet::executionState)
            .or(() -> before.map(SavedState::executionState));
    boolean is32 = caller.equals(Optional.of(ExecutionState.AARCH32));
    boolean is64 = caller.equals(Optional.of(ExecutionState.AARCH64));
    if (o.spsr().isEmpty() || o.mixed()) {
      Answer unknown = Answer.unknown(o.mixed() ? Unknown.MIXED : Unknown.SAVED_STATE_NOT_RECORDED);
      found.accept(Rule.RET_RESUME, unknown);
      if (is32) {
        found.accept(Rule.RET_IT_ADVANCE, unknown);
      }
      if (!o.isToAarch32()) {
        found.accept(Rule.RET_SS_ADVANCE, unknown);
      }
      return;
    }
    SavedState saved = new SavedState(o.spsr().getAsLong());
    found.accept(Rule.RET_RESUME, same(o, saved));
    boolean others =
        caller.filter(state -> state != saved.executionState()).isPresent()
            || before.filter(s -> s.executionState() != saved.executionState()).isPresent();
    if (others) {
      // What the other execution state keeps in these places is something else.
      return;
    }
    if (is32) {
      found.accept(Rule.RET_IT_ADVANCE, it(o, before, saved));
    }
    if (!o.isToAarch32()) {
      // An AArch32 SPSR has no SS.
      found.accept(Rule.RET_SS_ADVANCE, step(o, before, saved));
    }
    if (is64 && saved.branchType() != 0 || before.filter(s -> s.branchType() != 0).isPresent()) {
      found.accept(Rule.RET_BTYPE, branchType(before, saved));
    }
  }

  /** Whether the call, its trap or its being UNDEFINED is what was taken. */
  private static boolean isOfTheCall(Observed o) {
    boolean onTheCall = o.elr().isPresent() && o.called().get().pc().equals(o.elr());
    return o.call().isPresent()
        || o.exception() == ExceptionKind.UNDEFINED_INSTRUCTION && onTheCall;
  }

  private static boolean isTaken(Observed o) {
    return o.exception().call().isPresent();
  }

  /** RET-RESUME: what no exception changes. */
  private static Answer same(Observed o, SavedState saved) {
    TraceEvent.Call call = o.called().orElseThrow();
    Optional<SavedState> before = SavedState.of(call.regs());
    if (call.isa().isPresent() && saved.instructionSet() != call.isa().get()) {
      return Answer.violated("SPSR of the caller: it runs " + call.isa().get(), seen(saved));
    }
    if (isNested(o, saved)) {
      return Answer.unknown(Unknown.NESTED_LEVEL);
    }
    Optional<ExceptionLevel> level =
        call.el().or(() -> before.isPresent() ? Optional.empty() : o.from());
    if (level.isPresent() && !saved.mayBeAt(level.get())) {
      return Answer.violated("SPSR of the caller: it runs at " + level.get(), seen(saved));
    }
    return before
        .map(
            state ->
                Answer.of(
                    state.unchanging() == saved.unchanging(),
                    () -> "SPSR of the caller: " + state.text(),
                    () -> seen(saved)))
        .orElse(Answer.unknown(Unknown.SAVED_STATE_NOT_RECORDED));
  }

  private static String seen(SavedState saved) {
    return "SPSR " + ReturnChecks.hex(saved.bits()) + ": " + saved.text();
  }

  /**
   * Whether the level may be a disguise: with HCR_EL2.NV=1 and NV1=0 an exception from EL1 to EL1
   * saves EL2 (DDI 0487 D24.2, HCR_EL2.NV).
   */
  private static boolean isNested(Observed o, SavedState saved) {
    return o.from().equals(Optional.of(ExceptionLevel.EL1))
        && o.to().equals(Optional.of(ExceptionLevel.EL1))
        && !saved.isAarch32()
        && saved.mayBeAt(ExceptionLevel.EL2)
        && KnownState.of(o.called()).mayBeSet(Control.HCR_NV);
  }

  /** RET-IT-ADVANCE: a call of four bytes in the middle of a block may have ended the block. */
  private static Answer it(Observed o, Optional<SavedState> before, SavedState saved) {
    if (before.isEmpty()) {
      return Answer.unknown(Unknown.SAVED_STATE_NOT_RECORDED);
    }
    int expected = isTaken(o) ? before.get().advancedItBits() : before.get().itBits();
    boolean narrow = o.nature().instruction().filter(call -> call.size() == 2).isPresent();
    boolean ended = isTaken(o) && !narrow && saved.itBits() == 0;
    return Answer.of(
        saved.itBits() == expected || ended,
        () ->
            "SPSR.IT "
                + DecisionChecks.hex(expected)
                + (isTaken(o) ? ", moved on by one" : ", kept"),
        () -> "SPSR.IT " + DecisionChecks.hex(saved.itBits()));
  }

  /** RET-SS-ADVANCE. */
  private static Answer step(Observed o, Optional<SavedState> before, SavedState saved) {
    if (isTaken(o)) {
      return Answer.of(!saved.singleStep(), "SPSR.SS 0: the step has been made", "SPSR.SS 1");
    }
    if (before.isEmpty()) {
      return Answer.unknown(Unknown.SAVED_STATE_NOT_RECORDED);
    }
    if (before.get().singleStep() && !saved.singleStep() && saved.keepsTiming()) {
      // Bit 21 of CPSR may have been DIT, which such an SPSR has in bit 24.
      return Answer.unknown(Unknown.SAVED_STATE_NOT_RECORDED);
    }
    int expected = before.get().singleStep() ? 1 : 0;
    return Answer.of(
        before.get().singleStep() == saved.singleStep(),
        () -> "SPSR.SS " + expected + ": no step has been made",
        () -> "SPSR.SS " + (1 - expected));
  }

  /** RET-BTYPE. */
  private static Answer branchType(Optional<SavedState> before, SavedState saved) {
    return before
        .map(
            state ->
                Answer.of(
                    saved.branchType() == 0 || saved.branchType() == state.branchType(),
                    () -> "SPSR.BTYPE " + state.branchType() + " or 0",
                    () -> "SPSR.BTYPE " + saved.branchType()))
        .orElse(Answer.unknown(Unknown.SAVED_STATE_NOT_RECORDED));
  }

  private void record(Rule rule, Observed o, Answer answer) {
    List<SourceLine> evidence = new ArrayList<>(o.called().get().source());
    evidence.addAll(o.event().source());
    answers.record(rule, o.event(), answer, evidence);
  }
}
