// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which regime an address translation instruction asks, and who may (pseudocode AArch32.AT; PAR,
 * DDI 0487 G8.2.114; DDI 0406C B3.15.4 "Hyp mode registers in Monitor mode").
 */
final class AddressTranslationTest {
  private static final long VIRTUAL = 0x8000;
  private static final long INTERMEDIATE = Machines.RAM + 0x5000;
  private static final long GUESTS = Machines.RAM + 0x6000;
  private static final long SECURES = Machines.RAM + 0x7000;
  private static final long TABLES = Machines.RAM + 0x40000;
  private static final long SECURE_TABLES = Machines.RAM + 0x60000;
  private static final long STAGE_TWO = Machines.RAM + 0x80000;

  private static Machine at(Mode mode, SecurityState security, String text) {
    Machine machine = Machine.of(Machines.NARROW).ram(Machines.RAM, Machines.RAM_SIZE).build();
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, InstructionSet.A32, security));
    Machines.setVectors(processor);
    Machines.load(machine, InstructionSet.A32, Machines.GUEST, text + "\n");
    return machine;
  }

  private static void map(Machine machine, long tables, long output) {
    PageTables made = new PageTables(machine.memory(), PageTables.Format.SHORT, tables, 32);
    made.map(VIRTUAL, output, 0x1000, Rights.KERNEL_CODE);
    made.map(Machines.GUEST, Machines.GUEST, 0x1000, Rights.KERNEL_CODE);
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.TTBR0_EL1, made.base());
    processor.poke(SystemRegister.TCR_EL1, made.control());
    processor.poke(SystemRegister.DACR32_EL2, PageTables.dacr());
    processor.poke(SystemRegister.MAIR_EL1, PageTables.mair(PageTables.Format.SHORT));
    processor.poke(SystemRegister.SCTLR_EL1, Word.of(1));
  }

  /** Both worlds map the address; a stage 2 is behind the Non-secure one. */
  private static Machine worlds(Mode mode, boolean stageTwo, String text) {
    Machine machine = at(mode, SecurityState.SECURE, text);
    Processor processor = machine.processor(0);
    map(machine, SECURE_TABLES, SECURES);
    processor.poke(SystemRegister.SCR_EL3, Word.of(1));
    map(machine, TABLES, INTERMEDIATE);
    processor.poke(SystemRegister.SCR_EL3, Word.ZERO);
    if (stageTwo) {
      PageTables tables =
          new PageTables(machine.memory(), PageTables.Format.STAGE2_4K, STAGE_TWO, 40);
      tables.map(INTERMEDIATE, GUESTS, 0x1000, Rights.GUEST_ALL);
      tables.map(TABLES, TABLES, 0x20000, Rights.GUEST_ALL);
      processor.poke(SystemRegister.VTCR_EL2, tables.control());
      processor.poke(SystemRegister.VTTBR_EL2, tables.base());
      processor.poke(SystemRegister.HCR_EL2, Word.of(1));
    }
    processor.register(0, Word.of(VIRTUAL | 0x123));
    return machine;
  }

  /** ATS12NSOPR in Secure state with SCR.NS=0 is about the Non-secure world, ATS1CPR is not. */
  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SVC", "MON"})
  void theOtherWorldIsAskedForWithBothStages(Mode mode) {
    Machine both = worlds(mode, true, "mcr p15, 0, r0, c7, c8, 4\n mrrc p15, 0, r1, r2, c7");
    Machines.turns(both, 2);
    Processor asked = both.processor(0);
    assertEquals(GUESTS, asked.register(1).value() & 0xfffff000L);
    assertEquals(1 << 11, asked.register(1).value() & 0x801, "LPAE with HCR.VM, no fault");
    assertEquals(1 << 9, asked.register(1).unreliable() & 0x200, "NS is UNKNOWN");
    Machine one = worlds(mode, false, "mcr p15, 0, r0, c7, c8, 4\n mrc p15, 0, r1, c7, c4, 0");
    Machines.turns(one, 2);
    assertEquals(INTERMEDIATE, one.processor(0).register(1).value() & 0xfffff801L);
    Machine own = worlds(mode, true, "mcr p15, 0, r0, c7, c8, 0\n mrc p15, 0, r1, c7, c4, 0");
    Machines.turns(own, 2);
    assertEquals(SECURES, own.processor(0).register(1).value() & 0xfffffa01L);
    assertEquals(0, own.processor(0).register(1).unreliable() & 0x200, "NS is known");
  }

  /** What stage 2 does not have is a fault of stage 2 in PAR, and no exception. */
  @Test
  void aFaultOfTheOtherWorldIsInPar() {
    Machine machine = worlds(Mode.SVC, true, "mcr p15, 0, r0, c7, c8, 4\n mrrc p15, 0, r1, r2, c7");
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.VTTBR_EL2, Word.of(STAGE_TWO + 0x10000));
    Machines.turns(machine, 2);
    assertEquals(Mode.SVC, processor.mode());
    assertEquals(1, processor.register(1).value() & 1);
    assertEquals(1 << 9, processor.register(1).value() & 0x200, "FSTAGE");
  }

  /** HCR, HVBAR and ATS1HR: of Hyp mode, and of Monitor mode with SCR.NS=1. */
  @ParameterizedTest
  @CsvSource({
    "'mrc p15, 4, r1, c1, c1, 0'",
    "'mcr p15, 4, r1, c12, c0, 0'",
    "'mrrc p15, 6, r1, r2, c2'",
    "'mcr p15, 4, r0, c7, c8, 0'"
  })
  void monitorModeReachesHypsRegistersForNonsecureStateOnly(String text) {
    for (boolean nonsecure : new boolean[] {false, true}) {
      Machine machine = at(Mode.MON, SecurityState.SECURE, text);
      Processor processor = machine.processor(0);
      processor.register(0, Word.of(VIRTUAL));
      processor.poke(SystemRegister.SCR_EL3, Word.of(nonsecure ? 1 : 0));
      machine.step();
      assertEquals(nonsecure ? Mode.MON : Mode.UND, processor.mode());
    }
    Machine secure = at(Mode.SVC, SecurityState.SECURE, text);
    secure.step();
    assertEquals(Mode.UND, secure.processor(0).mode());
    Machine guest = at(Mode.SVC, SecurityState.NONSECURE, text);
    guest.step();
    assertEquals(Mode.UND, guest.processor(0).mode());
  }
}
