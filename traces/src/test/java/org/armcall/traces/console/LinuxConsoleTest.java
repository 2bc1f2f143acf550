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
class LinuxConsoleTest {
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
    assertEquals(Optional.of(Call.SMC), call.insn());
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
  void aFaultStatusOfAnOldKernelIsNoSyndromeThoughItsLineDoesNotNameAarch32() {
    ReadLog log = read("Internal error: Oops: 817 [#1] PREEMPT", "r1 : 00000000  r0 : 00000002");
    assertEquals(List.of(), log.events());
    TraceEvent.Entry entry =
        entry(
            read(
                "Internal error: Oops - undefined instruction: 0 [#1]",
                "r1 : 00000000  r0 : 00000002"),
            0);
    assertEquals(Optional.empty(), entry.toState());
    assertEquals(OptionalLong.empty(), entry.syndrome());
    TraceEvent.Entry aarch64 = entry(read("Internal error: Oops: 96000005 [#1] PREEMPT SMP"), 0);
    assertEquals(OptionalLong.of(0x96000005L), aarch64.syndrome());
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
    assertEquals(Optional.of(Call.HVC), call.insn());
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
  void aNumberThatIsNoProcessorsIsNone() {
    String end = ", ESR 0x000000005a000000 -- HVC (AArch64)";
    TraceEvent.Entry entry =
        entry(read("Unhandled 64-bit el1h sync exception on CPU4711" + end), 0);
    assertEquals(OptionalInt.empty(), entry.cpu());
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

  @Test
  void whatIsSaidWhileADumpIsOpenComesAfterIt() {
    List<String> lines = new ArrayList<>(List.of(OOPS));
    lines.add(5, "NOTICE: SMC 0x84000050 attempted from VM 0x2, blocked=1");
    assertEquals(
        List.of("call", "entry", "call", "handled"),
        read(lines.toArray(String[]::new)).events().stream().map(TraceEvent::kind).toList());
  }
}
