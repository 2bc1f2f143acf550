// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.ItState;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.Dispatch;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** IMM-CONDITION: what failed its condition is no call. */
final class ConditionChecks {
  private static final String EXPECTED = "no call: its condition failed";

  private final Tally tally;

  ConditionChecks(Tally tally) {
    this.tally = tally;
  }

  /** Checks a decision about an SMC that was trapped and may have failed its condition. */
  void check(Handling handling, TraceEvent.Decision decision) {
    Observed entry = handling.entry();
    if (mayHaveFailed(entry)) {
      tally.record(
          Rule.IMM_CONDITION, decision, answer(entry, decision), handling.evidence(decision));
    }
  }

  /**
   * Whether a trapped SMC is known to have failed its condition: it was trapped before the
   * condition was tested, and is no call.
   */
  static boolean failed(Observed entry) {
    return mayHaveFailed(entry)
        && entry.spsr().isPresent()
        && SavedStateChecks.isCredible(entry)
        && condition(entry)
            .filter(c -> !c.holds(new SavedState(entry.spsr().getAsLong()).flags()))
            .isPresent();
  }

  /** Whether an SMC was trapped that may have failed its condition. */
  static boolean mayHaveFailed(Observed entry) {
    return entry.exceptionClass().filter(ec -> ec == ExceptionClass.SMC32).isPresent()
        && entry.isTrap()
        && SyndromeLayout.CCKNOWNPASS.extract(entry.esr()) == 1;
  }

  /** The condition in the syndrome or in SPSR.IT, where one is there. */
  private static Optional<Condition> condition(Observed entry) {
    int reported = SyndromeLayout.COND.extract(entry.esr());
    return SyndromeLayout.CV.extract(entry.esr()) == 1
        ? Optional.of(reported).filter(code -> code < 15).map(Condition::of)
        : new SavedState(entry.spsr().orElseThrow()).it().map(ItState::condition);
  }

  private static Answer answer(Observed entry, TraceEvent.Decision decision) {
    if (decision.dispatch().isEmpty()) {
      return Answer.unknown(Unknown.DISPATCH_NOT_RECORDED);
    }
    if (decision.dispatch().get() == Dispatch.REFUSED) {
      return Answer.holds();
    }
    OptionalLong spsr = entry.spsr();
    if (spsr.isEmpty()) {
      return Answer.unknown(Unknown.FLAGS_NOT_RECORDED);
    }
    if (!SavedStateChecks.isCredible(entry)) {
      return Answer.unknown(Unknown.SPSR_NOT_CREDIBLE);
    }
    SavedState caller = new SavedState(spsr.getAsLong());
    boolean inSyndrome = SyndromeLayout.CV.extract(entry.esr()) == 1;
    return condition(entry)
        .map(
            c ->
                Answer.of(
                    c.holds(caller.flags()),
                    EXPECTED + " (" + c + (inSyndrome ? " in the syndrome" : " in SPSR.IT") + ")",
                    "taken for a call: " + decision.dispatch().get().text()))
        .orElse(Answer.unknown(Unknown.FLAGS_NOT_RECORDED));
  }

  /** Checks a decision about a call that was skipped, and caused nothing. */
  void checkSkipped(TraceEvent.Skipped skipped, TraceEvent.Decision decision) {
    List<SourceLine> evidence = new ArrayList<>(skipped.source());
    evidence.addAll(decision.source());
    tally.record(
        Rule.IMM_CONDITION,
        decision,
        decision
            .dispatch()
            .map(
                dispatch ->
                    Answer.of(
                        dispatch == Dispatch.REFUSED,
                        EXPECTED,
                        "taken for a call: " + dispatch.text()))
            .orElse(Answer.unknown(Unknown.DISPATCH_NOT_RECORDED)),
        evidence);
  }
}
