// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exception returns, legal and illegal (DDI 0487 D1.5.4, "Illegal exception returns from AArch64
 * state"; G1.14.1).
 */
final class ReturnsTest {
  private final List<MachineEvent> events = new ArrayList<>();

  private Machine at(Platform platform, Mode mode, InstructionSet isa, SecurityState security) {
    Machine machine =
        Machine.of(platform).ram(Machines.RAM, Machines.RAM_SIZE).listener(events::add).build();
    machine.processor(0).start(new Start(Machines.GUEST, mode, isa, security));
    Machines.setVectors(machine.processor(0));
    Machines.load(machine, isa, Machines.GUEST, "eret\n");
    return machine;
  }

  private MachineEvent.Returned returned() {
    return events.stream()
        .filter(MachineEvent.Returned.class::isInstance)
        .map(MachineEvent.Returned.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** hcr has RW in bit 31, TGE in bit 27; the SPSR asks for a mode; legal or not. */
  @ParameterizedTest
  @CsvSource({
    // to EL1h, EL1t, EL0 with EL1 in AArch64
    "0x80000000, 0x5, true, EL1H",
    "0x80000000, 0x4, true, EL1T",
    "0x80000000, 0x0, true, EL0",
    "0x80000000, 0x9, true, EL2H",
    // EL0 in AArch32 below EL1 in AArch64
    "0x80000000, 0x10, true, USR",
    // EL1 is AArch64: no AArch32 there, and the other way round
    "0x80000000, 0x13, false, EL2H",
    "0x0, 0x5, false, EL2H",
    "0x0, 0x13, true, SVC",
    "0x0, 0x1f, true, SYS",
    "0x0, 0x1b, true, UND",
    "0x0, 0x10, true, USR",
    "0x0, 0x0, false, EL2H",
    // higher levels, Monitor and Hyp
    "0x80000000, 0xd, false, EL2H",
    "0x0, 0x16, false, EL2H",
    "0x0, 0x1a, false, EL2H",
    // reserved: M[1], EL0h, unallocated AArch32 modes
    "0x80000000, 0x6, false, EL2H",
    "0x80000000, 0x1, false, EL2H",
    "0x0, 0x14, false, EL2H",
    // TGE: nothing leads to EL1
    "0x88000000, 0x5, false, EL2H",
    "0x88000000, 0x0, true, EL0",
    "0x08000000, 0x13, false, EL2H"
  })
  void aReturnFromEl2IsLegalOrNot(String hcr, String spsr, boolean legal, Mode mode) {
    Machine machine = at(Machines.WIDE, Mode.EL2H, InstructionSet.A64, SecurityState.NONSECURE);
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.HCR_EL2, Word.of(Long.decode(hcr)));
    processor.poke(SystemRegister.SPSR_EL2, Word.of(Long.decode(spsr) | 0x20000000L));
    processor.poke(SystemRegister.ELR_EL2, Word.of(Machines.GUEST + 0x100));
    machine.step();
    assertEquals(mode, processor.mode());
    assertEquals(!legal, returned().illegal());
    assertEquals(legal ? 0 : 1L << 20, processor.status().value() & 1L << 20, "PSTATE.IL");
    assertEquals(Machines.GUEST + 0x100, processor.pc());
    assertEquals(2, processor.status().value() >>> 28, "the flags are restored in any case");
  }

  @Test
  void afterAnIllegalReturnTheNextInstructionTakesTheIllegalStateException() {
    Machine machine = at(Machines.WIDE, Mode.EL2H, InstructionSet.A64, SecurityState.NONSECURE);
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.SPSR_EL2, Word.of(0x6));
    processor.poke(SystemRegister.ELR_EL2, Word.of(Machines.GUEST + 0x100));
    Machines.turns(machine, 2);
    assertEquals(Machines.vectors(2) + 0x200, processor.pc());
    assertEquals(0x0eL, processor.peek(SystemRegister.ESR_EL2).value() >>> 26 & 0x3f);
    assertEquals(Machines.GUEST + 0x100, processor.peek(SystemRegister.ELR_EL2).value());
    assertEquals(1L << 20, processor.peek(SystemRegister.SPSR_EL2).value() & 1L << 20);
    assertEquals(0, processor.status().value() & 1L << 20);
  }

  @Test
  void theUpperHalvesAreGoneAfterAarch32() {
    Machine machine = at(Machines.WIDE, Mode.EL2H, InstructionSet.A64, SecurityState.NONSECURE);
    Processor processor = machine.processor(0);
    for (int number = 0; number < 31; number++) {
      processor.register(number, Word.of(0x1234567800000000L + number));
    }
    processor.control(Control.SCR_HCE, true);
    processor.poke(SystemRegister.HCR_EL2, Word.ZERO);
    processor.poke(SystemRegister.SPSR_EL2, Word.of(0x13));
    processor.poke(SystemRegister.ELR_EL2, Word.of(Machines.GUEST + 0x100));
    Machines.load(machine, InstructionSet.A32, Machines.GUEST + 0x100, "mov r3, #7\n hvc #1\n");
    Machines.turns(machine, 3);
    assertEquals(ExceptionLevel.EL2, processor.level());
    Word written = processor.register(3);
    assertEquals(7, written.value());
    assertEquals(0xffffffffL << 32, written.unreliable());
    assertEquals(0xffffffffL << 32, processor.register(30).unreliable());
    assertEquals(30, processor.register(30).value());
  }

  /** Where the fill has ones, registers keep what AArch64 had left in bits 63:32. */
  @Test
  void theUpperHalvesMayBeWhatTheyWere() {
    Machine machine =
        Machine.of(Machines.WIDE).ram(Machines.RAM, Machines.RAM_SIZE).fill(Fill.ONES).build();
    Processor processor = machine.processor(0);
    processor.start(
        new Start(Machines.GUEST, Mode.EL2H, InstructionSet.A64, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    Machines.load(machine, InstructionSet.A64, Machines.GUEST, "eret\n");
    processor.register(3, Word.of(0x1234567800000000L));
    processor.control(Control.SCR_HCE, true);
    processor.poke(SystemRegister.HCR_EL2, Word.ZERO);
    processor.poke(SystemRegister.SPSR_EL2, Word.of(0x13));
    processor.poke(SystemRegister.ELR_EL2, Word.of(Machines.GUEST + 0x100));
    Machines.load(machine, InstructionSet.A32, Machines.GUEST + 0x100, "mov r3, #7\n hvc #1\n");
    Machines.turns(machine, 3);
    assertEquals(0x1234567800000007L, processor.register(3).value());
    assertEquals(0xffffffffL << 32, processor.register(3).unreliable());
  }

  @Test
  void monitorReturnsToTheWorldThatScrSays() {
    Machine machine = at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE);
    Processor processor = machine.processor(0);
    Machines.load(machine, InstructionSet.A32, Machines.GUEST, "smc #3\n nop\n");
    Machines.load(machine, InstructionSet.A32, Machines.vectors(3) + 8, "movs pc, lr\n");
    machine.step();
    assertEquals(Mode.MON, processor.mode());
    assertEquals(SecurityState.SECURE, processor.security());
    assertEquals(ExceptionLevel.EL3, processor.level());
    assertEquals(1, processor.peek(SystemRegister.SCR_EL3).value() & 1, "SCR.NS is kept");
    machine.step();
    assertEquals(Mode.SVC, processor.mode());
    assertEquals(ExceptionLevel.EL1, processor.level());
    assertEquals(Machines.GUEST + 4, processor.pc());
  }

  @Test
  void secureSupervisorUnderMonitorIsEl3() {
    Machine machine = at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.SECURE);
    Processor processor = machine.processor(0);
    assertEquals(ExceptionLevel.EL3, processor.level());
    Machines.load(machine, InstructionSet.A32, Machines.GUEST, "svc #3\n");
    processor.poke(SystemRegister.VBAR_EL1, Word.of(Machines.vectors(1) + 0x100));
    machine.step();
    assertEquals(Machines.vectors(1) + 0x108, processor.pc());
    assertEquals(Machines.GUEST + 4, processor.register(14).value());
  }

  @Test
  void theTwoWorldsHaveTheirOwnControls() {
    Machine machine = at(Machines.ARMV7, Mode.MON, InstructionSet.A32, SecurityState.SECURE);
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.TTBR0_EL1, Word.of(0x1000));
    Machine other = at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE);
    other.processor(0).poke(SystemRegister.TTBR0_EL1, Word.of(0x2000));
    processor.start(
        new Start(Machines.GUEST, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE));
    assertTrue(!processor.peek(SystemRegister.TTBR0_EL1).isReliable(), "never written there");
    assertEquals(0x2000, other.processor(0).peek(SystemRegister.TTBR0_EL1).value());
  }

  @Test
  void aHandlerMayMakeTheGuestSeeAnUndefinedInstruction() {
    Machine trapped =
        Machine.of(Machines.WIDE)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .handler(ExceptionLevel.EL2, context -> new HandlerStep.InjectUndefined())
            .build();
    Machine plain = Machine.of(Machines.WIDE).ram(Machines.RAM, Machines.RAM_SIZE).build();
    for (Machine machine : List.of(trapped, plain)) {
      Processor processor = machine.processor(0);
      processor.start(
          new Start(Machines.GUEST, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
      Machines.setVectors(processor);
      processor.control(Control.HCR_TSC, machine == trapped);
    }
    Machines.load(trapped, InstructionSet.A64, Machines.GUEST, "smc #1\n");
    Machines.load(plain, InstructionSet.A64, Machines.GUEST, "udf #0\n");
    Machines.turns(trapped, 2);
    Machines.turns(plain, 1);
    for (SystemRegister register :
        List.of(SystemRegister.ELR_EL1, SystemRegister.ESR_EL1, SystemRegister.SPSR_EL1)) {
      assertEquals(
          plain.processor(0).peek(register).value(), trapped.processor(0).peek(register).value());
    }
    assertEquals(plain.processor(0).pc(), trapped.processor(0).pc());
    assertEquals(plain.processor(0).status(), trapped.processor(0).status());
  }

  /** MSR names bytes: f is 31:24, c is 7:0. */
  @Test
  void msrWritesTheBytesThatItNames() {
    Machine machine = at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE);
    Processor processor = machine.processor(0);
    Machines.load(
        machine,
        InstructionSet.A32,
        Machines.GUEST,
        "msr cpsr_f, r0\n msr spsr_c, r0\n msr cpsr_c, #0x11\n");
    processor.register(0, Word.of(0xa00000ffL));
    processor.core().spsr(Mode.SVC, Word.of(0x50000010L));
    Machines.turns(machine, 3);
    assertEquals(Mode.FIQ, processor.mode());
    // A is bit 8, which neither names.
    assertEquals(0xa0000111L, processor.status().value());
    assertEquals(0x500000ffL, processor.core().spsr(Mode.SVC).value());
  }
}
