// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.function.Function;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;

/** What A32 and T32 instructions share: PC as an operand, writes to PC, conditions. */
final class Aarch32 {
  static final int SP = 13;
  static final int LR = 14;
  static final int PC = 15;

  private static final long HYP_MODE = 0x1a;

  private Aarch32() {}

  /** The binder of a conditional A32 row, whose field {@code c} is the condition. */
  static Function<Fields, Step> a32(Function<Fields, Step> binder) {
    return fields -> {
      Condition condition = Condition.of(fields.get('c'));
      Step step = binder.apply(fields);
      return condition == Condition.AL
          ? step
          : described(
              step,
              core -> {
                if (decide(core, condition)) {
                  step.run(core);
                }
              });
    };
  }

  /** The binder of a T32 or T16 row; the condition is the IT block's. */
  static Function<Fields, Step> t32(Function<Fields, Step> binder) {
    return fields -> {
      Step step = binder.apply(fields);
      return described(
          step,
          core -> {
            if (decideByIt(core)) {
              step.run(core);
            }
          });
    };
  }

  private static Step described(Step step, Step conditional) {
    return step.transfer().map(transfer -> transfer.of(conditional)).orElse(conditional);
  }

  /** The choice that an instruction makes by its condition; an unreliable one is reported. */
  static boolean decide(Core core, Condition condition) {
    return condition == Condition.AL
        || core.decide(
            Conditions.holds(core, condition.code()),
            "condition " + Conditions.NAMES.get(condition.code()));
  }

  /** The choice that the IT block makes for the T32 instruction that executes. */
  static boolean decideByIt(Core core) {
    ItState it = core.it();
    return it.bits() == 0 || decide(core, it.condition());
  }

  /** A register, 32 bits; PC reads as the instruction's address and 8 (A32) or 4 (T32). */
  static Word read(Core core, int number) {
    if (number == PC) {
      return Word.of(core.pc() + (core.isa() == InstructionSet.A32 ? 8 : 4) & Word.mask(32));
    }
    Word value = core.register(number);
    return (value.value() | value.unreliable()) >>> 32 == 0 ? value : value.low(32);
  }

  /** PC as literal loads and ADR see it: aligned to four. */
  static long literalBase(Core core) {
    return read(core, PC).value() & ~3L;
  }

  /**
   * Writes the result of an operation; to PC it is a branch, which in A32 may change to T32
   * (ALUWritePC).
   */
  static void write(Core core, int number, Word value) {
    if (number != PC) {
      core.register(number, value);
    } else if (core.isa() == InstructionSet.A32) {
      core.branchExchange(value);
    } else {
      branch(core, value);
    }
  }

  /** Writes what was loaded; to PC it is a branch that may change the set (LoadWritePC). */
  static void writeLoaded(Core core, int number, Word value) {
    if (number == PC) {
      core.branchExchange(value);
    } else {
      core.register(number, value);
    }
  }

  /** Goes on in the same set (BranchWritePC): the low bits of the target are dropped. */
  static void branch(Core core, Word target) {
    long low = core.isa() == InstructionSet.A32 ? 3 : 1;
    core.branch(target.and(Word.of(Word.mask(32) & ~low)));
  }

  /** Goes on at a distance from PC as it reads. */
  static void branchBy(Core core, long distance) {
    branch(core, Word.of(read(core, PC).value() + distance & Word.mask(32)));
  }

  /**
   * Whether Hyp mode executes, where exception returns by a data-processing instruction, LDM and
   * STM of User registers, SRS and RFE are UNDEFINED. In User mode, where CPSR.M reads UNKNOWN, all
   * of them are UNPREDICTABLE, of which UNDEFINED is one allowed outcome.
   */
  static boolean inHyp(Core core) {
    return (core.cpsr().value() & 0x1f) == HYP_MODE;
  }

  /** Runs the step, or is UNDEFINED in Hyp mode. */
  static Step notInHyp(Step step) {
    return core -> {
      if (inHyp(core)) {
        core.undefined();
      } else {
        step.run(core);
      }
    };
  }
}
