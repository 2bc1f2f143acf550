// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SCTLR.ITD and HSCTLR.ITD: the text of the register lists by their first halfword what is
 * UNDEFINED behind IT, "regardless of whether they pass or fail the condition" (DDI 0487 G8.2.126;
 * the same patterns in the pseudocode AArch32.CheckITEnabled).
 */
final class ItDisabledTest {
  private static final long ITD = 1 << 7;

  private static Processor after(Platform platform, Mode mode, long control, String text) {
    Machine machine = Machine.of(platform).ram(Machines.RAM, Machines.RAM_SIZE).build();
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, InstructionSet.T32, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    Machines.load(machine, InstructionSet.T32, Machines.GUEST, "it eq\n " + text + "\n");
    processor.poke(
        mode == Mode.HYP ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1, Word.of(control));
    for (int number = 0; number < 15; number++) {
      processor.register(number, Word.of(Machines.DATA));
    }
    Machines.turns(machine, 2);
    return processor;
  }

  /** UNDEFINED at the second instruction, with Z=0, so that EQ fails; IT is kept in SPSR. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldreq.w r1, [r2]", // 0b11111...
        "beq .+8", // 0b11100
        "ldmeq r2!, {r1}", // 0b11001
        "sxtbeq r1, r2", // 0b1011
        "pusheq {r1}", // 0b1011
        "adreq r1, .+6", // 0b10100, the 16-bit form: from Align(PC, 4)
        "ldreq r1, .+6", // 0b01001
        "moveq r1, pc", // 0b010001, PC as the source
        "addeq pc, r1" // 0b010001, PC as the target
      })
  void whatIsDeprecatedBehindItIsUndefined(String text) {
    Processor processor = after(Machines.NARROW, Mode.SVC, ITD, text);
    assertEquals(Mode.UND, processor.mode());
    assertEquals(Machines.GUEST + 4, processor.register(14).value(), "behind by 2");
    long spsr = processor.peek(SystemRegister.SPSR_UND).value();
    assertEquals(0x08, (spsr >>> 8 & 0xfc) | (spsr >>> 25 & 3), "IT of one instruction, EQ");
    assertEquals(Mode.SVC, after(Machines.NARROW, Mode.SVC, 0, text).mode());
    assertEquals(Mode.SVC, after(Machines.ARMV7, Mode.SVC, ITD, text).mode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"addeq r1, r2", "ldreq r1, [r2]", "moveq r1, r9", "lsleq r1, r2, #1"})
  void othersAreAllowed(String text) {
    Processor processor = after(Machines.NARROW, Mode.SVC, ITD, text);
    assertEquals(Mode.SVC, processor.mode());
    assertEquals(Machines.GUEST + 4, processor.pc());
  }

  @Test
  void hypModeHasABitOfItsOwn() {
    Processor processor = after(Machines.NARROW, Mode.HYP, ITD, "sxtbeq r1, r2");
    assertEquals(Machines.vectors(2) + 4, processor.pc());
    assertEquals(0x02000000L, processor.peek(SystemRegister.ESR_EL2).value());
    assertEquals(Machines.GUEST + 2, processor.peek(SystemRegister.ELR_EL2).value());
  }
}
