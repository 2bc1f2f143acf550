// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Platform;
import org.armcall.model.syndrome.SyndromeLayout;

/** The condition of a trapped instruction, as a handler finds it out (IMM-CONDITION). */
final class CallCondition {
  private CallCondition() {}

  /**
   * Whether the condition held. Only a trapped SMC from AArch32 on Armv8 may have failed it, and
   * then CCKNOWNPASS is 1.
   */
  static boolean holds(
      HandlerContext context, ReportedCall call, Platform platform, Returning.ConditionCheck how) {
    boolean mayHaveFailed =
        call.call() == Call.SMC
            && call.isa() != InstructionSet.A64
            && call.trapped()
            && !platform.isArmv7()
            && call.syndrome().isPresent();
    if (!mayHaveFailed) {
      return true;
    }
    Word syndrome = call.syndrome().get();
    if (!context.decide(ReportedCall.is(syndrome, SyndromeLayout.CCKNOWNPASS, 1), "CCKNOWNPASS")) {
      return true;
    }
    return reported(context, syndrome, how).holds(flags(context));
  }

  private static Condition reported(
      HandlerContext context, Word syndrome, Returning.ConditionCheck how) {
    if (how == Returning.ConditionCheck.FIELD
        || context.decide(ReportedCall.is(syndrome, SyndromeLayout.CV, 1), "CV")) {
      Word cond = syndrome.bits(SyndromeLayout.COND.high(), SyndromeLayout.COND.low());
      return condition(Reliable.number(context, cond, "COND"));
    }
    return inBlock(context);
  }

  /** The condition that SPSR.IT gives to the instruction; AL outside a block. */
  static Condition inBlock(HandlerContext context) {
    Word status = context.savedStatus();
    boolean outside =
        context.decide(status.bits(15, 10).isZero().and(status.bits(26, 25).isZero()), "SPSR.IT");
    return outside
        ? Condition.AL
        : condition(Reliable.number(context, status.bits(15, 12), "SPSR.IT[7:4]"));
  }

  /** The condition flags in SPSR. */
  static Flags flags(HandlerContext context) {
    return new Flags(Reliable.number(context, context.savedStatus().bits(31, 28), "SPSR.NZCV"));
  }

  /** 0b1111 is no condition; what carries it is executed. */
  private static Condition condition(int code) {
    return code == 15 ? Condition.AL : Condition.of(code);
  }
}
