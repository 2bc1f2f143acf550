// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/**
 * The rules about encodings: the word of a call is that of its instruction, and its immediate that
 * of the word. Which rule it is follows from the instruction and the instruction set: ENC-SVC-A32,
 * ENC-HVC-A32, ENC-SMC-A32, ENC-SVC-T16, ENC-HVC-T32, ENC-SMC-T32, ENC-SVC-A64, ENC-HVC-A64 or
 * ENC-SMC-A64.
 */
final class EncodingChecks {
  private static final int PLACES = 64;

  /** A call that says of its instruction what its word says. */
  private record Right(
      Call insn,
      Optional<InstructionSet> isa,
      Optional<InstructionWord> word,
      Optional<InstructionWord> executed,
      OptionalInt immediate,
      Rule rule) {
    static int place(TraceEvent.Call call) {
      int bits = call.word().or(call::executed).map(InstructionWord::bits).orElse(0);
      return (bits ^ bits >>> 5 ^ bits >>> 16) & PLACES - 1;
    }

    boolean is(TraceEvent.Call call) {
      return Optional.of(insn).equals(call.insn())
          && isa.equals(call.isa())
          && word.equals(call.word())
          && executed.equals(call.executed())
          && immediate.equals(call.imm());
    }
  }

  private final Tally tally;

  /** Most calls of a trace are one of a few, and each is decoded once. */
  private final Right[] known = new Right[PLACES];

  EncodingChecks(Tally tally) {
    this.tally = tally;
  }

  /**
   * Checks a call.
   *
   * @return the call; empty where what it says of its instruction cannot be, so that nothing else
   *     is to be held against it
   */
  Optional<TraceEvent.Call> check(TraceEvent.Call call) {
    if (call.isa().isEmpty() || call.insn().isEmpty()) {
      return Optional.of(call);
    }
    Call insn = call.insn().get();
    int place = Right.place(call);
    if (known[place] != null && known[place].is(call)) {
      tally.record(known[place].rule(), 1, Answer.holds());
      return Optional.of(call);
    }
    Encoding row = Encodings.of(insn, call.isa().get());
    Optional<InstructionWord> word = call.executed().or(call::word);
    if (word.isEmpty()) {
      if (call.imm().isPresent()) {
        record(row, call, withoutWord(row, call.imm().getAsInt()));
      }
      return Optional.of(call);
    }
    Optional<CallInstruction> decoded = Encodings.decode(word.get());
    if (isNot(insn, decoded)) {
      record(row, call, another(insn, call.isa().get(), word.get(), decoded));
      return Optional.empty();
    }
    Answer answer = immediate(call.imm(), word.get(), decoded.orElseThrow());
    record(row, call, answer);
    if (!answer.isViolation()) {
      known[place] =
          new Right(insn, call.isa(), call.word(), call.executed(), call.imm(), row.rule());
    }
    return Optional.of(call);
  }

  /** Checks a call that was skipped. */
  void check(TraceEvent.Skipped skipped) {
    instruction(skipped, skipped.insn(), skipped.isa(), skipped.word());
  }

  /** Checks a call that was UNDEFINED. */
  void check(TraceEvent.Undefined undefined) {
    instruction(undefined, undefined.insn(), undefined.isa(), undefined.word());
  }

  private void instruction(
      TraceEvent event, Call insn, Optional<InstructionSet> isa, Optional<InstructionWord> word) {
    if (isa.isEmpty() || word.isEmpty()) {
      return;
    }
    Optional<CallInstruction> decoded = Encodings.decode(word.get());
    record(
        Encodings.of(insn, isa.get()),
        event,
        isNot(insn, decoded) ? another(insn, isa.get(), word.get(), decoded) : Answer.holds());
  }

  private static boolean isNot(Call insn, Optional<CallInstruction> decoded) {
    return decoded.filter(instruction -> instruction.call() == insn).isEmpty();
  }

  private static Answer another(
      Call insn, InstructionSet isa, InstructionWord word, Optional<CallInstruction> decoded) {
    return Answer.violated(
        "the word of an " + insn + " in " + isa.name(),
        word.text() + ", " + decoded.map(CallInstruction::text).orElse("no call"));
  }

  private static Answer immediate(
      OptionalInt shown, InstructionWord word, CallInstruction decoded) {
    int encoded = decoded.immediate().value();
    return Answer.of(
        shown.orElse(encoded) == encoded,
        () -> "immediate " + DecisionChecks.hex(encoded) + " of " + word.text(),
        () -> "immediate " + DecisionChecks.hex(shown.orElse(encoded)));
  }

  private static Answer withoutWord(Encoding row, int shown) {
    return shown >>> row.immediateWidth() == 0
        ? Answer.unknown(Unknown.WORD_NOT_RECORDED)
        : Answer.violated(
            "an immediate of " + row.immediateWidth() + " bits",
            "immediate " + DecisionChecks.hex(shown));
  }

  private void record(Encoding row, TraceEvent event, Answer answer) {
    tally.record(row.rule(), event, answer, event.source());
  }
}
