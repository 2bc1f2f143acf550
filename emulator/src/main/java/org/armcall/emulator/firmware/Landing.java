// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.machine.Start;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/**
 * Where a processor goes on that was powered on or woken.
 *
 * @param start the address and the state
 * @param context the context identifier, for X0 or R0
 */
public record Landing(Start start, Word context) {

  /**
   * What a caller asked for: at its own level, in its own execution state (DEN0022F.b section 6.4).
   *
   * <p>The document says the highest Non-secure level; a guest that calls firmware itself from EL1
   * stands for software that knows no EL2, and goes on at EL1.
   *
   * @param entry of AArch32, bit 0 says T32
   */
  public static Landing of(Request request, long entry, Word context) {
    boolean hypervisor = request.context().interruptedLevel() == ExceptionLevel.EL2;
    Start start;
    if (request.call().caller() == ExecutionState.AARCH64) {
      Mode mode = hypervisor ? Mode.EL2H : Mode.EL1H;
      start = new Start(entry, mode, InstructionSet.A64, SecurityState.NONSECURE);
    } else {
      Mode mode = hypervisor ? Mode.HYP : Mode.SVC;
      InstructionSet isa = (entry & 1) != 0 ? InstructionSet.T32 : InstructionSet.A32;
      start = new Start(entry & ~1L, mode, isa, SecurityState.NONSECURE);
    }
    return new Landing(start, context);
  }

  /** Whether there can be code: aligned, and all of an instruction in memory. */
  public boolean isValid(Memory memory) {
    int size = start.isa() == InstructionSet.T32 ? 2 : 4;
    return start.address() % size == 0 && memory.holds(start.address(), size);
  }

  /** The step that goes there. */
  public HandlerStep.Done enter() {
    return new HandlerStep.Enter(start, context);
  }
}
