// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.tarmac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of the lines are those that traces/formats/tarmac.md names. */
class TarmacReaderTest {
  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.TARMAC, lines);
  }

  private static final String[] SMC = {
    "1 clk IT (1) 40080000 d2b08000 O EL1h_n : MOV x0,#0x84000000",
    "1 clk R X0 0000000084000000",
    "2 clk IT (2) 40080004 d4000023 O EL1h_n : SMC #1",
    "2 clk E 40080004 00000088 CoreEvent_LOWER_64_SYNC",
    "2 clk R cpsr 000003cd",
    "2 clk R ESR_EL3 000000005e000001",
    "2 clk R ELR_EL3 0000000040080008",
    "2 clk R SPSR_EL3 00000000600003c5",
    "3 clk IT (3) 00002400 d2800000 O EL3h_s : MOV x0,#0",
    "3 clk R X0 0000000000000000",
    "4 clk IT (4) 00002404 d69f03e0 O EL3h_s : ERET",
    "5 clk IT (5) 40080008 d503201f O EL1h_n : NOP"
  };

  @Test
  void anSmcHasItsWordItsImmediateAndTheRegistersWrittenBefore() {
    TraceEvent.Call call = read(SMC).event(0, TraceEvent.Call.class);
    assertEquals(Optional.of(Call.SMC), call.insn());
    assertEquals(OptionalInt.of(1), call.imm());
    assertEquals(OptionalLong.of(0x40080004), call.pc());
    assertEquals(Optional.of(ExceptionLevel.EL1), call.el());
    assertEquals(Map.of("x0", 0x84000000L), call.regs());
    assertEquals("regs from the register history", read(SMC).reconstructed().get(0));
  }

  @Test
  void whatIsWrittenBehindItIsItsException() {
    TraceEvent.Entry entry = read(SMC).event(1, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionLevel.EL3), entry.toEl());
    assertEquals(OptionalLong.of(0x5e000001), entry.syndrome());
    assertEquals(OptionalLong.of(0x40080008), entry.elr());
    assertEquals(OptionalLong.of(0x600003c5), entry.spsr());
    assertEquals(OptionalLong.of(0x2400), entry.vector());
    assertEquals(OptionalLong.of(0x3cd), entry.pstate());
  }

  @Test
  void whatTheHandlerLeftIsTheResult() {
    TraceEvent.Return back = read(SMC).event(2, TraceEvent.Return.class);
    assertEquals(0x40080008, back.pc());
    assertEquals(Map.of("x0", 0L), back.regs());
    assertEquals(Optional.of(ExceptionLevel.EL3), back.fromEl());
    assertEquals(Optional.of(ExceptionLevel.EL1), back.toEl());
  }

  @Test
  void aRegisterThatWasNotWrittenIsNotThere() {
    assertFalse(read(SMC).event(0, TraceEvent.Call.class).regs().containsKey("x1"));
  }

  @Test
  void aProgramThatWritesTheRegistersOfAnExceptionTakesNone() {
    ReadLog log =
        read(
            "1 clk IT (1) 00001000 d5184020 O EL3h_s : MSR ELR_EL3,x0",
            "1 clk R ELR_EL3 0000000040080008",
            "2 clk IT (2) 00001004 d5184000 O EL3h_s : MSR SPSR_EL3,x0",
            "2 clk R SPSR_EL3 00000000000003c5",
            "3 clk IT (3) 00001008 d503201f O EL3h_s : NOP");
    assertEquals(List.of(), log.events());
  }

  @Test
  void anExceptionAtTheSameLevelIsTakenWhereBothAreWrittenAtOnce() {
    ReadLog log =
        read(
            "1 clk IT (1) 00210124 a9400801 O EL3h_s : LDP x1,x2,[x0,#0]",
            "1 clk R ESR_EL3 0000000096000021",
            "1 clk R ELR_EL3 0000000000210124",
            "1 clk R SPSR_EL3 00000000000003cd",
            "2 clk IT (2) 00000200 d503201f O EL3h_s : NOP");
    assertEquals(OptionalLong.of(0x96000021L), log.event(0, TraceEvent.Entry.class).syndrome());
  }

  @Test
  void processorsAreKeptApart() {
    ReadLog log =
        read(
            "1 clk cpu0 R X0 0000000000000001",
            "1 clk cpu1 R X0 0000000000000002",
            "2 clk cpu0 IT (1) 1000 d503201f O EL1h_n : NOP",
            "2 clk cpu1 IT (1) 1000 d503201f O EL1h_n : NOP",
            "3 clk cpu1 IT (2) 1004 d4000002 O EL1h_n : HVC #0",
            "3 clk cpu0 IT (2) 1004 d503201f O EL1h_n : NOP",
            "4 clk cpu1 IT (3) 2400 d69f03e0 O EL2h_n : ERET");
    TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
    assertEquals(OptionalInt.of(1), call.cpu());
    assertEquals(2L, call.regs().get("x0"));
    assertEquals(2, log.events().size());
  }

  @Test
  void aConditionThatFailedIsNoCall() {
    for (String line :
        List.of(
            "1 clk IS (1) 00008000 01600072 A svc_ns : SMCEQ #2",
            "1 tic ES (00008000:01600072) A svc_ns: CCFAIL SMCEQ #2")) {
      ReadLog log = read("1 clk IT (0) 7ffc e1a00000 A svc_ns : NOP", line);
      assertEquals("skipped", log.events().get(0).kind());
      assertEquals(1, log.events().size());
    }
  }

  @Test
  void withoutASyndromeACallThatChangesToItsLevelIsTaken() {
    ReadLog log =
        read(
            "0 clk cpu0 IT (1) 80004 d4000003 O EL1h_ns : SMC #0",
            "5 clk cpu0 IT (2) 2400 d503201f O EL3h_s : NOP");
    TraceEvent.Entry entry = log.event(1, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionKind.SMC), entry.exception());
    assertEquals(OptionalLong.empty(), entry.elr());
    assertEquals(
        "vector from the next instruction; exception from the call and the level",
        log.reconstructed().get(1));
  }

  @Test
  void aWriteOfWZeroesTheUpperHalfAndAWriteOfRLeavesItUnknown() {
    ReadLog log =
        read(
            "0 clk R X0 ffffffffffffffff",
            "0 clk R X1 ffffffffffffffff",
            "0 clk R W0 00000007",
            "1 clk IT (1) 1000 e1a00000 A svc_ns : NOP",
            "1 clk R r1 00000009",
            "2 clk IT (2) 80000 d503201f O EL1h_n : NOP",
            "3 clk IT (3) 80004 d4000002 O EL1h_n : HVC #0");
    assertEquals(Map.of("x0", 7L), log.event(0, TraceEvent.Call.class).regs());
  }

  @Test
  void aRegisterOfAValueThatIsNotKnownIsForgotten() {
    ReadLog log =
        read(
            "0 clk R X0 0000000000000001",
            "0 clk R X0 00000000xxxxxxxx",
            "1 clk IT (1) 80000 d503201f O EL1h_n : NOP",
            "2 clk IT (2) 80004 d4000002 O EL1h_n : HVC #0");
    assertEquals(Map.of(), log.event(0, TraceEvent.Call.class).regs());
  }

  @Test
  void whatTheModelAnswersItselfHasNoException() {
    ReadLog log =
        read(
            "1 clk IT (1) 000202ec e3a00006 A svc_s : MOV r0,#6",
            "1 clk R r0 00000006",
            "2 clk IT (2) 000202f0 ef123456 A svc_s : SVC #0x123456",
            "2 clk R r0 00000001",
            "3 clk IT (3) 000202f4 e28dd00c A svc_s : ADD sp,sp,#0xc");
    assertEquals(Map.of("r0", 6L), log.event(0, TraceEvent.Call.class).regs());
    TraceEvent.Handled handled = log.event(1, TraceEvent.Handled.class);
    assertEquals("the model", handled.by());
    assertEquals(Map.of("r0", 1L), handled.regs());
  }

  @Test
  void t32WordsHaveTheirFirstHalfwordAbove() {
    ReadLog log =
        read(
            "1 clk IT (1) 00008000 4600 T svc_ns : MOV r0,r0",
            "2 clk IT (2) 00008002 f7e08001 T svc_ns : HVC #1",
            "3 clk IT (3) 00009000 df07 T svc_ns : SVC #7");
    TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
    assertEquals(Optional.of(InstructionSet.T32), call.isa());
    assertEquals(OptionalInt.of(1), call.imm());
    assertEquals(OptionalInt.of(7), log.event(1, TraceEvent.Call.class).imm());
  }

  @Test
  void anSvcOfTheMProfileIsNoCallOfOurs() {
    ReadLog log =
        read(
            "1 clk IT (1) 000006e8 dfcf T thread : SVC #0xcf",
            "2 clk IT (2) 00000010 1000 T handler : ASRS r0,r0,#32");
    assertEquals(List.of(), log.events());
  }

  @Test
  void linesThatWereLeftOutTakeTheRegistersWithThem() {
    ReadLog log =
        read(
            "1 clk IT (1) 80000 d2800020 O EL1h_n : MOV x0,#1",
            "1 clk R X0 0000000000000001",
            "--",
            "8 clk IT (8) 80100 d4000002 O EL1h_n : HVC #0");
    assertEquals(List.of(3L), log.bad());
    assertEquals(Map.of(), log.event(0, TraceEvent.Call.class).regs());
  }

  @Test
  void timesAndUnitsAreReadInEveryForm() {
    for (String time : List.of("", "271ns ", "0.5 us ", "12 tic ", "3 ", "  1 cs cpu0 ")) {
      ReadLog log = read(time + "IT (1) 80004:00080004_NS d4000002 O EL1h_n : HVC #0");
      assertEquals(1, log.events().size(), time);
    }
  }

  @Test
  void aLineThatAMailProgramFoldedIsPutTogetherAndCounted() {
    String[] folded = new String[SMC.length + 2];
    folded[0] = SMC[0];
    folded[1] = "1 clk R X0";
    folded[2] = "0000000084000000";
    folded[3] = "2 clk IT (2) 40080004";
    folded[4] = "d4000023 O EL1h_n : SMC #1";
    System.arraycopy(SMC, 3, folded, 5, SMC.length - 3);
    ReadLog log = read(folded);
    assertEquals(List.of(), log.bad());
    assertEquals(2, log.count().joined());
    assertEquals(fields(read(SMC)), fields(log));
  }

  private static List<String> fields(ReadLog log) {
    return log.events().stream()
        .map(event -> event.toString().replaceAll("SourceLine\\[[^\\]]*\\]", "_"))
        .toList();
  }

  @Test
  void aRegisterWithoutItsValueIsDamage() {
    ReadLog log = read(SMC[0], "1 clk R X0", SMC[2], SMC[8]);
    assertEquals(List.of(2L), log.bad());
    assertEquals(Map.of(), log.event(0, TraceEvent.Call.class).regs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100 cs ES EXC [0x400] Synchronous Lower EL using AArch64",
        "ES  EXC [0x400] Synchronous Lower EL using AArch64",
        "        EXC [0x400] Synchronous Lower EL using AArch64"
      })
  void whatAnFvpSaysOfAnExceptionTakesNothingFromIt(String exception) {
    ReadLog log =
        read(
            "100 cs ES (0000000040080040:d4000002) O EL1h_ns: HVC #0",
            exception,
            "100 cs    R ESR_EL2 5a000000",
            "100 cs    R ELR_EL2 0000000040080044",
            "105 cs ES (0000000000000400:d69f03e0) O EL2h_ns: ERET");
    assertEquals(List.of(), log.bad());
    TraceEvent.Entry entry = log.event(1, TraceEvent.Entry.class);
    assertEquals(OptionalLong.of(0x5a000000), entry.syndrome());
    assertEquals(OptionalLong.of(0x40080044), entry.elr());
  }
}
