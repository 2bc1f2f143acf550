// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whose entries TLB maintenance drops: HCR_EL2.FB (DDI 0487 D24.2: VMALLE1, VAE1 and others at EL1
 * "are broadcast within the Inner Shareable domain"), and the ASID of short descriptors, which is
 * CONTEXTIDR[7:0] (DDI 0487 G5.9.1); and AT S1E3R.
 */
final class MaintenanceScopeTest {
  private static final long VIRTUAL = 0x8000;
  private static final long OLD = Machines.RAM + 0x5000;
  private static final long NEW = Machines.RAM + 0x6000;
  private static final long TABLES = Machines.RAM + 0x40000;
  private static final long FB = 1 << 9;

  /** A TLB that keeps what it has; processors share tables that change after the first load. */
  private static Machine sticky(int processors, String first, String second) {
    Machine machine =
        Machine.of(Machines.NARROW)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .processors(processors)
            .coherence(new Coherence(false, true, true))
            .build();
    PageTables tables = tables(machine, OLD);
    for (Processor processor : machine.processors()) {
      String text = processor.number() == 0 ? first : second;
      long at = Machines.GUEST + 0x100L * processor.number();
      processor.start(new Start(at, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE));
      Machines.load(machine, InstructionSet.A32, at, text + "\n");
      processor.poke(SystemRegister.TTBR0_EL1, tables.base());
      processor.poke(SystemRegister.TCR_EL1, tables.control());
      processor.poke(SystemRegister.DACR32_EL2, PageTables.dacr());
      processor.poke(SystemRegister.MAIR_EL1, PageTables.mair(PageTables.Format.SHORT));
      processor.poke(SystemRegister.SCTLR_EL1, Word.of(1));
      processor.register(2, Word.of(VIRTUAL));
      processor.register(3, Word.of(VIRTUAL));
    }
    machine.memory().write(OLD, 4, SecurityState.NONSECURE, Word.of(1));
    machine.memory().write(NEW, 4, SecurityState.NONSECURE, Word.of(2));
    return machine;
  }

  private static PageTables tables(Machine machine, long output) {
    PageTables tables = new PageTables(machine.memory(), PageTables.Format.SHORT, TABLES, 32);
    tables.map(Machines.GUEST, Machines.GUEST, 0x1000, Rights.KERNEL_CODE);
    tables.map(VIRTUAL, output, 0x1000, Rights.KERNEL_CODE);
    return tables;
  }

  /** The second processor holds the old page until somebody drops it for all. */
  @ParameterizedTest
  @CsvSource({
    "'mcr p15, 0, r3, c8, c7, 0', false, 1",
    "'mcr p15, 0, r3, c8, c7, 0', true, 2",
    "'mcr p15, 0, r3, c8, c7, 1', false, 1",
    "'mcr p15, 0, r3, c8, c7, 1', true, 2",
    "'mcr p15, 0, r3, c8, c3, 0', false, 2"
  })
  void maintenanceOfAGuestReachesAllUnderFb(String text, boolean forced, int seen) {
    Machine machine = sticky(2, text, "ldr r1, [r2]\n ldr r1, [r2]");
    Processor first = machine.processor(0);
    first.poke(SystemRegister.HCR_EL2, Word.of(forced ? FB : 0));
    machine.run(Schedule.parse("cpu1"), 1);
    assertEquals(1, machine.processor(1).register(1).value());
    tables(machine, NEW);
    machine.run(Schedule.parse("cpu0 cpu1"), 2);
    assertEquals(seen, machine.processor(1).register(1).value());
  }

  /** FB is about EL1: Hyp mode's own maintenance of a guest stays local. */
  @Test
  void maintenanceOfHypModeStaysLocal() {
    Machine machine = sticky(2, "mcr p15, 4, r3, c8, c7, 4", "ldr r1, [r2]\n ldr r1, [r2]");
    Processor first = machine.processor(0);
    first.start(new Start(Machines.GUEST, Mode.HYP, InstructionSet.A32, SecurityState.NONSECURE));
    first.poke(SystemRegister.HCR_EL2, Word.of(FB));
    machine.run(Schedule.parse("cpu1"), 1);
    tables(machine, NEW);
    machine.run(Schedule.parse("cpu0 cpu1"), 2);
    assertEquals(1, machine.processor(1).register(1).value());
  }

  /** nG, bit 11 of a small page, ties the entry to CONTEXTIDR.ASID. */
  @ParameterizedTest
  @CsvSource({"true, 2", "false, 1"})
  void anEntryOfAnotherAsidIsNotFound(boolean nonGlobal, int seen) {
    Machine machine = sticky(1, "ldr r1, [r2]\n mcr p15, 0, r4, c13, c0, 1\n ldr r1, [r2]", "");
    Processor processor = machine.processor(0);
    processor.register(4, Word.of(0x1207));
    mark(machine, nonGlobal);
    Machines.turns(machine, 2);
    assertEquals(1, processor.register(1).value());
    assertEquals(0x1207, processor.peek(SystemRegister.CONTEXTIDR_EL1).value());
    tables(machine, NEW);
    mark(machine, nonGlobal);
    machine.run(Schedule.parse("cpu0"), 1);
    assertEquals(seen, processor.register(1).value());
  }

  private static void mark(Machine machine, boolean nonGlobal) {
    SecurityState space = SecurityState.NONSECURE;
    long second = machine.memory().read(TABLES, 4, space).value() & 0xfffffc00L;
    long at = second + (VIRTUAL >>> 12 << 2);
    long descriptor = machine.memory().read(at, 4, space).value() & ~0x800L;
    machine.memory().write(at, 4, space, Word.of(nonGlobal ? descriptor | 0x800 : descriptor));
  }

  /** AT S1E3R is EL3's alone; with SCTLR_EL3.M=0 the address is its own translation. */
  @Test
  void el3HasATranslationInstructionOfItsOwn() {
    Processor firmware = translates(Mode.EL3H, SecurityState.ROOT);
    assertEquals(Machines.GUEST + 4, firmware.pc());
    assertEquals(Machines.DATA, firmware.peek(SystemRegister.PAR_EL1).value() & 0xfffffffff001L);
    Processor hypervisor = translates(Mode.EL2H, SecurityState.NONSECURE);
    assertEquals(Machines.vectors(2) + 0x200, hypervisor.pc());
    Processor guest = translates(Mode.EL1H, SecurityState.NONSECURE);
    assertEquals(Machines.vectors(1) + 0x200, guest.pc());
  }

  private static Processor translates(Mode mode, SecurityState security) {
    Machine machine = Machine.of(Machines.WIDE).ram(Machines.RAM, Machines.RAM_SIZE).build();
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, InstructionSet.A64, security));
    Machines.setVectors(processor);
    Machines.load(machine, InstructionSet.A64, Machines.GUEST, "at s1e3r, x2\n");
    processor.register(2, Word.of(Machines.DATA));
    machine.step();
    return processor;
  }
}
