// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Locale;
import java.util.Optional;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.DecisionResult;
import org.armcall.traces.event.TraceEvent;

/** The rules about reading an instruction from memory and what a handler makes of it. */
final class CodeChecks {
  /** The smallest page of either stage: two translations may begin to differ there. */
  private static final int PAGE = 4096;

  private static final String UNPREDICTABLE = "UNPREDICTABLE";

  private final Tally tally;

  CodeChecks(Tally tally) {
    this.tally = tally;
  }

  /** IMM-PAGE-STRADDLE, of one read. */
  static Optional<Answer> straddle(Handling handling, TraceEvent.Fetch fetch) {
    long at = fetch.va().orElseGet(() -> fetch.pa().orElseThrow());
    long offset = at & PAGE - 1;
    if (offset + fetch.bytes().length() > PAGE) {
      return Optional.of(
          Answer.violated(
              "one read for each page: each has a translation of its own",
              fetch.bytes().length() + " bytes in one read at 0x" + Long.toHexString(at)));
    }
    boolean inT32 = handling.isa().filter(isa -> isa == InstructionSet.T32).isPresent();
    boolean half = offset + fetch.bytes().length() == PAGE && offset == PAGE - 2;
    return inT32 && half ? Optional.of(Answer.holds()) : Optional.empty();
  }

  /** Checks a decision that goes by what was read. */
  void check(Handling handling, TraceEvent.Decision decision) {
    Optional<CodeRead> read = CodeRead.of(handling);
    Observed entry = handling.entry();
    if (read.isEmpty() || entry.call().isEmpty()) {
      record(Rule.IMM_CONTRADICTED, handling, decision, Answer.unknown(Unknown.READ_NOT_RECORDED));
      return;
    }
    if (read.get().changed()) {
      // Which of the reads the handler goes by is its own affair.
      record(
          Rule.IMM_CONTRADICTED,
          handling,
          decision,
          decision.result() == DecisionResult.CONTRADICTED
              ? Answer.holds()
              : Answer.unknown(Unknown.READ_NOT_RECORDED));
      return;
    }
    boolean suits = read.get().mayHaveCaused(entry);
    if (decision.result() == DecisionResult.RECOVERED) {
      record(
          Rule.IMM_CONTRADICTED,
          handling,
          decision,
          Answer.of(
              suits,
              "the answer 'contradicted': what was read is not the " + entry.call().get(),
              "an immediate from " + read.get().word().text()));
    } else if (!suits) {
      record(Rule.IMM_CONTRADICTED, handling, decision, Answer.holds());
    }
    if (suits) {
      CallInstruction call = read.get().call().orElseThrow();
      order(handling, decision, read.get(), call);
      unpredictable(handling, decision, call);
    }
  }

  private void order(
      Handling handling, TraceEvent.Decision decision, CodeRead read, CallInstruction call) {
    if (decision.result() == DecisionResult.CONTRADICTED) {
      record(
          read.isTwoHalfwords() ? Rule.IMM_HALFWORD_ORDER : Rule.IMM_LITTLE_ENDIAN,
          handling,
          decision,
          Answer.violated(
              "the call that was read: " + call.text(),
              "contradicted" + decision.reason().map(reason -> ": " + reason).orElse("")));
      return;
    }
    if (decision.imm().isEmpty()) {
      return;
    }
    int decided = decision.imm().getAsInt();
    boolean right = decided == call.immediate().value();
    Call kind = call.call();
    boolean swappedHalves = !right && read.inWrongHalfwordOrder(kind).equals(Optional.of(decided));
    boolean swappedBytes =
        !right && !swappedHalves && read.inBigEndian(kind).equals(Optional.of(decided));
    if (right || swappedBytes) {
      record(
          Rule.IMM_LITTLE_ENDIAN,
          handling,
          decision,
          Answer.of(right, expected(call, read), "its bytes swapped: " + hex(decided)));
    }
    if (read.isTwoHalfwords() && (right || swappedHalves)) {
      record(
          Rule.IMM_HALFWORD_ORDER,
          handling,
          decision,
          Answer.of(right, expected(call, read), "its halfwords swapped: " + hex(decided)));
    }
  }

  private static String expected(CallInstruction call, CodeRead read) {
    return "immediate " + hex(call.immediate().value()) + " of " + read.word().text();
  }

  /** IMM-UNPREDICTABLE-ENCODING. */
  private void unpredictable(
      Handling handling, TraceEvent.Decision decision, CallInstruction call) {
    boolean conditionalHvc =
        call.call() == Call.HVC
            && call.encodedCondition().filter(Condition::isConditional).isPresent();
    if (!call.setsShouldBeZero() && !conditionalHvc) {
      return;
    }
    boolean fromField =
        decision.imm().isPresent() && decision.imm().getAsInt() == call.immediate().value();
    boolean said =
        decision
            .reason()
            .filter(reason -> reason.toUpperCase(Locale.ROOT).contains(UNPREDICTABLE))
            .isPresent();
    record(
        Rule.IMM_UNPREDICTABLE_ENCODING,
        handling,
        decision,
        Answer.of(
            fromField && said,
            "immediate "
                + hex(call.immediate().value())
                + " of its field, and that the encoding is UNPREDICTABLE",
            (decision.imm().isPresent()
                    ? "immediate " + hex(decision.imm().getAsInt())
                    : decision.result().text())
                + (said ? "" : ", and no word of it")));
  }

  private void record(Rule rule, Handling handling, TraceEvent.Decision decision, Answer answer) {
    tally.record(rule, decision, answer, handling.evidence(decision));
  }

  private static String hex(int value) {
    return DecisionChecks.hex(value);
  }
}
