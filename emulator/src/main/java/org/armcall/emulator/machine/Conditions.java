// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Truth;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;

/** Whether a call's condition holds, and on what that relies. */
final class Conditions {
  private final Cpu cpu;

  Conditions(Cpu cpu) {
    this.cpu = cpu;
  }

  /** Reports it if the condition of the call depends on flags that may not be relied on. */
  void check(CallInstruction instruction) {
    ProcessStatus now = cpu.status;
    if (now.isa == InstructionSet.A64
        || (now.negative.reliable()
            && now.zero.reliable()
            && now.carry.reliable()
            && now.overflow.reliable())) {
      return;
    }
    Condition condition = instruction.condition(new ItState(now.it));
    if (condition.isConditional()) {
      cpu.decide(holds(condition.code() >>> 1), "the condition of a call");
    }
  }

  /** ConditionHolds of COND[3:1], 0 to 6; the opposite condition relies on the same. */
  private Truth holds(int pair) {
    ProcessStatus now = cpu.status;
    return switch (pair) {
      case 0 -> now.zero;
      case 1 -> now.carry;
      case 2 -> now.negative;
      case 3 -> now.overflow;
      case 4 -> now.carry.and(now.zero.not());
      case 5 -> now.negative.sameAs(now.overflow);
      default -> now.negative.sameAs(now.overflow).and(now.zero.not());
    };
  }
}
