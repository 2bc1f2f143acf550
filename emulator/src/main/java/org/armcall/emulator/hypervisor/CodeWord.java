// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.List;
import java.util.Optional;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/** What the bytes that a handler read say about the call. */
final class CodeWord {
  private static final int HALFWORD_BITS = 16;

  private CodeWord() {}

  /**
   * The immediate, or a contradiction.
   *
   * @param parts the word, or one or two halfwords
   * @param size of the first part in bytes
   * @param place where they were read, for the provenance
   * @param conditionCounts whether a call that failed its condition is a contradiction
   */
  static ImmediateRead decode(
      HandlerContext context,
      ReportedCall call,
      GuestMemory how,
      List<Word> parts,
      int size,
      String place,
      boolean conditionCounts) {
    InstructionWord word = word(context, call, how, parts, size);
    if (how.check() == GuestMemory.Check.NOTHING) {
      return unchecked(word, call, place);
    }
    Optional<CallInstruction> decoded = Encodings.decode(word);
    // IMM-CONTRADICTED: what was read must be able to have caused this exception.
    if (decoded.isEmpty()) {
      return new ImmediateRead.Contradicted("no call: " + word.text(), call.text());
    }
    CallInstruction found = decoded.get();
    if (found.call() != call.call() || found.size() != call.size()) {
      return new ImmediateRead.Contradicted(found.text(), call.text());
    }
    Condition condition = found.encodedCondition().orElse(Condition.AL);
    if (conditionCounts
        && call.call() == Call.SMC
        && !condition.holds(CallCondition.flags(context))) {
      return new ImmediateRead.Contradicted(
          found.text(), "a condition that holds for the caller's flags");
    }
    return new ImmediateRead.Recovered(immediate(found, how), place, remark(found));
  }

  /** The bits where the immediate of that call would be, whatever the rest is. */
  private static ImmediateRead unchecked(InstructionWord word, ReportedCall call, String place) {
    Encoding row = Encodings.of(call.call(), call.isa());
    return row.decode((word.bits() & ~row.fixedMask()) | row.fixedBits())
        .<ImmediateRead>map(found -> new ImmediateRead.Recovered(found.immediate(), place))
        .orElse(new ImmediateRead.Contradicted("no call: " + word.text(), call.text()));
  }

  private static InstructionWord word(
      HandlerContext context, ReportedCall call, GuestMemory how, List<Word> parts, int size) {
    int first = Reliable.number(context, parts.get(0), "the instruction that was read");
    if (parts.size() == 1) {
      return new InstructionWord(call.isa(), size, first);
    }
    int second = Reliable.number(context, parts.get(1), "the instruction that was read");
    // IMM-HALFWORD-ORDER
    boolean inOrder = how.halfwords() == GuestMemory.Halfwords.IN_ORDER;
    int high = inOrder ? first : second;
    int low = inOrder ? second : first;
    return InstructionWord.of(InstructionSet.T32, high << HALFWORD_BITS | low);
  }

  /** IMM-UNPREDICTABLE-ENCODING: bits that should be zero are no part of the immediate. */
  private static Immediate immediate(CallInstruction found, GuestMemory how) {
    if (how.encoding() == GuestMemory.Encodings.AS_HVC && found.setsShouldBeZero()) {
      Immediate field = found.immediate();
      return new Immediate(
          (found.shouldBeZero() << field.width() | field.value()) & 0xffff, HALFWORD_BITS);
    }
    return found.immediate();
  }

  private static Optional<String> remark(CallInstruction found) {
    if (found.setsShouldBeZero()) {
      return Optional.of("the encoding is UNPREDICTABLE: bits that should be zero are not");
    }
    boolean conditionalHvc =
        found.call() == Call.HVC
            && found.encodedCondition().filter(Condition::isConditional).isPresent();
    return conditionalHvc
        ? Optional.of("the encoding is UNPREDICTABLE: HVC has a condition")
        : Optional.empty();
  }
}
