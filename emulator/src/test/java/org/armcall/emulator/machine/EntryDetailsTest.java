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
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** Order of exceptions, and what registers hold that an exception does not write. */
final class EntryDetailsTest {
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

  private Machine wide(Mode mode, String text) {
    return at(Machines.WIDE, mode, InstructionSet.A64, SecurityState.NONSECURE, text);
  }

  private static long exceptionClass(Machine machine, SystemRegister register) {
    return machine.processor(0).peek(register).value() >>> 26 & 0x3f;
  }

  /** DDI 0487 D1.3.5, synchronous exception prioritization; the order of the fetch pseudocode. */
  @Test
  void alignmentComesBeforeIllegalState() {
    Machine machine = wide(Mode.EL1H, "nop\n");
    machine.processor(0).pc(Machines.GUEST + 2);
    machine.processor(0).illegalState(true);
    machine.step();
    assertEquals(0x22, exceptionClass(machine, SystemRegister.ESR_EL1));
    assertEquals(1L << 20, machine.processor(0).peek(SystemRegister.SPSR_EL1).value() & 1L << 20);
  }

  @Test
  void anInstructionAbortComesBeforeIllegalState() {
    Machine machine = wide(Mode.EL1H, "nop\n");
    machine.processor(0).pc(0x70000000L);
    machine.processor(0).illegalState(true);
    machine.step();
    assertEquals(0x21, exceptionClass(machine, SystemRegister.ESR_EL1));
  }

  /** What is fetched in Illegal Execution state is not decoded. */
  @Test
  void illegalStateDoesNotDecode() {
    Machine machine = wide(Mode.EL1H, ".word 0xffffffff\n");
    machine.processor(0).illegalState(true);
    machine.step();
    assertEquals(0x0e, exceptionClass(machine, SystemRegister.ESR_EL1));
  }

  /** AArch64.ReportException: FAR and HPFAR are UNKNOWN after anything that is no abort. */
  @Test
  void aCallLeavesTheFaultAddressesUnknown() {
    Machine machine = wide(Mode.EL1H, "hvc #1\n");
    Processor processor = machine.processor(0);
    processor.control(Control.SCR_HCE, true);
    processor.poke(SystemRegister.FAR_EL2, Word.of(0x1234));
    processor.poke(SystemRegister.HPFAR_EL2, Word.of(0x120));
    machine.step();
    assertEquals(ExceptionLevel.EL2, processor.level());
    assertEquals(-1, processor.peek(SystemRegister.FAR_EL2).unreliable());
    assertFalse(processor.peek(SystemRegister.HPFAR_EL2).isReliable());
  }

  /** In Hyp mode HDFAR stays, HPFAR does not (AArch32.ReportHypEntry). */
  @Test
  void aCallLeavesTheHypFaultAddress() {
    Machine machine =
        at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE, "hvc #1\n");
    Processor processor = machine.processor(0);
    processor.control(Control.SCR_HCE, true);
    processor.poke(SystemRegister.FAR_EL2, Word.of(0x1234));
    processor.poke(SystemRegister.HPFAR_EL2, Word.of(0x120));
    machine.step();
    assertEquals(Mode.HYP, processor.mode());
    assertEquals(Word.of(0x1234), processor.peek(SystemRegister.FAR_EL2));
    assertFalse(processor.peek(SystemRegister.HPFAR_EL2).isReliable());
  }

  /** AArch64.BranchAddr: PC has no tag where TCR.TBI says that there is one. */
  @Test
  void aBranchDropsTheTag() {
    Machine machine = wide(Mode.EL1H, "br x2\n");
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(0x5a00000000000000L | Machines.GUEST + 8));
    processor.poke(SystemRegister.TCR_EL1, Word.of(1L << 37));
    machine.step();
    assertEquals(Machines.GUEST + 8, processor.pc());
  }

  @Test
  void withoutTagsThePcIsWhatTheRegisterSays() {
    Machine machine = wide(Mode.EL1H, "br x2\n");
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(0x5a00000000000000L | Machines.GUEST + 8));
    machine.step();
    assertEquals(0x5a00000000000000L | Machines.GUEST + 8, processor.pc());
  }

  /** Pseudocode of BR: outside a guarded page BTYPE becomes 1, whatever the register. */
  @Test
  void aJumpOutOfAPageThatIsNotGuarded() {
    Machine machine = wide(Mode.EL1H, "br x2\n");
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(Machines.GUEST + 8));
    machine.step();
    assertEquals(1L << 10, processor.status().value() & 3L << 10);
  }

  /** ISS of EC 0x24 and 0x25: WnR and CM are 1 for AT and cache maintenance. */
  @Test
  void addressTranslationThatAbortsReportsAWrite() {
    Machine el2 = wide(Mode.EL2H, "at s1e1r, x2\n");
    Processor hypervisor = el2.processor(0);
    hypervisor.register(2, Word.ZERO);
    hypervisor.poke(SystemRegister.HCR_EL2, Word.of(1L << 31));
    hypervisor.poke(SystemRegister.TCR_EL1, Word.of(25));
    hypervisor.poke(SystemRegister.TTBR0_EL1, Word.of(0x70000000L));
    hypervisor.poke(SystemRegister.MAIR_EL1, Word.ZERO);
    hypervisor.poke(SystemRegister.SCTLR_EL1, Word.of(1));
    el2.step();
    // EC 0x25, IL, CM, WnR, external abort on a walk of level 1
    assertEquals(0x96000155L, hypervisor.peek(SystemRegister.ESR_EL2).value());
  }

  @Test
  void anOrderedLoadMustBeAligned() {
    Machine machine = wide(Mode.EL1H, "ldar x1, [x2]\n");
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(Machines.DATA + 4));
    // A block of 1 GiB of Normal Write-Back memory: Device memory would be checked in any case.
    long tables = Machines.RAM + 0x40000;
    machine.memory().write(tables + 8, 8, SecurityState.NONSECURE, Word.of(Machines.RAM | 0x401));
    processor.poke(SystemRegister.TTBR0_EL1, Word.of(tables));
    processor.poke(SystemRegister.TCR_EL1, Word.of(25));
    processor.poke(SystemRegister.MAIR_EL1, Word.of(0xff));
    processor.poke(SystemRegister.SCTLR_EL1, Word.of(1));
    machine.step();
    assertEquals(0x96000021L, machine.processor(0).peek(SystemRegister.ESR_EL1).value());
  }

  /** SCR_EL3.NSE,NS = 1,0 is reserved (ELFromSPSR). */
  @Test
  void noReturnIntoAReservedWorld() {
    Machine machine =
        at(Machines.WIDE, Mode.EL3H, InstructionSet.A64, SecurityState.ROOT, "eret\n");
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.SCR_EL3, Word.of(1L << 62 | 1L << 10));
    processor.poke(SystemRegister.SPSR_EL3, Word.of(5));
    processor.poke(SystemRegister.ELR_EL3, Word.of(Machines.GUEST));
    machine.step();
    assertEquals(ExceptionLevel.EL3, processor.level());
    assertTrue((processor.status().value() >>> 20 & 1) == 1);
  }

  /** With E2H, TTBR1_EL1 at EL2 is TTBR1_EL2, which translates the high range there. */
  @Test
  void aHostHasAHighRange() {
    Machine machine = wide(Mode.EL2H, "msr ttbr1_el1, x2\n");
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.HCR_EL2, Word.of(1L << 34 | 1L << 31));
    processor.register(2, Word.of(0x40040000L));
    machine.step();
    assertEquals(Word.of(0x40040000L), processor.peek(SystemRegister.TTBR1_EL2));
    processor.poke(SystemRegister.HCR_EL2, Word.of(1L << 31));
    assertFalse(processor.peek(SystemRegister.TTBR1_EL1).isReliable());
  }

  /** DAIFSet at EL0 needs SCTLR_EL1.UMA; a user must not mask interrupts. */
  @Test
  void aUserDoesNotWriteMasks() {
    Machine machine = wide(Mode.EL0, "msr daifset, #15\n");
    machine.processor(0).poke(SystemRegister.HCR_EL2, Word.of(1L << 31));
    machine.processor(0).masks(0);
    machine.step();
    assertEquals(ExceptionLevel.EL1, machine.processor(0).level());
    assertEquals(0, machine.processor(0).peek(SystemRegister.SPSR_EL1).value() & 0x3c0);
  }
}
