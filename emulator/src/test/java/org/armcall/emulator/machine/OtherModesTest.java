// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an AArch32 mode may not reach of others, and which copy it reaches (pseudocode
 * BankedRegisterAccessValid, SPSRaccessValid; SPSR, RFE and MRS pages of DDI 0487 F5.1).
 */
final class OtherModesTest {
  private final List<MachineEvent> events = new ArrayList<>();

  private Machine at(
      Platform platform, Mode mode, InstructionSet isa, SecurityState security, String text) {
    Machine machine =
        Machine.of(platform).ram(Machines.RAM, Machines.RAM_SIZE).listener(events::add).build();
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, isa, security));
    Machines.setVectors(processor);
    Machines.load(machine, isa, Machines.GUEST, text);
    return machine;
  }

  private long reliances() {
    return events.stream().filter(MachineEvent.Relied.class::isInstance).count();
  }

  /** UNPREDICTABLE must not give a guest what its own level may not reach. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mrs r0, sp_hyp", "msr sp_hyp, r0", "mrs r0, spsr_hyp", "msr spsr_hyp, r0",
        "mrs r0, lr_mon", "msr sp_mon, r0", "msr spsr_mon, r0", "srsdb sp!, #0x16"
      })
  void aGuestDoesNotReachHypAndMonitor(String text) {
    Machine machine =
        at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE, text + "\n");
    Processor processor = machine.processor(0);
    processor.banked(Mode.HYP, 13, Word.of(0x1110));
    processor.banked(Mode.MON, 13, Word.of(Machines.DATA));
    processor.register(0, Word.of(7));
    machine.step();
    assertEquals(Mode.UND, processor.mode());
    assertEquals(7, processor.register(0).value());
    assertEquals(0x1110, processor.banked(Mode.HYP, 13).value());
    assertEquals(Machines.DATA, processor.banked(Mode.MON, 13).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "msr spsr_fsxc, r0",
        "mrs r1, spsr",
        "rfeia r2",
        "msr spsr_svc, r0",
        "movs pc, lr"
      })
  void aUserReachesNoSavedStatus(String text) {
    Machine machine =
        at(Machines.ARMV7, Mode.USR, InstructionSet.A32, SecurityState.NONSECURE, text + "\n");
    Processor processor = machine.processor(0);
    processor.register(0, Word.of(0xdf));
    processor.register(2, Word.of(Machines.DATA));
    machine.memory().write(Machines.DATA, 8, SecurityState.NONSECURE, Word.of(0x10L << 32));
    processor.poke(SystemRegister.SPSR_EL1, Word.of(0x10));
    machine.step();
    assertEquals(Mode.UND, processor.mode());
    assertEquals(0x10, processor.peek(SystemRegister.SPSR_EL1).value());
    // PSTATE.I of User mode was 1 and stays so.
    assertEquals(0x80, processor.peek(SystemRegister.SPSR_UND).value() & 0x80);
  }

  @Test
  void aUserSeesNoModeInCpsr() {
    Machine machine =
        at(Machines.ARMV7, Mode.USR, InstructionSet.A32, SecurityState.NONSECURE, "mrs r0, cpsr\n");
    machine.step();
    assertEquals(0x3df, machine.processor(0).register(0).unreliable());
  }

  /** DDI 0406C B3.15.3: in Monitor mode, SCR.NS selects the copy. */
  @Test
  void monitorReachesTheCopyThatScrSelects() {
    Machine machine =
        at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE, "smc #0\n");
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.TTBR0_EL1, Word.of(0x2000));
    Machines.load(
        machine,
        InstructionSet.A32,
        Machines.vectors(3) + 8,
        "mrc p15, 0, r0, c2, c0, 0\n mov r1, #0x6000\n mcr p15, 0, r1, c2, c0, 1\n"
            + " movs pc, lr\n");
    Machines.turns(machine, 4);
    assertEquals(Mode.MON, processor.mode());
    assertEquals(Word.of(0x2000), processor.register(0));
    machine.step();
    assertEquals(Mode.SVC, processor.mode());
    assertEquals(Word.of(0x6000), processor.peek(SystemRegister.TTBR1_EL1));
  }

  /** Pseudocode AArch32.CheckITEnabled and AArch32.CheckSETENDEnabled. */
  @Test
  void controlsThatDisableItBlocksAndSetend() {
    for (String text : List.of("ite eq\n", "setend be\n")) {
      Machine machine =
          at(Machines.NARROW, Mode.SVC, InstructionSet.T32, SecurityState.NONSECURE, text);
      machine.processor(0).poke(SystemRegister.SCTLR_EL1, Word.of(0x180));
      machine.step();
      assertEquals(Mode.UND, machine.processor(0).mode(), text);
    }
    Machine one =
        at(Machines.NARROW, Mode.SVC, InstructionSet.T32, SecurityState.NONSECURE, "it eq\n");
    one.processor(0).poke(SystemRegister.SCTLR_EL1, Word.of(0x180));
    one.step();
    assertEquals(Mode.SVC, one.processor(0).mode());
  }

  /** LDM, STM, LDRD and STRD are MemA: aligned whatever SCTLR.A says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldm r2, {r4, r5}",
        "stm r2, {r4, r5}",
        "ldrd r4, r5, [r2]",
        "strd r4, r5, [r2]",
        "push {r4, r5}"
      })
  void severalRegistersMustBeAligned(String text) {
    Machine machine =
        at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE, text + "\n");
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(Machines.DATA + 2));
    processor.register(13, Word.of(Machines.DATA + 2));
    // One section of Normal Write-Back memory that everyone may access: Device memory would be
    // checked in any case.
    long tables = Machines.RAM + 0x40000;
    machine
        .memory()
        .write(tables + 0x1000, 4, SecurityState.NONSECURE, Word.of(Machines.RAM | 0x1c0e));
    processor.poke(SystemRegister.TTBR0_EL1, Word.of(tables));
    processor.poke(SystemRegister.DACR32_EL2, Word.of(1));
    processor.poke(SystemRegister.SCTLR_EL1, Word.of(1));
    machine.step();
    assertEquals(Mode.ABT, processor.mode());
    assertEquals(0x1, processor.peek(SystemRegister.ESR_EL1).value() & 0x40f);
  }

  /** What SPSR restores is read afterwards: E decides how data are read. */
  @Test
  void aReturnReliesOnAllThatItRestores() {
    Machine machine =
        at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE, "movs pc, lr\n");
    Processor processor = machine.processor(0);
    processor.register(14, Word.of(Machines.GUEST));
    processor.poke(
        SystemRegister.SPSR_EL1,
        new Word(0x13, 0x200, org.armcall.emulator.word.Origin.of("a test")));
    machine.step();
    assertEquals(1, reliances());
  }

  @Test
  void wordsWithoutAnAddressAreNotReliedOn() {
    Machine machine =
        at(
            Machines.ARMV7,
            Mode.SVC,
            InstructionSet.A32,
            SecurityState.NONSECURE,
            "mcr p15, 0, r5, c8, c7, 0\n");
    assertFalse(machine.processor(0).register(5).isReliable());
    machine.step();
    assertEquals(0, reliances());
    assertTrue(machine.processor(0).level() == ExceptionLevel.EL1);
  }
}
