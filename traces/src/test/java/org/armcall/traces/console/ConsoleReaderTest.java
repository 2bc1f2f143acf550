// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;

/** The forms of the lines are those of recordings and of the programs' format strings. */
class ConsoleReaderTest {
  private static final String[] OOPS = {
    "Internal error: Oops - Undefined instruction: 0000000002000000 [#1] SMP",
    "Modules linked in:",
    "CPU: 3 PID: 0 Comm: swapper Not tainted 6.1.0 #1",
    "pstate: 600000c5 (nZCv daIF -PAN -UAO -TCO -DIT -SSBS BTYPE=--)",
    "pc : ffffffc008a01004",
    "lr : __invoke_psci_fn_smc+0x40/0x70",
    "sp : ffffd81108eb3c90",
    "x29: ffffd81108eb3cd0 x28: 0000000081000200 x27: ffffd811081e7800",
    "x2 : 0000000000000000 x1 : 0000000000000007 x0 : 0000000084000000",
    "Call trace:",
    " __arm_smccc_smc+0x4/0x30",
    "Code: d53cd040 d53cd044 d53cd042 d503245f (d4000003) ",
    "---[ end trace 0000000000000000 ]---"
  };

  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.CONSOLE, lines);
  }

  private static ReadLog without(String beginning, String... lines) {
    return read(
        Arrays.stream(lines).filter(line -> !line.startsWith(beginning)).toArray(String[]::new));
  }

  private static TraceEvent.Entry entry(ReadLog log, int index) {
    return log.event(index, TraceEvent.Entry.class);
  }

  private static TraceEvent.Call call(ReadLog log, int index) {
    return log.event(index, TraceEvent.Call.class);
  }

  /** The events without the texts of their lines. */
  private static String fields(ReadLog log) {
    return log.events().toString().replaceAll("source=\\[.*?\\]\\], ", "");
  }

  // Linux

  @Test
  void anOopsGivesSyndromeSavedStateAddressInstructionAndRegisters() {
    ReadLog log = read(OOPS);
    TraceEvent.Call call = call(log, 0);
    assertEquals(Call.SMC, call.insn());
    assertEquals(0xd4000003, call.word().orElseThrow().bits());
    assertEquals(Optional.of(ExceptionLevel.EL1), call.el());
    assertEquals(OptionalLong.of(0xffffffc008a01004L), call.pc());
    assertEquals(0x84000000L, call.regs().get("x0"));
    assertEquals(7L, call.regs().get("x1"));
    assertEquals(6, call.regs().size());
    TraceEvent.Entry entry = entry(log, 1);
    assertEquals(Optional.of(ExceptionKind.UNDEFINED_INSTRUCTION), entry.exception());
    assertEquals(OptionalLong.of(0x2000000), entry.syndrome());
    assertEquals(OptionalLong.of(0x600000c5), entry.spsr());
    assertEquals(Optional.of(ExceptionLevel.EL1), entry.toEl());
    assertEquals(OptionalInt.of(3), entry.cpu());
    assertEquals(OptionalLong.empty(), entry.vector());
    assertEquals(2, log.events().size());
  }

  @Test
  void anAddressThatIsASymbolIsNone() {
    String[] lines = OOPS.clone();
    lines[4] = "pc : __arm_smccc_smc+0x4/0x30";
    ReadLog log = read(lines);
    assertEquals(OptionalLong.empty(), call(log, 0).pc());
    assertEquals(OptionalLong.empty(), entry(log, 1).elr());
    assertEquals(List.of(), log.bad());
  }

  @Test
  void withoutASavedStateTheLevelsAreNotKnown() {
    TraceEvent.Entry entry = entry(without("pstate", OOPS), 1);
    assertEquals(Optional.empty(), entry.fromEl());
    assertEquals(Optional.empty(), entry.toEl());
  }

  @Test
  void aWordThatIsNoCallMakesNoneAndNoneIsMadeWithoutTheWord() {
    String[] lines = OOPS.clone();
    lines[11] = "Code: d53cd040 d53cd044 d53cd042 d4000003 (00000000)";
    assertEquals(1, read(lines).events().size());
    assertEquals(1, without("Code", OOPS).events().size());
    lines[11] = "Code: bad PC value";
    assertEquals(1, read(lines).events().size());
    lines[11] = "Code: ???????? ???????? ???????? ???????? (????????)";
    ReadLog unread = read(lines);
    assertEquals(1, unread.events().size());
    assertEquals(List.of(), unread.bad());
  }

  @Test
  void theNumberOfAnOldKernelIsNoSyndromeWhereItPassesNone() {
    String[] lines = OOPS.clone();
    lines[0] = "Internal error: Oops - undefined instruction: 0 [#1] PREEMPT SMP";
    assertEquals(OptionalLong.empty(), entry(read(lines), 1).syndrome());
  }

  @Test
  void theNumberOfA32BitKernelIsAFaultStatusAndNoSyndrome() {
    TraceEvent.Entry entry =
        entry(read("Internal error: Oops: 805 [#1] SMP ARM", "psr: 60000013"), 0);
    assertEquals(OptionalLong.empty(), entry.syndrome());
    assertEquals(Optional.of(ExecutionState.AARCH32), entry.toState());
    // Supervisor mode is of EL1, or of EL3.
    assertEquals(Optional.empty(), entry.fromEl());
  }

  @Test
  void anOopsOfThumbCodeHasAnInstructionOfTwoHalfwords() {
    // DDI 0487 F5.1: SMC T1 is f7f0 8000 with the immediate in bits 3:0 of the first halfword.
    ReadLog log =
        read(
            "Internal error: Oops - undefined instruction: 0 [#1] SMP THUMB2",
            "pc : [<c041806c>]    lr : [<c0bc3a60>]    psr: 600000f3",
            "sp : c1601ea8  ip : c1601eb8  fp : c17aea80",
            "r3 : 00000000  r2 : 00000000  r1 : 00000000  r0 : 84000000",
            "Code: e8bd 87f0 e1a0 c00d (f7f3) 8000");
    TraceEvent.Call call = call(log, 0);
    assertEquals(Optional.of(InstructionSet.T32), call.isa());
    assertEquals(OptionalInt.of(3), call.imm());
    assertEquals(0xf7f38000, call.word().orElseThrow().bits());
    assertEquals(0xc1601eb8L, call.regs().get("r12"));
    assertEquals(0xc17aea80L, call.regs().get("r11"));
  }

  @Test
  void anUnhandledExceptionOfACallGivesTheCallWithItsRegisters() {
    ReadLog log =
        read(
            "Unhandled 64-bit el1h sync exception on CPU0, ESR 0x000000005a000ea1 -- HVC (AArch64)",
            "pstate: 600000c9 (nZCv daIF)",
            "pc : ffffffc008a01008",
            "x3 : 0000000000000003 x2 : 0000000000000002 x1 : 0000000000000001",
            "x0 : 0000000084000000");
    TraceEvent.Call call = call(log, 0);
    assertEquals(Call.HVC, call.insn());
    assertEquals(Map.of("x0", 0x84000000L, "x1", 1L, "x2", 2L, "x3", 3L), Map.copyOf(call.regs()));
    // The instruction is not printed: that it is before ELR would be a rule and no observation.
    assertEquals(OptionalLong.empty(), call.pc());
    assertEquals(OptionalInt.empty(), call.imm());
    assertEquals(Optional.of(ExceptionLevel.EL2), entry(log, 1).toEl());
  }

  @Test
  void aBadModeIsReadAndOfAnInterruptTheCodeIsNotTaken() {
    String end = " handler detected on CPU1, code 0x5a000ea1 -- HVC (AArch64)";
    TraceEvent.Entry entry = entry(read("Bad mode in Synchronous Abort" + end), 0);
    assertEquals(OptionalLong.of(0x5a000ea1), entry.syndrome());
    assertEquals(OptionalInt.of(1), entry.cpu());
    TraceEvent.Entry error = entry(read("Bad mode in Error" + end), 0);
    assertEquals(OptionalLong.empty(), error.syndrome());
    assertEquals(Optional.of(ExceptionKind.ASYNCHRONOUS), error.exception());
  }

  @Test
  void aProgramsUndefinedInstructionIsOfEl0AndTheLevelOfTheKernelIsNotKnown() {
    ReadLog log =
        read(
            "init[77]: unhandled exception: undefined instruction in init[400000+1000]",
            "pstate: 00000000 (nzcv daif)",
            "pc : 0000000000400194",
            "potentially unexpected fatal signal 4.",
            "pstate: 00001000 (nzcv daif +SSBS)",
            "pc : 0000000000400194");
    assertEquals(1, log.events().size());
    assertEquals(Optional.of(ExceptionLevel.EL0), entry(log, 0).fromEl());
    assertEquals(Optional.empty(), entry(log, 0).toEl());
    assertEquals(OptionalLong.of(0), entry(log, 0).spsr());
  }

  @Test
  void theClassOfAProgramsExceptionIsReadWhateverTheProgramIsCalled() {
    for (String name : List.of("init[77]", "Unity[1]", "Internal[12345]", "a b[2]")) {
      TraceEvent.Entry entry =
          entry(
              read(
                  name
                      + ": unhandled exception: BTI, ESR 0x0000000036000002, undefined instruction"
                      + " in a[400000+1000]"),
              0);
      assertEquals(OptionalLong.of(0x36000002), entry.syndrome());
    }
  }

  @Test
  void anotherProgramsInternalErrorIsNoneOfTheKernel() {
    ReadLog log = read("Internal error: disk full", OOPS[0], OOPS[11]);
    assertEquals(List.of(), log.bad());
    assertEquals(2, log.events().size());
  }

  @Test
  void theLinesOfPsciNameNoCallAndAreNotRead() {
    assertThrows(
        UncheckedIOException.class,
        () -> read("psci: PSCIv1.1 detected in firmware.", "psci: SMC Calling Convention v1.0"));
  }

  // prefixes

  @Test
  void whatStandsBeforeALineIsNoMatter() {
    String plain = fields(read(OOPS));
    for (String prefix :
        List.of(
            "[    0.000000] ",
            "[    0.000000][    T0] ",
            "[    0.000000] [C0] ",
            "<6>",
            "<4>[   12.345678] ",
            "Nov 23 17:01:12 board kernel: ",
            "Nov  3 17:01:12 board kernel: [   12.345680] ",
            "2026-11-23T17:01:12.000001+00:00 board kernel: ",
            "[2026-11-23 17:00:01.120] ",
            "2026-11-23 17:00:01 ",
            "17:00:01.120 ",
            "(d1) ",
            "\u001b[0m\u001b[1;31m")) {
      ReadLog log = read(Arrays.stream(OOPS).map(line -> prefix + line).toArray(String[]::new));
      assertEquals(plain, fields(log), prefix);
    }
    ReadLog colours = read(Arrays.stream(OOPS).map(s -> s + "\u001b[0m").toArray(String[]::new));
    assertEquals(plain, fields(colours));
  }

  // mails

  @Test
  void linesThatAreWrappedAtAnyBlankAreJoined() {
    ReadLog whole = read(OOPS);
    int joined = 0;
    for (int i : List.of(0, 3, 8, 11)) {
      String line = OOPS[i].strip();
      int last = i == 3 ? line.indexOf('(') : line.length();
      for (int at = line.indexOf(' '); at > 0 && at < last; at = line.indexOf(' ', at + 1)) {
        List<String> lines = new ArrayList<>(List.of(OOPS));
        lines.set(i, "[    0.000000] " + line.substring(0, at));
        lines.add(i + 1, line.substring(at + 1));
        if (i == 0 && at <= "Internal error:".length()) {
          // The words that a dump is known by are apart.
          continue;
        }
        ReadLog log = read(lines.toArray(String[]::new));
        String where = line.substring(0, at) + "|";
        assertEquals(List.of(), log.bad(), where);
        assertEquals(call(whole, 0).regs(), call(log, 0).regs(), where);
        assertEquals(entry(whole, 1).syndrome(), entry(log, 1).syndrome(), where);
        assertEquals(entry(whole, 1).spsr(), entry(log, 1).spsr(), where);
        joined += (int) log.count().joined();
      }
    }
    assertTrue(joined >= 8, "joined " + joined);
  }

  // damage

  @Test
  void aDamagedLineIsNamedAndWhatWasHeldIsForgotten() {
    String[] lines = OOPS.clone();
    lines[8] = "[    0.000000] x2 : 0000000000000000 x1 : 00000000zz000007";
    lines[9] = "[    0.000000] Call trace:";
    ReadLog log = read(lines);
    assertEquals(List.of(9L), log.bad());
    assertEquals(0, log.events().size());
  }

  @Test
  void aDumpAfterADamagedLineIsRead() {
    List<String> lines = new ArrayList<>();
    lines.add("Unhandled 64-bit el1h sync exception on CPU0, ESR 0x00000");
    lines.addAll(List.of(OOPS));
    ReadLog log = read(lines.toArray(String[]::new));
    assertEquals(List.of(1L), log.bad());
    assertEquals(2, log.events().size());
  }

  @Test
  void aRegisterOfAarch32WithMoreDigitsIsDamage() {
    ReadLog log =
        read(
            "Internal error: Oops - undefined instruction: 0 [#1] SMP ARM",
            "r1 : 00000000  r0 : 1184000000",
            "[    0.000000] Flags: nZCv");
    assertEquals(List.of(2L), log.bad());
  }

  @Test
  void registersOfAnotherDumpEndThisOne() {
    ReadLog log =
        read(
            OOPS[0],
            "pc : ffffffc008a01004",
            "x1 : 0000000000000007 x0 : 0000000084000000",
            "x1 : 0000000000000008 x0 : 0000000084000001",
            OOPS[11]);
    assertEquals(1, log.events().size());
    assertEquals(OptionalLong.of(0xffffffc008a01004L), entry(log, 0).elr());
  }

  @Test
  void aDumpDoesNotGoOnInTheNextBoot() {
    ReadLog log = read("Synchronous Exception at 0x7C743008", "U-Boot 2023.01", "SPSR 0x60000205");
    assertEquals(OptionalLong.empty(), entry(log, 0).spsr());
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
    assertEquals(Call.SVC, call.insn());
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
    assertEquals(Call.SMC, call(log, 0).insn());
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
    assertEquals(Call.SMC, call(xvisor, 0).insn());
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

  @Test
  void whatIsSaidWhileADumpIsOpenComesAfterIt() {
    List<String> lines = new ArrayList<>(List.of(OOPS));
    lines.add(5, "NOTICE: SMC 0x84000050 attempted from VM 0x2, blocked=1");
    assertEquals(
        List.of("call", "entry", "call", "handled"),
        read(lines.toArray(String[]::new)).events().stream().map(TraceEvent::kind).toList());
  }
}
