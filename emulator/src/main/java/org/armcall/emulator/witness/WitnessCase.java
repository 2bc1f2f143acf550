// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.state.ProcessorState;

/**
 * One call in one state on one machine.
 *
 * @param index its number in its image
 * @param machine the machine
 * @param state the state that the call meets, as the model sees it
 * @param instruction the call
 * @param controls what brings the machine there
 * @param space the region that the call lies in
 * @param place its address within the space, without the offset of an upper half
 * @param x0 what the caller's x0 or r0 holds
 */
record WitnessCase(
    int index,
    WitnessMachine machine,
    ProcessorState state,
    CallInstruction instruction,
    Controls controls,
    Space space,
    long place,
    long x0) {

  InstructionWord word() {
    return Encodings.encode(instruction);
  }

  /** The address of the call, as the caller sees it. */
  long address() {
    return place + controls.translation().offset();
  }

  /** Whether the bytes of the call are on two pages. */
  boolean straddles() {
    return (place & -space.pageSize()) != (place + instruction.size() - 1 & -space.pageSize());
  }

  /** One line for a person. */
  String text() {
    return "%s case %d: %s (%s) at 0x%x in %s, %s stage 1 %s%s, EL%d %s %s, SPSR 0x%x, IT 0x%02x, HCR 0x%x, SCR 0x%x, SCTLR 0x%x, x0 0x%x"
        .formatted(
            machine.text(),
            index,
            instruction.text(),
            state.isa().text(),
            address(),
            space,
            straddles() ? "on two pages," : "",
            controls.translation().stageOne(),
            controls.translation().stageTwo() ? ", stage 2 on" : "",
            state.level().number(),
            state.mode().text(),
            state.security().text(),
            controls.status(),
            state.it().bits(),
            controls.hcr(),
            controls.scr(),
            controls.sctlr(),
            x0);
  }
}
