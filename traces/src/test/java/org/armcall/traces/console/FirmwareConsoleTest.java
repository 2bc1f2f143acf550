// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;

/** The forms of the lines are those of recordings and of the programs' format strings. */
class FirmwareConsoleTest {
  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.CONSOLE, lines);
  }

  private static TraceEvent.Entry entry(ReadLog log, int index) {
    return log.event(index, TraceEvent.Entry.class);
  }

  private static TraceEvent.Call call(ReadLog log, int index) {
    return log.event(index, TraceEvent.Call.class);
  }

  // U-Boot, EDK2

  @Test
  void theAddressOfUBootIsTheRelocatedOneAndItsLevelIsNotSaid() {
    ReadLog log =
        read(
            "\"Synchronous Abort\" handler, esr 0x5a000ea1, far 0x0",
            "elr: ffffffffe1109004 lr : 0000000000002ca4 (reloc)",
            "elr: 0000000041000004 lr : 000000005fef9ca4",
            "x0 : 000000005dcaf000 x1 : 0000000000000000",
            "",
            "Code: 00000000 00000000 00000000 d401d422 (00000000) ");
    TraceEvent.Call call = call(log, 0);
    // DDI 0487 C6.2: HVC is d4000002 with the immediate in bits 20:5.
    assertEquals(0xd401d422, call.word().orElseThrow().bits());
    assertEquals(OptionalInt.of(0xea1), call.imm());
    assertEquals(OptionalLong.empty(), call.pc());
    assertEquals(OptionalLong.of(0x41000004), entry(log, 1).elr());
    assertEquals(Optional.empty(), entry(log, 1).toEl());
    assertEquals(Optional.empty(), entry(log, 1).fromEl());
  }

  @Test
  void aWordBeforeTheAddressThatIsAnotherCallIsNotTaken() {
    ReadLog log =
        read(
            "\"Synchronous Abort\" handler, esr 0x5a000ea1",
            "elr: 0000000041000004 lr : 000000005fef9ca4",
            "Code: 00000000 00000000 00000000 d4000003 (00000000) ");
    assertEquals(1, log.events().size());
  }

  @Test
  void inUBootOfAarch32TheAddressIsTakenWhereTheInstructionIsOfA32() {
    String code = "Code: 00000000 00000000 00000000 e3a00321 (e1600070)";
    String pc = "pc : [<41001004>]\t   lr : [<5ff3984c>]";
    assertEquals(
        OptionalLong.of(0x41001004), entry(read("undefined instruction", pc, code), 1).elr());
    // It goes back four bytes for T32 too, where LR is two behind the instruction.
    assertEquals(OptionalLong.empty(), entry(read("undefined instruction", pc), 0).elr());
  }

  @Test
  void theRegistersOfEdk2AreReadAndItsLineOfASecondConsoleIsOfTheSameException() {
    ReadLog log =
        read(
            "Synchronous Exception at 0x000000007C743008",
            "",
            "Synchronous Exception at 0x000000007C743008",
            "PC 0x00007C743008 (0x00007C742000+0x00001008) [ 0] smc.dll",
            "PC 0x00007C745000 (0x00007C742000+0x00003000) [ 1] Shell.dll",
            "  X0 0x0000000056000000   X1 0x0000000000000001   X2 0x0   X3 0x3",
            " X28 0x0000000000000000   FP 0x000000007FFFF900   LR 0x000000007EE19F30  ",
            "  SP 0x000000007FFFF900  ELR 0x000000007C743008  SPSR 0x60000205  FPSR 0x00000000",
            " ESR 0x56000007          FAR 0x0000000000000000",
            " ESR : EC 0x15  IL 0x1  ISS 0x00000007");
    TraceEvent.Call call = call(log, 0);
    assertEquals(Optional.of(Call.SVC), call.insn());
    assertEquals(0x7FFFF900L, call.regs().get("x29"));
    assertEquals(0x7EE19F30L, call.regs().get("x30"));
    TraceEvent.Entry entry = entry(log, 1);
    assertEquals(OptionalInt.of(0x15), entry.printedClass());
    assertEquals(OptionalLong.of(0x56000007), entry.syndrome());
    assertEquals(OptionalLong.of(0x60000205), entry.spsr());
    assertEquals(2, log.events().size());
  }

  // TF-A, Hafnium

  @Test
  void aRefusalOfTfAIsAnSmcThatEl3AnswersWithoutSayingWhat() {
    for (String service :
        List.of("Standard Service", "SiP Service", "Arm Architecture Service", "PSCI", "SDEI")) {
      ReadLog log = read("WARNING: Unimplemented " + service + " Call: 0x8400001f ");
      assertEquals(Map.of("x0", 0x8400001fL), Map.copyOf(call(log, 0).regs()));
      TraceEvent.Handled handled = log.event(1, TraceEvent.Handled.class);
      assertEquals("tf-a", handled.by());
      assertEquals(Optional.of(ExceptionLevel.EL3), handled.toEl());
      assertEquals(Map.of(), handled.regs());
      assertEquals(Optional.empty(), handled.fromEl());
    }
  }

  @Test
  void aCrashOfTfAIsAnExceptionToEl3FromTheLevelInSpsr() {
    ReadLog log =
        read(
            "Unhandled Exception in EL3.",
            "x30            = 0x000000000e0a60fc",
            "x0             = 0x0000000000000031",
            "x1             = 0x0000000009000000",
            "x2             = 0x0000000000000090",
            "scr_el3        = 0x0000000000000731",
            "spsr_el3       = 0x00000000200002cc",
            "elr_el3        = 0x000000000e0a6100",
            "esr_el3        = 0x000000005e000001",
            "esr_el1        = 0x0000000056000000");
    TraceEvent.Entry entry = entry(log, 1);
    assertEquals(Optional.of(ExceptionLevel.EL3), entry.fromEl());
    assertEquals(Optional.of(ExceptionLevel.EL3), entry.toEl());
    assertEquals(OptionalLong.of(0x5e000001), entry.syndrome());
    assertEquals(OptionalLong.of(0xe0a6100), entry.elr());
    assertEquals(Optional.of(Call.SMC), call(log, 0).insn());
    assertEquals(0xe0a60fcL, call(log, 0).regs().get("x30"));
  }

  @Test
  void whatAPanicOfTfAPrintsAsSyndromeIsOld() {
    ReadLog log =
        read("PANIC in EL3.", "x30 = 0x1", "esr_el3 = 0x5e000000", "PANIC at PC : 0xe0a1");
    assertEquals(List.of("note", "note"), log.events().stream().map(TraceEvent::kind).toList());
    TraceEvent.Entry interrupt =
        entry(read("Unhandled Interrupt Exception in EL3.", "esr_el3 = 0x5e000000"), 0);
    assertEquals(OptionalLong.empty(), interrupt.syndrome());
  }

  @Test
  void anSmcThatHafniumBlocksIsAnsweredThereAndAnotherGoesOn() {
    ReadLog log =
        read(
            "NOTICE: SMC 0x84000050 attempted from VM 0x2, blocked=1",
            "NOTICE: SMC 0xc4000003 attempted from VM 0x1, blocked=0");
    assertEquals("hafnium", log.event(1, TraceEvent.Handled.class).by());
    assertEquals(Map.of("x0", 0xc4000003L), Map.copyOf(call(log, 2).regs()));
    assertEquals(Optional.of(ExceptionKind.HYP_TRAP), entry(log, 3).exception());
  }

  // hypervisors

  @Test
  void xenDoesNotSayByWhichInstructionItWasCalled() {
    for (String line :
        List.of(
            "(XEN) d0v1 Unhandled SMC/HVC: 0xc3001234",
            "(XEN) traps.c:1435:d0v1 Unhandled SMC/HVC: 0xc3001234",
            "(XEN) [2026-11-23 16:52:24] d0v1 Unhandled SMC/HVC: 0xc3001234")) {
      ReadLog log = read(line);
      TraceEvent.Note note = log.event(0, TraceEvent.Note.class);
      assertTrue(note.text().contains("0xc3001234"), note.text());
      assertEquals(1, log.events().size());
    }
  }

  @Test
  void anImmediateThatXenDoesNotKnowIsThatOfTheCall() {
    ReadLog log = read("(XEN) d0v0 Invalid HVC imm 0x4a48");
    assertEquals(OptionalInt.of(0x4a48), call(log, 0).imm());
    assertEquals("xen", log.event(1, TraceEvent.Handled.class).by());
  }

  @Test
  void thePanicOfXenIsOneExceptionThoughItIsNamedThreeTimes() {
    ReadLog log =
        read(
            "(XEN) Hypervisor Trap. HSR=0x0000005a000000 EC=0x16 IL=1 Syndrome=0x0",
            "(XEN) CPU0: Unexpected Trap: Hypervisor",
            "(XEN) ----[ Xen-4.17.7  arm64  debug=n  Not tainted ]----",
            "(XEN) PC:     00000000002582cc __arm_smccc_1_0_smc+0x4/0x28",
            "(XEN) CPSR:   00000000400003c9 MODE:64-bit EL2h (Hypervisor, handler)",
            "(XEN)      X0: 0000000084000000  X1: 0000000000000000  X2: 0000000000000000",
            "(XEN)      X3: 0000000000000000  X4: 0000000000000000  X5: 0000000000000000",
            "(XEN)    ESR_EL2: 000000005a000000",
            "(XEN) Panic on CPU 0:",
            "(XEN) CPU0: Unexpected Trap: Hypervisor");
    assertEquals(2, log.events().size());
    TraceEvent.Entry entry = entry(log, 1);
    assertEquals(OptionalInt.of(0x16), entry.printedClass());
    assertEquals(OptionalLong.of(0x2582cc), entry.elr());
    assertEquals(Optional.of(ExceptionLevel.EL2), entry.fromEl());
    assertEquals(OptionalInt.of(0), entry.cpu());
    assertEquals(0x84000000L, call(log, 0).regs().get("x0"));
  }

  @Test
  void theRegistersThatXenPrintsOnAKeyAreOfNoException() {
    assertThrows(
        UncheckedIOException.class,
        () ->
            read(
                "(XEN) *** Dumping CPU0 host state: ***",
                "(XEN) ----[ Xen-4.17.7  arm64  debug=n  Not tainted ]----",
                "(XEN) PC:     00000000002582cc idle_loop+0x4/0x28",
                "(XEN)    ESR_EL2: 000000005a000000"));
  }

  @Test
  void aTrapInOneLineHasItsSyndromeAndAddress() {
    TraceEvent.Entry gunyah =
        entry(
            read("[HYP] Unhandled trap from VM 3, ESR_EL2 = 0x5e000001, ELR_EL2 = 0x40081230"), 0);
    assertEquals(OptionalLong.of(0x5e000001), gunyah.syndrome());
    assertEquals(OptionalLong.of(0x40081230), gunyah.elr());
    assertEquals(Optional.empty(), gunyah.fromEl());
    TraceEvent.Entry hyp = entry(read("Trapped SMC instruction: 4e000000"), 0);
    assertEquals(OptionalLong.of(0x4e000000), hyp.syndrome());
    assertEquals(Optional.of(ExecutionState.AARCH32), hyp.toState());
    assertEquals(
        OptionalLong.of(0x5a000001), entry(read("VCPUFault HSR=0x5a000001"), 0).syndrome());
    ReadLog hvf = read("HVC #0 exec EXIT->VMM ESR=0x5a000000 EC=0x16 HVC64");
    assertEquals(OptionalInt.of(0x16), entry(hvf, 1).printedClass());
    TraceEvent.Entry abort =
        entry(read("(XEN) d1v2 HSR=0x92000007 pc=0x810a8 gva=0x9000000 gpa=0x9000000"), 0);
    assertEquals(OptionalLong.of(0x810a8), abort.elr());
  }

  @Test
  void theRegistersOfXvisorAndOfLittleKernelAreRead() {
    ReadLog xvisor =
        read(
            "do_sync: ESR=0x000000005e000000 EC=0x17 IL=0x1 ISS=0x0",
            "    SP=0x0000000040200000 LR=0x0000000040080100 PC=0x0000000040080104",
            "    PSTATE=0x00000000600003c5",
            "  X00=0x0000000084000000  X01=0x0000000000000000",
            "  X02=0x0000000000000000  X03=0x0000000000000000");
    assertEquals(Optional.of(Call.SMC), call(xvisor, 0).insn());
    assertEquals(Optional.of(ExceptionLevel.EL1), entry(xvisor, 1).fromEl());
    assertEquals(OptionalLong.of(0x40080104), entry(xvisor, 1).elr());
    ReadLog lk =
        read(
            "ESR 0x56000000: ec 0x15, il 0x2000000, iss 0x0",
            "iframe 0xffff00000a5f3b20:",
            "x0  0x              12 x1  0x               0 x2  0x               0 x3  0x       7",
            "elr  0xffff000000ac2014",
            "spsr 0x              60000005");
    assertEquals(0x12L, call(lk, 0).regs().get("x0"));
    assertEquals(OptionalLong.of(0x60000005), entry(lk, 1).spsr());
    assertEquals(Optional.empty(), entry(lk, 1).toEl());
    TraceEvent.Entry level = entry(read("ESR 0x5e000000: ec 0x17, il 0x2000000, iss 0x0, EL3"), 0);
    assertEquals(Optional.of(ExceptionLevel.EL3), level.toEl());
  }
}
