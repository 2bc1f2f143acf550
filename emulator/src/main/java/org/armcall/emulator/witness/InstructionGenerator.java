// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.List;
import java.util.Optional;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;

/** Random calls: immediates at the edges of their fields and those that are in use in the field. */
final class InstructionGenerator {
  private static final List<Call> CALLS =
      List.of(
          Call.SMC, Call.SMC, Call.SMC, Call.SMC, Call.HVC, Call.HVC, Call.HVC, Call.SVC, Call.SVC);
  private static final List<Integer> EDGES =
      List.of(
          0, 1, 2, 15, 16, 0xea1, 0xfff, 0x1000, 0x4a48, 0x8000, 0xff00, 0xffff, 0x1_0000,
          0xff_ffff);

  private final Dice dice;

  InstructionGenerator(Dice dice) {
    this.dice = dice;
  }

  CallInstruction in(InstructionSet isa) {
    Call call = dice.oneOf(CALLS);
    Encoding row = Encodings.of(call, isa);
    int number = dice.number(row.immediateWidth(), EDGES);
    Optional<Condition> condition =
        row.isConditional() ? Optional.of(condition()) : Optional.empty();
    boolean narrowSmc = call == Call.SMC && isa != InstructionSet.A64;
    int shouldBeZero = narrowSmc && dice.percent(5) ? 1 + dice.below(0xfff) : 0;
    return new CallInstruction(
        call,
        isa,
        row.size(),
        new Immediate(number, row.immediateWidth()),
        condition,
        shouldBeZero);
  }

  private Condition condition() {
    return dice.percent(50) ? Condition.AL : Condition.of(dice.below(15));
  }
}
