// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.DecisionResult;
import org.armcall.traces.event.TraceEvent;

/** The rules about what a handler may go by when it decides about a call. */
final class DecisionChecks {
  private static final String SYNDROME = "syndrome";
  private static final String FETCH = "fetch";

  private final Tally tally;
  private final CodeChecks code;
  private final ConditionChecks condition;

  DecisionChecks(Tally tally) {
    this.tally = tally;
    code = new CodeChecks(tally);
    condition = new ConditionChecks(tally);
  }

  /**
   * Checks a decision.
   *
   * @param seesReliance whether the recorder reports every reliance
   */
  void check(Handling handling, TraceEvent.Decision decision, boolean seesReliance) {
    executedOnly(handling, decision);
    noGuess(handling, decision);
    if (!handling.hasRelied()) {
      // A reliance has been answered where it was seen.
      record(
          Rule.IMM_RELIANCE,
          handling,
          decision,
          seesReliance ? Answer.holds() : Answer.unknown(Unknown.RELIANCE_NOT_OBSERVED));
    }
    condition.check(handling, decision);
    boolean fromCode =
        decision.result() == DecisionResult.RECOVERED && isFrom(FETCH, decision)
            || decision.result() == DecisionResult.CONTRADICTED;
    if (fromCode && !handling.reads().isEmpty()) {
      code.check(handling, decision);
    }
  }

  private static boolean isFrom(String source, TraceEvent.Decision decision) {
    return decision.provenance().filter(text -> firstWord(text).equals(source)).isPresent();
  }

  private static String firstWord(String text) {
    String trimmed = text.strip();
    int end = 0;
    while (end < trimmed.length() && Character.isLetter(trimmed.charAt(end))) {
      end++;
    }
    return trimmed.substring(0, end);
  }

  private void executedOnly(Handling handling, TraceEvent.Decision decision) {
    record(Rule.IMM_EXECUTED_ONLY, handling, decision, executedAnswer(handling, decision));
  }

  private static Answer executedAnswer(Handling handling, TraceEvent.Decision decision) {
    if (decision.imm().isEmpty()) {
      return decision.result() == DecisionResult.RECOVERED
          ? Answer.unknown(Unknown.IMMEDIATE_NOT_LOGGED)
          : Answer.holds();
    }
    OptionalInt executed = handling.executed();
    if (executed.isEmpty()) {
      return Answer.unknown(Unknown.CALL_NOT_RECORDED);
    }
    boolean shortened = isFrom(SYNDROME, decision);
    int expected = shortened ? executed.getAsInt() & 0xffff : executed.getAsInt();
    return Answer.of(
        decision.imm().getAsInt() == expected,
        "the executed immediate, " + hex(expected),
        decision.policy() + " went by " + hex(decision.imm().getAsInt()));
  }

  private void noGuess(Handling handling, TraceEvent.Decision decision) {
    if (decision.result() == DecisionResult.IGNORED) {
      return;
    }
    Answer answer =
        decision.result() == DecisionResult.RECOVERED
            ? sourceAnswer(handling, decision)
            : noneAnswer(decision);
    record(Rule.IMM_NO_GUESS, handling, decision, answer);
  }

  private static Answer noneAnswer(TraceEvent.Decision decision) {
    if (decision.imm().isPresent()) {
      return Answer.violated(
          "no immediate with the answer '" + decision.result().text() + "'",
          "immediate " + hex(decision.imm().getAsInt()));
    }
    return Answer.of(
        decision.reason().filter(reason -> !reason.isBlank()).isPresent(),
        "a reason with the answer '" + decision.result().text() + "'",
        "no reason");
  }

  private static Answer sourceAnswer(Handling handling, TraceEvent.Decision decision) {
    if (isFrom(SYNDROME, decision)) {
      return syndromeAnswer(handling.entry(), decision);
    }
    if (isFrom(FETCH, decision)) {
      if (handling.reads().isEmpty()) {
        return Answer.violated("a read of the code before the decision", "none in the trace");
      }
      return fetchAnswer(handling, decision);
    }
    return Answer.violated(
        "an immediate from the syndrome or from the code that was read",
        decision.provenance().map(text -> "one from '" + text + "'").orElse("one from nowhere"));
  }

  private static Answer syndromeAnswer(Observed entry, TraceEvent.Decision decision) {
    if (entry.syndrome().isEmpty()) {
      return entry.isToAarch32() && !entry.targetHasSyndrome()
          ? Answer.violated("another source: the level has no syndrome register", "the syndrome")
          : Answer.unknown(Unknown.SYNDROME_NOT_LOGGED);
    }
    Optional<ExceptionClass> holding =
        entry.exceptionClass().filter(ec -> ec.call().isPresent() && ec != ExceptionClass.SMC32);
    if (holding.isEmpty()) {
      return Answer.violated(
          "another source: a syndrome of this class does not hold the immediate",
          "an immediate from syndrome " + hex(entry.esr()));
    }
    int held = SyndromeLayout.IMM16.extract(entry.esr());
    return decision.imm().isEmpty()
        ? Answer.unknown(Unknown.IMMEDIATE_NOT_LOGGED)
        : Answer.of(
            decision.imm().getAsInt() == held,
            "the immediate that the syndrome holds, " + hex(held),
            "immediate " + hex(decision.imm().getAsInt()));
  }

  /**
   * Whether the immediate is in what was read, in whatever order of its bytes: which order is right
   * is IMM-LITTLE-ENDIAN and IMM-HALFWORD-ORDER. An SMC has nothing of its immediate where the
   * wrong order looks for it: what stands there is no source.
   */
  private static Answer fetchAnswer(Handling handling, TraceEvent.Decision decision) {
    Optional<CodeRead> read = CodeRead.of(handling);
    Optional<Call> call = handling.entry().call();
    if (read.isEmpty() || call.isEmpty() || decision.imm().isEmpty() || read.get().changed()) {
      return Answer.unknown(Unknown.READ_NOT_RECORDED);
    }
    Optional<Integer> right = read.get().call().map(c -> c.immediate().value());
    if (right.isEmpty()) {
      // IMM-CONTRADICTED says what is wrong.
      return Answer.holds();
    }
    Optional<Integer> decided = Optional.of(decision.imm().getAsInt());
    boolean inIt =
        decided.equals(right)
            || decided.equals(read.get().inBigEndian(call.get()))
            || decided.equals(read.get().inWrongHalfwordOrder(call.get()));
    return Answer.of(
        inIt,
        "the immediate of the code that was read, " + hex(right.get()),
        "immediate " + hex(decided.get()));
  }

  private void record(Rule rule, Handling handling, TraceEvent.Decision decision, Answer answer) {
    tally.record(rule, decision, answer, handling.evidence(decision));
  }

  static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }
}
