// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.syndrome.BitField;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;

/**
 * What a handler knows of a call before it looks for the immediate.
 *
 * @param call which instruction; at a level without a syndrome register the vector says it
 * @param isa the caller's instruction set, from SPSR
 * @param trapped whether the instruction was trapped, so that the handler has to step past it
 * @param size of the instruction in bytes, 2 or 4
 * @param syndrome the syndrome register; empty where the level has none
 */
record ReportedCall(
    Call call, InstructionSet isa, boolean trapped, int size, Optional<Word> syndrome) {

  /** HCR_EL2.TGE. */
  private static final int TGE = 27;

  /** The call that the exception reports, or nothing where it is not one. */
  static Optional<ReportedCall> of(HandlerContext context) {
    Optional<Word> syndrome = context.syndrome();
    if (syndrome.isEmpty()) {
      // The vector of Monitor mode that is used is that of SMC.
      return Optional.of(
          new ReportedCall(Call.SMC, context.interruptedIsa(), false, 4, Optional.empty()));
    }
    Word word = syndrome.get();
    for (ExceptionClass exceptionClass : ExceptionClass.values()) {
      Optional<Call> call = exceptionClass.call();
      if (call.isPresent()
          && context.decide(
              is(word, SyndromeLayout.EC, exceptionClass.code()), "the switch on EC")) {
        boolean wide = context.decide(is(word, SyndromeLayout.IL, 1), "IL");
        return Optional.of(
            new ReportedCall(
                call.get(),
                context.interruptedIsa(),
                isTrap(context, call.get()),
                wide ? 4 : 2,
                syndrome));
      }
    }
    return Optional.empty();
  }

  /** Whether the field has that value. */
  static Truth is(Word syndrome, BitField field, int value) {
    return syndrome.bits(field.high(), field.low()).sameAs(Word.of(value));
  }

  /** An SMC that reaches EL2 was trapped there, and so was an SVC unless TGE sends it. */
  private static boolean isTrap(HandlerContext context, Call call) {
    if (context.level() != ExceptionLevel.EL2) {
      return false;
    }
    return switch (call) {
      case HVC -> false;
      case SMC -> context.interruptedLevel() != ExceptionLevel.EL2;
      case SVC ->
          context.interruptedLevel() != ExceptionLevel.EL2
              && !context.decide(context.system(SystemRegister.HCR_EL2).bit(TGE), "HCR_EL2.TGE");
    };
  }

  /** The class and the instruction set in words. */
  String text() {
    return isa.text() + " " + call.mnemonic();
  }
}
