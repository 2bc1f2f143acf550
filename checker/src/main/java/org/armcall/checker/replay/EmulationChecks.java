// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.Dispatch;
import org.armcall.traces.event.TraceEvent;

/** RET-EMULATED: who answers a trapped SMC moves its caller on as the instruction would have. */
final class EmulationChecks {
  private static final long SMC_SIZE = 4;

  private final Tally tally;

  EmulationChecks(Tally tally) {
    this.tally = tally;
  }

  /** Checks the return of a handler that has answered a trapped call. */
  void check(Handling handling, TraceEvent.Return back) {
    Observed entry = handling.entry();
    boolean answered =
        handling
            .decision()
            .flatMap(TraceEvent.Decision::dispatch)
            .filter(dispatch -> dispatch != Dispatch.REFUSED)
            .isPresent();
    if (answered && entry.isTrap() && entry.elr().isPresent()) {
      tally.record(Rule.RET_EMULATED, back, answer(entry, back), handling.evidence(back));
    }
  }

  private static Answer answer(Observed entry, TraceEvent.Return back) {
    long elr = entry.elr().getAsLong();
    boolean aarch32 =
        entry.callerState().or(entry::stateInClass).map(EmulationChecks::is32).orElse(false);
    long behind = aarch32 ? elr + SMC_SIZE & 0xffffffffL : elr + SMC_SIZE;
    boolean elsewhere =
        back.toEl().isPresent() && entry.from().isPresent() && !back.toEl().equals(entry.from());
    if (elsewhere || Math.abs(back.pc() - elr) > 2 * SMC_SIZE && back.pc() != behind) {
      return Answer.unknown(Unknown.RESUMED_ELSEWHERE);
    }
    if (back.pc() != behind) {
      return Answer.violated(
          "the caller resumed at " + hex(behind) + ", behind the trapped call",
          "resumed at " + hex(back.pc()) + (back.pc() == elr ? ", the call itself" : ""));
    }
    Optional<SavedState> after = SavedState.of(back.regs());
    if (after.isEmpty() || entry.spsr().isEmpty()) {
      return Answer.holds();
    }
    if (!SavedStateChecks.isCredible(entry)) {
      return Answer.unknown(Unknown.SPSR_NOT_CREDIBLE);
    }
    return state(new SavedState(entry.spsr().getAsLong()), after.get());
  }

  private static boolean is32(ExecutionState state) {
    return state == ExecutionState.AARCH32;
  }

  private static Answer state(SavedState before, SavedState after) {
    int expected = before.advancedItBits();
    if (expected != after.itBits()) {
      return Answer.violated(
          "PSTATE.IT " + DecisionChecks.hex(expected) + ", moved on by one",
          "PSTATE.IT " + DecisionChecks.hex(after.itBits()));
    }
    if (after.branchType() != 0) {
      return Answer.violated("PSTATE.BTYPE 0", "PSTATE.BTYPE " + after.branchType());
    }
    return Answer.of(!after.singleStep(), "PSTATE.SS 0: the step has been made", "PSTATE.SS 1");
  }

  private static String hex(long value) {
    return ReturnChecks.hex(value);
  }
}
