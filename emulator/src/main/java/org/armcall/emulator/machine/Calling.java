// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.Optional;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionWord;

/** Carries out a call, of a program or of a handler in Java: tells of it, and what it leads to. */
final class Calling {
  private final Cpu cpu;
  private final Parts parts;

  Calling(Cpu cpu, Parts parts) {
    this.cpu = cpu;
    this.parts = parts;
  }

  /** The call at the current address. */
  void call(CallInstruction instruction, InstructionWord word, boolean guarded) {
    Calls.Place place = parts.calls().at(instruction, guarded);
    Outcome outcome = place.outcome();
    parts.conditions().check(instruction);
    if (cpu.hears()) {
      parts.memory().tellFetched(cpu.pc, word.size());
      parts.calls().tell(place, word, cpu.registers());
    }
    if (outcome instanceof Outcome.Taken taken) {
      parts.handling().called(place.met());
      parts.entering().enter(taken.entry(), Cause.CALL, place.syndrome());
    } else if (outcome instanceof Outcome.Undefined undefined) {
      tellUndefined(word, Optional.of(instruction));
      parts.handling().called(place.met());
      parts.entering().enter(undefined.entry(), Cause.UNDEFINED, place.syndrome());
    } else if (outcome instanceof Outcome.AnyBehaviour) {
      // ARMv7 UNPREDICTABLE: this machine takes it for UNDEFINED.
      undefined(word);
    } else if (cpu.hears()) {
      cpu.tell(new MachineEvent.Skipped(cpu.number, cpu.pc, instruction));
    }
  }

  /** The instruction at the current address is UNDEFINED. */
  void undefined(InstructionWord word) {
    tellUndefined(word, Optional.empty());
    parts.exceptions().undefined();
  }

  private void tellUndefined(InstructionWord word, Optional<CallInstruction> call) {
    if (cpu.hears()) {
      cpu.tell(new MachineEvent.Undefined(cpu.number, cpu.pc, word, call));
    }
  }
}
