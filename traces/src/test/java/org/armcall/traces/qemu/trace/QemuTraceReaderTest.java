// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines have the form of the format strings in QEMU's trace-events of target/arm. */
class QemuTraceReaderTest {
  private static final String ON =
      "arm_psci_call PSCI Call x0=0x00000000c4000003 x1=0x0000000000000001"
          + " x2=0x0000000040efd2c8 x3=0x0000000000001234 cpuid=0x0";
  private static final String SET_ON =
      "arm_powerctl_set_cpu_on cpu 1 (EL 1, aarch64) @ 0x40efd2c8 with R0 = 0x1234";
  private static final String RESET = "arm_cpu_reset cpu 1";

  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.QEMU_TRACE, lines);
  }

  private static String psci(String x0, String x1, int cpu) {
    return "arm_psci_call PSCI Call x0=" + x0 + " x1=" + x1 + " x2=0x0 x3=0x0 cpuid=0x" + cpu;
  }

  @Test
  void aCallOfPsciIsACallByHvcOrSmcThatQemuAnswers() {
    ReadLog log = read(psci("0x84000000", "0x0", 1));
    TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
    assertEquals(Optional.empty(), call.insn());
    assertEquals(OptionalInt.empty(), call.imm());
    assertEquals(OptionalInt.of(1), call.cpu());
    assertEquals(0x84000000L, call.regs().get("x0"));
    TraceEvent.Handled answer = log.event(1, TraceEvent.Handled.class);
    assertEquals(Optional.empty(), answer.exception());
    assertEquals("psci", answer.by());
    assertEquals(Map.of(), answer.regs());
    assertEquals("regs named as AArch64's", log.reconstructed().get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4711@1690000000.123456:",
        "4711@1690000000.123456: ",
        "2026-11-23T17:38:18.029258Z "
      })
  void whatStandsBeforeTheEventDependsOnVersionAndOptions(String before) {
    assertEquals(2, read(before + psci("0x84000000", "0x0", 0)).events().size());
  }

  @Test
  void hvfHadAnEventOfItsOwnThatNamesTheProcessorOtherwise() {
    ReadLog log = read("hvf_psci_call PSCI Call x0=0x84000000 x1=0x0 x2=0x0 x3=0x0 cpu=0x2");
    assertEquals(OptionalInt.of(2), log.events().get(0).cpu());
  }

  @Test
  void cpuOnIsAcceptedWhereItsTargetIsReset() {
    ReadLog log = read(ON, SET_ON, RESET);
    assertEquals(Map.of("x0", 0L), log.event(1, TraceEvent.Handled.class).regs());
    assertTrue(log.reconstructed().get(1).startsWith("regs.x0 from the reset"));
    TraceEvent.Return start = log.event(2, TraceEvent.Return.class);
    assertEquals(OptionalInt.of(1), start.cpu());
    assertEquals(0x40efd2c8L, start.pc());
    assertEquals(Map.of("x0", 0x1234L), start.regs());
    assertEquals(Optional.of(ExecutionState.AARCH64), start.toState());
  }

  @Test
  void setCpuOnAloneSaysNothingForQemuTracesItBeforeItLooksAtTheTarget() {
    ReadLog log = read(ON, SET_ON, psci("0xc4000004", "0x1", 0));
    assertEquals(4, log.events().size());
    assertEquals(Map.of(), log.event(1, TraceEvent.Handled.class).regs());
  }

  @Test
  void theResetOfAnotherProcessorIsNoStart() {
    ReadLog log = read(ON, SET_ON, "arm_cpu_reset cpu 2");
    assertEquals(Map.of(), log.event(1, TraceEvent.Handled.class).regs());
  }

  @Test
  void aProcessorThatIsOnIsNotStartedByAResetOfTheMachine() {
    ReadLog log = read(psci("0x84000000", "0x0", 1), ON, SET_ON, RESET, "arm_cpu_reset cpu 0");
    assertEquals(Map.of(), log.event(3, TraceEvent.Handled.class).regs());
  }

  @Test
  void aProcessorThatWasTurnedOffIsStartedButTheStartIsNoAnswerToItsCalls() {
    ReadLog log =
        read(psci("0x84000002", "0x0", 1), "arm_powerctl_set_cpu_off cpu 1", ON, SET_ON, RESET);
    assertEquals(Map.of("x0", 0L), log.event(4, TraceEvent.Handled.class).regs());
    assertEquals(5, log.events().size());
  }

  @Test
  void twoThatAskForTheSameProcessorCannotBeToldApart() {
    ReadLog log = read(ON, ON.replace("cpuid=0x0", "cpuid=0x2"), SET_ON, RESET);
    assertEquals(
        List.of(Map.of(), Map.of()),
        List.of(
            log.event(1, TraceEvent.Handled.class).regs(),
            log.event(3, TraceEvent.Handled.class).regs()));
  }

  @Test
  void anUnknownHvcOfHvfIsACallWithItsReturnAddress() {
    ReadLog log = read("hvf_unknown_hvc pc=0xfffffe0007a50c04 unknown HVC! 0x0000000000004a48");
    assertEquals(Optional.of(Call.HVC), log.event(0, TraceEvent.Call.class).insn());
    TraceEvent.Entry entry = log.event(1, TraceEvent.Entry.class);
    assertEquals(OptionalLong.of(0xfffffe0007a50c04L), entry.elr());
    assertEquals(Optional.of(ExceptionLevel.EL2), entry.toEl());
  }

  @Test
  void anUnknownFunctionOfACallThatWasTracedIsTheSameCall() {
    ReadLog log = read(psci("0x86000000", "0x0", 0), "hvf_unknown_hvc unknown HVC! 0x86000000");
    assertEquals(3, log.events().size());
    assertTrue(log.events().get(2) instanceof TraceEvent.Note);
  }

  @Test
  void anExitHasItsSyndromeAndItsAddress() {
    TraceEvent.Entry exit =
        read("hvf_exit exit: 0x2000000 [ec=0x0 pc=0x1000]").event(0, TraceEvent.Entry.class);
    assertEquals(OptionalLong.of(0x2000000), exit.syndrome());
    assertEquals(OptionalInt.of(0), exit.printedClass());
    assertEquals(OptionalLong.of(0x1000), exit.elr());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arm_psci_call PSCI Call x0=0x84000000 x1=0x0 x2=0x0",
        "arm_psci_call PSCI Call x0=0x84000000 x1=0x0 x2=0x0 x3=0x0 cpuid=0x400",
        "arm_powerctl_set_cpu_on cpu 1 (EL 1, aarch63) @ 0x1000 with R0 = 0x0",
        "arm_cpu_reset cpu 1024",
        "hvf_exit exit: 0x2000000 [ec=0x40 pc=0x1000]",
        "hvf_unknown_smc unknown HVC! 0x0"
      })
  void aLineOfOursThatIsNotWholeIsCountedAndWhatWasHeldIsGivenUp(String damaged) {
    ReadLog log = read(ON, SET_ON, damaged, RESET);
    assertEquals(List.of(3L), log.bad());
    assertEquals(Map.of(), log.event(1, TraceEvent.Handled.class).regs());
    assertEquals(2, log.events().size());
  }

  @Test
  void otherEventsAndTheConsoleArePassedOver() {
    ReadLog log = read("gicv3_redist_write x", "[    0.1] psci: x", "arm_gt_recalc gt", RESET);
    assertEquals(List.of(), log.bad());
    assertEquals(1, log.count().recognised());
  }

  @Test
  void aLogWithoutOurEventsIsRefused() {
    assertThrows(java.io.UncheckedIOException.class, () -> read("arm_gt_recalc gt recalc"));
  }
}
