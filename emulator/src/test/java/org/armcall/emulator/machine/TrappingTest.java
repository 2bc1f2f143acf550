// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traps of waits and of system registers, worked out from the ISS encodings of EC 0x01, 0x03, 0x04
 * and 0x18 (DDI 0487 D24.2.40), the register descriptions of SCTLR, HCR and SCR, and Arm's
 * pseudocode AArch64.CheckForWFxTrap, AArch32.CheckForWFxTrap, AArch64.CheckSystemAccess,
 * AArch64.CheckAArch32SystemAccessTraps and AArch64.AArch32SystemAccessTrapSyndrome.
 */
final class TrappingTest {
  private static final int EC_WAIT = 0x01 << 26 | 1 << 25;
  private static final long EC_SYSTEM = 0x18L << 26 | 1 << 25;
  private static final long EC_MRC = 0x03L << 26 | 1 << 25;
  private static final long EC_MRRC = 0x04L << 26 | 1 << 25;

  /** CV=1, COND=0b1110. */
  private static final int ALWAYS = 0x1e << 20;

  private static final long NT_WI = 1L << 16;
  private static final long NT_WE = 1L << 18;
  private static final long UMA = 1L << 9;
  private static final long UCI = 1L << 26;
  private static final long TGE = 1L << 27;
  private static final long HOST = TGE | 1L << 34;
  private static final long RW = 1L << 31;

  private Machine machine;
  private Processor processor;

  private Processor at(Platform platform, Mode mode, InstructionSet isa, String text) {
    return at(platform, mode, isa, SecurityState.NONSECURE, text);
  }

  private Processor at(
      Platform platform, Mode mode, InstructionSet isa, SecurityState security, String text) {
    machine = Machine.of(platform).ram(Machines.RAM, Machines.RAM_SIZE).build();
    processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, isa, security));
    Machines.setVectors(processor);
    Machines.load(machine, isa, Machines.GUEST, text + "\n");
    return processor;
  }

  private Processor wide(Mode mode, String text) {
    return at(Machines.WIDE, mode, InstructionSet.A64, text);
  }

  private TrappingTest also(SystemRegister register, long bits) {
    processor.poke(register, processor.peek(register).or(Word.of(bits)));
    return this;
  }

  private void goesTo(ExceptionLevel level, long offset, long syndrome) {
    machine.step();
    SystemRegister reported =
        level == ExceptionLevel.EL1
            ? SystemRegister.ESR_EL1
            : level == ExceptionLevel.EL2 ? SystemRegister.ESR_EL2 : SystemRegister.ESR_EL3;
    assertEquals(level, processor.level());
    assertEquals(Long.toHexString(syndrome), Long.toHexString(processor.peek(reported).value()));
    assertEquals(Machines.vectors(level.number()) + offset, processor.pc());
  }

  private void goesOn() {
    machine.step();
    assertEquals(Machines.GUEST + 4, processor.pc());
  }

  /** HCR.TWI and TWE before those of SCR_EL3; TI, bit 0, says WFE. */
  @ParameterizedTest
  @CsvSource({"wfi, 13, 12, 0", "wfe, 14, 13, 1"})
  void aWaitIsTrappedByEl2AndThenByEl3(String text, int byEl2, int byEl3, int instruction) {
    long syndrome = EC_WAIT | ALWAYS | instruction;
    for (Mode mode : new Mode[] {Mode.EL0, Mode.EL1H}) {
      wide(mode, text);
      also(SystemRegister.SCTLR_EL1, NT_WI | NT_WE);
      also(SystemRegister.HCR_EL2, 1L << byEl2).also(SystemRegister.SCR_EL3, 1L << byEl3);
      goesTo(ExceptionLevel.EL2, 0x400, syndrome);
    }
    for (Mode mode : new Mode[] {Mode.EL1H, Mode.EL2H}) {
      wide(mode, text);
      also(SystemRegister.SCR_EL3, 1L << byEl3);
      goesTo(ExceptionLevel.EL3, 0x400, syndrome);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wfi", "wfe"})
  void aWaitThatNothingTraps(String text) {
    wide(Mode.EL1H, text);
    goesOn();
    wide(Mode.EL0, text);
    also(SystemRegister.SCTLR_EL1, NT_WI | NT_WE);
    goesOn();
    wide(Mode.EL2H, text);
    also(SystemRegister.HCR_EL2, 3L << 13);
    goesOn();
    at(Machines.WIDE, Mode.EL3H, InstructionSet.A64, SecurityState.ROOT, text);
    also(SystemRegister.SCR_EL3, 3L << 12);
    goesOn();
    at(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, text);
    also(SystemRegister.SCR_EL3, 3L << 12);
    goesOn();
    at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, text);
    also(SystemRegister.SCR_EL3, 3L << 12);
    goesOn();
  }

  /** SCTLR_EL1.nTWI and nTWE, for a host those of SCTLR_EL2; they come before HCR. */
  @ParameterizedTest
  @CsvSource({"wfi, 0", "wfe, 1"})
  void aWaitOfAnApplicationIsTrappedByEl1(String text, int instruction) {
    long syndrome = EC_WAIT | ALWAYS | instruction;
    wide(Mode.EL0, text);
    also(SystemRegister.SCTLR_EL1, instruction == 0 ? NT_WE : NT_WI);
    also(SystemRegister.HCR_EL2, 3L << 13);
    goesTo(ExceptionLevel.EL1, 0x400, syndrome);
    wide(Mode.EL0, text);
    also(SystemRegister.HCR_EL2, TGE);
    goesTo(ExceptionLevel.EL2, 0x400, syndrome);
    wide(Mode.EL0, text);
    also(SystemRegister.HCR_EL2, HOST).also(SystemRegister.SCTLR_EL1, NT_WI | NT_WE);
    goesTo(ExceptionLevel.EL2, 0x400, syndrome);
    wide(Mode.EL0, text);
    also(SystemRegister.HCR_EL2, HOST | 3L << 13).also(SystemRegister.SCTLR_EL2, NT_WI | NT_WE);
    goesOn();
  }

  /** AArch32 EL1 takes it as an UNDEFINED instruction, and so does Hyp mode for it. */
  @Test
  void aWaitOfAUserThatSctlrDoesNotAllow() {
    at(Machines.NARROW, Mode.USR, InstructionSet.A32, "wfi");
    goesOn();
    at(Machines.NARROW, Mode.USR, InstructionSet.A32, "wfi");
    processor.poke(SystemRegister.SCTLR_EL1, Word.ZERO);
    machine.step();
    assertEquals(Mode.UND, processor.mode());
    assertEquals(Machines.vectors(1) + 4, processor.pc());
    assertEquals(Machines.GUEST + 4, processor.register(14).value());
    at(Machines.NARROW, Mode.USR, InstructionSet.A32, "wfi");
    processor.poke(SystemRegister.SCTLR_EL1, Word.ZERO);
    also(SystemRegister.HCR_EL2, TGE);
    goesTo(ExceptionLevel.EL2, 0x14, 1L << 25);
    at(Machines.ARMV7, Mode.USR, InstructionSet.A32, "wfi");
    processor.poke(SystemRegister.SCTLR_EL1, Word.ZERO);
    goesOn();
  }

  /** SCR.TWI of AArch32 EL3: Monitor mode at offset 4; Hyp mode gets EC 0x01 at 0x14. */
  @Test
  void aWaitThatGoesToHypAndMonitorMode() {
    at(Machines.NARROW, Mode.SVC, InstructionSet.A32, "wfi");
    also(SystemRegister.SCR_EL3, 1L << 12);
    machine.step();
    assertEquals(Mode.MON, processor.mode());
    assertEquals(Machines.vectors(3) + 4, processor.pc());
    at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "wfi");
    also(SystemRegister.HCR_EL2, 1L << 13);
    goesTo(ExceptionLevel.EL2, 0x14, EC_WAIT | ALWAYS);
  }

  /** COND is the condition of A32, and that of the IT block; IL is 0 for the 16-bit WFI. */
  @Test
  void theSyndromeHasTheConditionAndTheLengthOfAWait() {
    at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "cmp r0, r0\n wfieq");
    machine.step();
    also(SystemRegister.HCR_EL2, 1L << 13);
    goesTo(ExceptionLevel.EL2, 0x14, EC_WAIT | 0x10 << 20);
    at(Machines.ARMV7, Mode.SVC, InstructionSet.T32, "cmp r0, r0\n it eq\n wfieq");
    Machines.turns(machine, 2);
    also(SystemRegister.HCR_EL2, 1L << 13);
    goesTo(ExceptionLevel.EL2, 0x14, (EC_WAIT | 0x10 << 20) & ~(1L << 25));
  }

  /** A waiting event ends WFE at once, before any trap, and is used up (pseudocode Hint_WFE). */
  @ParameterizedTest
  @ValueSource(strings = {"sevl", "sev"})
  void anEventSparesOneWfe(String text) {
    wide(Mode.EL1H, text + "\n wfe\n wfe");
    also(SystemRegister.HCR_EL2, 1L << 14);
    Machines.turns(machine, 2);
    assertEquals(Machines.GUEST + 8, processor.pc());
    goesTo(ExceptionLevel.EL2, 0x400, EC_WAIT | ALWAYS | 1);
  }

  private static long system(int op0, int op1, int crn, int crm, int op2, int rt, int read) {
    return EC_SYSTEM | op0 << 20 | op2 << 17 | op1 << 14 | crn << 10 | rt << 5 | crm << 1 | read;
  }

  /** SCTLR_EL1.UMA: MSR of an immediate has Op0=0, CRm=imm4 and Rt=31. */
  @Test
  void masksAreNotAnApplicationsUnlessEl1SaysSo() {
    String[] texts = {"mrs x3, daif", "msr daif, x3", "msr daifset, #2", "msr daifclr, #5"};
    long[] syndromes = {
      system(3, 3, 4, 2, 1, 3, 1),
      system(3, 3, 4, 2, 1, 3, 0),
      system(0, 3, 4, 2, 6, 31, 0),
      system(0, 3, 4, 5, 7, 31, 0)
    };
    for (int index = 0; index < texts.length; index++) {
      wide(Mode.EL0, texts[index]);
      goesTo(ExceptionLevel.EL1, 0x400, syndromes[index]);
      assertEquals(
          0xffffffffL << 32 | 7 << 22, processor.peek(SystemRegister.ESR_EL1).unreliable());
      wide(Mode.EL0, texts[index]);
      also(SystemRegister.HCR_EL2, TGE);
      goesTo(ExceptionLevel.EL2, 0x400, syndromes[index]);
      wide(Mode.EL0, texts[index]);
      also(SystemRegister.HCR_EL2, HOST).also(SystemRegister.SCTLR_EL1, UMA);
      goesTo(ExceptionLevel.EL2, 0x400, syndromes[index]);
      wide(Mode.EL0, texts[index]).register(3, Word.ZERO);
      also(SystemRegister.SCTLR_EL1, UMA);
      goesOn();
    }
  }

  /** What has no bit that could allow it is UNDEFINED: EC 0. */
  @ParameterizedTest
  @ValueSource(
      strings = {"mrs x0, sctlr_el1", "msr spsel, #1", "mrs x0, currentel", "tlbi vmalle1"})
  void whatIsNoApplicationsAtAllIsUndefined(String text) {
    wide(Mode.EL0, text);
    goesTo(ExceptionLevel.EL1, 0x400, 1L << 25);
  }

  /** SCTLR_EL1.UCI, then HCR_EL2.TPU and TPC: op0=1, op1=3, CRn=7. */
  @ParameterizedTest
  @CsvSource({
    "dc civac, 14, 1, 23",
    "dc cvac, 10, 1, 23",
    "dc cvau, 11, 1, 24",
    "ic ivau, 5, 1, 24"
  })
  void cacheMaintenanceOfAnApplication(String name, int crm, int op2, int bit) {
    long syndrome = system(1, 3, 7, crm, op2, 5, 0);
    wide(Mode.EL0, name + ", x5");
    goesTo(ExceptionLevel.EL1, 0x400, syndrome);
    wide(Mode.EL0, name + ", x5").register(5, Word.of(Machines.DATA));
    also(SystemRegister.SCTLR_EL1, UCI);
    goesOn();
    wide(Mode.EL0, name + ", x5");
    also(SystemRegister.HCR_EL2, HOST).also(SystemRegister.SCTLR_EL1, UCI);
    goesTo(ExceptionLevel.EL2, 0x400, syndrome);
    for (Mode mode : new Mode[] {Mode.EL0, Mode.EL1H}) {
      wide(mode, name + ", x5");
      also(SystemRegister.SCTLR_EL1, UCI).also(SystemRegister.HCR_EL2, 1L << bit);
      goesTo(ExceptionLevel.EL2, 0x400, syndrome);
    }
  }

  /** As Linux has it in its table of EL0 cache operations: ESR 0x6212dc1c with Rt=0. */
  @Test
  void aKnownSyndrome() {
    wide(Mode.EL0, "dc civac, x0");
    goesTo(ExceptionLevel.EL1, 0x400, 0x6212dc1cL);
  }

  /** HCR_EL2.TVM for writes, TRVM for reads, TTLB for TLB maintenance. */
  @Test
  void aHypervisorTrapsWhatItsGuestDoesToTranslation() {
    wide(Mode.EL1H, "msr ttbr0_el1, x7");
    also(SystemRegister.HCR_EL2, 1L << 26);
    goesTo(ExceptionLevel.EL2, 0x400, system(3, 0, 2, 0, 0, 7, 0));
    wide(Mode.EL1H, "mrs x7, sctlr_el1");
    also(SystemRegister.HCR_EL2, 1L << 26);
    goesOn();
    wide(Mode.EL1H, "mrs x7, sctlr_el1");
    also(SystemRegister.HCR_EL2, 1L << 30);
    goesTo(ExceptionLevel.EL2, 0x400, system(3, 0, 1, 0, 0, 7, 1));
    wide(Mode.EL1H, "tlbi vae1, x2");
    also(SystemRegister.HCR_EL2, 1L << 25);
    goesTo(ExceptionLevel.EL2, 0x400, system(1, 0, 8, 7, 1, 2, 0));
    wide(Mode.EL2H, "msr ttbr0_el1, x7").register(7, Word.ZERO);
    also(SystemRegister.HCR_EL2, 1L << 26);
    goesOn();
  }

  /** HCR_EL2.NV: what EL2 alone may do is trapped where it would be UNDEFINED. */
  @Test
  void underNestedVirtualizationEl2RegistersAreTrapped() {
    wide(Mode.EL1H, "mrs x1, hcr_el2");
    goesTo(ExceptionLevel.EL1, 0x200, 1L << 25);
    wide(Mode.EL1H, "mrs x1, hcr_el2");
    also(SystemRegister.HCR_EL2, 1L << 42);
    goesTo(ExceptionLevel.EL2, 0x400, system(3, 4, 1, 1, 0, 1, 1));
    wide(Mode.EL1H, "tlbi alle1");
    also(SystemRegister.HCR_EL2, 1L << 42);
    goesTo(ExceptionLevel.EL2, 0x400, system(1, 4, 8, 7, 4, 31, 0));
    wide(Mode.EL1H, "mrs x1, scr_el3");
    also(SystemRegister.HCR_EL2, 1L << 42);
    goesTo(ExceptionLevel.EL1, 0x200, 1L << 25);
  }

  private static long coprocessor(int opc1, int crn, int crm, int opc2, int rt, int read) {
    return EC_MRC | ALWAYS | opc2 << 17 | opc1 << 14 | crn << 10 | rt << 5 | crm << 1 | read;
  }

  /** EC 0x03 and 0x04; HSR has the number of Rt, ESR the X register that it is: SP_svc is X19. */
  @Test
  void aHypervisorTrapsTheCoprocessorOfItsGuest() {
    at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "mcr p15, 0, r13, c2, c0, 1");
    also(SystemRegister.HCR_EL2, 1L << 26);
    goesTo(ExceptionLevel.EL2, 0x14, coprocessor(0, 2, 0, 1, 13, 0));
    at(Machines.WIDE_EL2, Mode.SVC, InstructionSet.A32, "mcr p15, 0, r13, c2, c0, 1");
    also(SystemRegister.HCR_EL2, 1L << 26);
    goesTo(ExceptionLevel.EL2, 0x600, coprocessor(0, 2, 0, 1, 19, 0));
    at(Machines.ARMV7, Mode.SVC, InstructionSet.A32, "mrrc p15, 1, r4, r6, c2");
    also(SystemRegister.HCR_EL2, 1L << 30);
    goesTo(ExceptionLevel.EL2, 0x14, EC_MRRC | ALWAYS | 1 << 16 | 6 << 10 | 4 << 5 | 2 << 1 | 1);
    at(Machines.ARMV7, Mode.SVC, InstructionSet.T32, "mcr p15, 0, r1, c8, c7, 0");
    also(SystemRegister.HCR_EL2, 1L << 25);
    goesTo(ExceptionLevel.EL2, 0x14, coprocessor(0, 8, 7, 0, 1, 0));
  }

  /** TRVM is about reads: MCR of IFAR, half of a register here, is none. */
  @Test
  void aWriteOfHalfARegisterIsNoRead() {
    at(Machines.NARROW, Mode.SVC, InstructionSet.A32, "mcr p15, 0, r1, c6, c0, 2");
    processor.register(1, Word.of(4));
    also(SystemRegister.HCR_EL2, 1L << 30);
    goesOn();
    at(Machines.NARROW, Mode.SVC, InstructionSet.A32, "mcr p15, 0, r1, c6, c0, 2");
    also(SystemRegister.HCR_EL2, 1L << 26);
    goesTo(ExceptionLevel.EL2, 0x14, coprocessor(0, 6, 0, 2, 1, 0));
  }

  /**
   * Secure EL1 in AArch32 below AArch64 EL3: SCR, NSACR, MVBAR and ATS12NSO are EL3's, EC 0x03; in
   * Non-secure state they are UNDEFINED, but NSACR reads as 0xc00.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 0, true", "1, 1, 2, true", "12, 0, 1, true", "7, 8, 4, false"})
  void secureEl1AsksEl3(int crn, int crm, int opc2, boolean readable) {
    String operands = " p15, 0, r1, c" + crn + ", c" + crm + ", " + opc2;
    for (int read = readable ? 1 : 0; read >= 0; read--) {
      String text = (read == 1 ? "mrc" : "mcr") + operands;
      at(Machines.WIDE, Mode.SVC, InstructionSet.A32, SecurityState.SECURE, text);
      goesTo(ExceptionLevel.EL3, 0x600, coprocessor(0, crn, crm, opc2, 1, read));
      at(Machines.WIDE, Mode.SVC, InstructionSet.A32, text);
      machine.step();
      boolean nsacr = opc2 == 2 && read == 1;
      assertEquals(nsacr ? Mode.SVC : Mode.UND, processor.mode());
      assertEquals(nsacr, processor.register(1).value() == 0xc00);
    }
    at(Machines.NARROW, Mode.USR, InstructionSet.A32, "mrc p15, 0, r1, c1, c1, 2");
    machine.step();
    assertEquals(Mode.UND, processor.mode());
  }

  /** AArch32 has no bits for its users: CP15 at EL0 is UNDEFINED for AArch64 EL1 as well. */
  @Test
  void aUsersCoprocessorIsUndefined() {
    at(Machines.WIDE, Mode.USR, InstructionSet.A32, "mcr p15, 0, r1, c7, c5, 1");
    also(SystemRegister.HCR_EL2, RW);
    goesTo(ExceptionLevel.EL1, 0x600, 1L << 25);
  }
}
