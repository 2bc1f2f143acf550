// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** Banked registers as Monitor mode accesses them (DDI 0406C B3.15.3). */
class MonitorBanksTest {
  @Test
  void inMonitorModeTheNsBitSaysWhichCopyIsMeant() {
    Machine machine = Machine.of(Machines.ARMV7).ram(Machines.RAM, Machines.RAM_SIZE).build();
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, Mode.MON, InstructionSet.A32, SecurityState.SECURE));
    Machines.load(
        machine,
        InstructionSet.A32,
        Machines.GUEST,
        "mcr p15, 0, r2, c2, c0, 0\n"
            + "mcr p15, 0, r1, c1, c1, 0\n"
            + "mrc p15, 0, r4, c2, c0, 0\n"
            + "mcr p15, 0, r3, c2, c0, 0\n"
            + "mrc p15, 0, r5, c2, c0, 0\n"
            + "mcr p15, 0, r0, c1, c1, 0\n"
            + "mrc p15, 0, r6, c2, c0, 0\n");
    processor.register(0, Word.of(0));
    processor.register(1, Word.of(1)); // SCR.NS
    processor.register(2, Word.of(0x1000));
    processor.register(3, Word.of(0x2000));
    Machines.turns(machine, 7);
    assertEquals(0x2000, processor.register(5).value(), "SCR.NS = 1: the Non-secure TTBR0");
    assertEquals(0x1000, processor.register(6).value(), "SCR.NS = 0: the Secure TTBR0");
  }
}
