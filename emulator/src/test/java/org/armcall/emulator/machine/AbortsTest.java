// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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

/**
 * Aborts and other exceptions that are no calls: where they go and what they report (DDI 0487
 * D24.2.40, G8.2.35, G8.2.75).
 */
final class AbortsTest {
  private static final long NOWHERE = 0x70000000L;
  private final List<MachineEvent> events = new ArrayList<>();

  private Machine machine(Platform platform, Mode mode, InstructionSet isa, String text) {
    Machine machine =
        Machine.of(platform).ram(Machines.RAM, Machines.RAM_SIZE).listener(events::add).build();
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, isa, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    Machines.load(machine, isa, Machines.GUEST, text);
    return machine;
  }

  private static long peek(Machine machine, SystemRegister register) {
    return machine.processor(0).peek(register).value();
  }

  private MachineEvent.Entered entered() {
    return events.stream()
        .filter(MachineEvent.Entered.class::isInstance)
        .map(MachineEvent.Entered.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void nothingAnswersALoadOfAarch64() {
    Machine machine = machine(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, "ldr x1, [x2]\n");
    machine.processor(0).register(2, Word.of(NOWHERE + 8));
    machine.step();
    assertEquals(Machines.vectors(1) + 0x200, machine.processor(0).pc());
    // EC 0x25, IL, DFSC 0b010000
    assertEquals(0x96000010L, peek(machine, SystemRegister.ESR_EL1));
    assertEquals(NOWHERE + 8, peek(machine, SystemRegister.FAR_EL1));
    assertEquals(Machines.GUEST, peek(machine, SystemRegister.ELR_EL1));
    assertEquals(Cause.DATA_ABORT, entered().cause());
  }

  @Test
  void nothingAnswersAStoreOfEl0() {
    Machine machine = machine(Machines.WIDE_EL2, Mode.EL0, InstructionSet.A64, "str x1, [x2]\n");
    machine.processor(0).register(2, Word.of(NOWHERE));
    machine.step();
    assertEquals(Machines.vectors(1) + 0x400, machine.processor(0).pc());
    // EC 0x24, WnR
    assertEquals(0x92000050L, peek(machine, SystemRegister.ESR_EL1));
  }

  @Test
  void nothingAnswersAFetch() {
    Machine machine = machine(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, "br x2\n");
    machine.processor(0).register(2, Word.of(NOWHERE));
    Machines.turns(machine, 2);
    assertEquals(0x86000010L, peek(machine, SystemRegister.ESR_EL1));
    assertEquals(NOWHERE, peek(machine, SystemRegister.FAR_EL1));
    assertEquals(NOWHERE, peek(machine, SystemRegister.ELR_EL1));
  }

  @Test
  void aMisalignedProgramCounter() {
    Machine machine = machine(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, "br x2\n");
    machine.processor(0).register(2, Word.of(Machines.GUEST + 2));
    Machines.turns(machine, 2);
    assertEquals(0x8a000000L, peek(machine, SystemRegister.ESR_EL1));
    assertEquals(Machines.GUEST + 2, peek(machine, SystemRegister.FAR_EL1));
    assertEquals(Cause.PC_ALIGNMENT, entered().cause());
  }

  @Test
  void aBreakpointInstruction() {
    Machine machine = machine(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, "brk #0x1234\n");
    machine.step();
    assertEquals(0xf2001234L, peek(machine, SystemRegister.ESR_EL1));
    assertEquals(Machines.GUEST, peek(machine, SystemRegister.ELR_EL1));
  }

  @Test
  void aBreakpointThatEl2Traps() {
    Machine machine = machine(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, "brk #0x1234\n");
    machine.processor(0).poke(SystemRegister.MDCR_EL2, Word.of(1 << 8));
    machine.step();
    assertEquals(ExceptionLevel.EL2, machine.processor(0).level());
    assertEquals(0xf2001234L, peek(machine, SystemRegister.ESR_EL2));
  }

  @Test
  void aDataAbortOfAarch32() {
    Machine machine = machine(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "ldr r1, [r2]\n");
    machine.processor(0).register(2, Word.of(NOWHERE));
    machine.step();
    assertEquals(Mode.ABT, machine.processor(0).mode());
    assertEquals(Machines.vectors(1) + 0x10, machine.processor(0).pc());
    assertEquals(Machines.GUEST + 8, machine.processor(0).register(14).value());
    assertEquals(Machines.GUEST, entered().returnAddress().value());
    // ExT and FS 0b01000
    assertEquals(0x1008, peek(machine, SystemRegister.ESR_EL1) & 0x1c0f);
    assertEquals(NOWHERE, peek(machine, SystemRegister.FAR_EL1) & 0xffffffffL);
  }

  @Test
  void aPrefetchAbortOfAarch32() {
    Machine machine = machine(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "bx r2\n");
    machine.processor(0).register(2, Word.of(NOWHERE + 1));
    Machines.turns(machine, 2);
    assertEquals(Mode.ABT, machine.processor(0).mode());
    assertEquals(Machines.vectors(1) + 0x0c, machine.processor(0).pc());
    assertEquals(NOWHERE + 4, machine.processor(0).register(14).value());
    assertEquals(0x1008, peek(machine, SystemRegister.IFSR32_EL2));
    assertEquals(NOWHERE, peek(machine, SystemRegister.FAR_EL1) >>> 32);
    assertEquals(0x20, machine.processor(0).core().spsr().value() & 0x20, "SPSR.T");
  }

  @Test
  void anExternalAbortThatScrSendsToMonitor() {
    Machine machine = machine(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "ldr r1, [r2]\n");
    machine.processor(0).register(2, Word.of(NOWHERE));
    Word scr = machine.processor(0).peek(SystemRegister.SCR_EL3);
    machine.processor(0).poke(SystemRegister.SCR_EL3, scr.or(Word.of(8)));
    machine.step();
    assertEquals(Mode.MON, machine.processor(0).mode());
    assertEquals(Machines.vectors(3) + 0x10, machine.processor(0).pc());
  }

  @Test
  void bkptOfAarch32IsAPrefetchAbort() {
    Machine machine = machine(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "bkpt #1\n");
    machine.step();
    assertEquals(Machines.vectors(1) + 0x0c, machine.processor(0).pc());
    assertEquals(0x2, peek(machine, SystemRegister.IFSR32_EL2));
    assertEquals(Machines.GUEST + 4, machine.processor(0).register(14).value());
  }

  @Test
  void undefinedInThumbLeavesTwoBytes() {
    Machine machine = machine(Machines.ARMV7, Mode.SVC, InstructionSet.T32, "udf #1\n");
    machine.step();
    assertEquals(Mode.UND, machine.processor(0).mode());
    assertEquals(Machines.GUEST + 2, machine.processor(0).register(14).value());
    assertEquals(Machines.vectors(1) + 4, machine.processor(0).pc());
  }

  @Test
  void entryToAarch32TakesItsStateFromTheControlRegister() {
    Machine machine = machine(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "svc #1\n");
    // TE and EE
    machine.processor(0).poke(SystemRegister.SCTLR_EL1, Word.of(1L << 30 | 1L << 25));
    machine.step();
    assertEquals(InstructionSet.T32, machine.processor(0).isa());
    assertEquals(0x200, machine.processor(0).status().value() & 0x200);
  }

  @Test
  void highVectors() {
    Machine machine = machine(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "svc #1\n");
    machine.processor(0).poke(SystemRegister.SCTLR_EL1, Word.of(1L << 13));
    machine.step();
    assertEquals(0xffff0008L, machine.processor(0).pc());
  }

  @Test
  void aVectorBaseThatNobodyWroteIsReliedOn() {
    Machine machine =
        Machine.of(Machines.WIDE_EL2)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .listener(events::add)
            .build();
    machine
        .processor(0)
        .start(new Start(Machines.GUEST, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
    Machines.load(machine, InstructionSet.A64, Machines.GUEST, "svc #0\n");
    machine.step();
    Reliance reliance =
        events.stream()
            .filter(MachineEvent.Relied.class::isInstance)
            .map(event -> ((MachineEvent.Relied) event).reliance())
            .findFirst()
            .orElseThrow();
    assertEquals(
        "the vector of an exception at 0x40000000 relies on"
            + " VBAR_EL1 of cpu0 was never written",
        reliance.text());
  }

  @Test
  void el1RegistersAreNotForEl0() {
    Machine machine =
        machine(Machines.WIDE_EL2, Mode.EL0, InstructionSet.A64, "mrs x0, sctlr_el1\n");
    machine.step();
    assertEquals(ExceptionLevel.EL1, machine.processor(0).level());
    assertEquals(0x02000000L, peek(machine, SystemRegister.ESR_EL1));
    assertFalse(machine.processor(0).register(0).isReliable(), "x0 was not written");
  }

  @Test
  void guestsSeeTheVirtualIdentification() {
    Machine machine =
        machine(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, "mrs x0, midr_el1\n");
    machine.processor(0).poke(SystemRegister.VPIDR_EL2, Word.of(0x1234));
    machine.step();
    assertEquals(0x1234, machine.processor(0).register(0).value());
  }
}
