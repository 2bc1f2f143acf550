// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.execlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines have the form of recordings with QEMU 10.0 (traces/corpus). */
class ExeclogReaderTest {
  private static final List<String> HVC =
      List.of(
          "0, 0x40080020, 0xd51c4001, \"msr spsr_el2, x1\", spsr_el2 -> 0x3c5",
          "0, 0x40080024, 0xd51c4020, \"msr elr_el2, x0\", elr_el2 -> 0x40090000",
          "0, 0x40080028, 0xd69f03e0, \"eret \", cpsr -> 0x000003c5",
          "0, 0x40090000, 0xd2b08000, \"movz x0, #0x8400, lsl #16\", x0 -> 0x0000000084000000",
          "0, 0x40090004, 0xd4000022, \"hvc #0x1\", cpsr -> 0x000003c9,"
              + " esr_el2 -> 0x000000005a000001, elr_el2 -> 0x0000000040090008",
          "0, 0x40080c00, 0xd2800020, \"movz x0, #0x1\", x0 -> 0x0000000000000001",
          "0, 0x40080c04, 0xd69f03e0, \"eret \", cpsr -> 0x000003c5",
          "0, 0x40090008, 0xd503201f, \"nop \"");

  private static ReadLog read(List<String> lines) {
    return ReadLog.of(LogFormat.EXECLOG, lines.toArray(String[]::new));
  }

  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.EXECLOG, lines);
  }

  private static <T extends TraceEvent> T first(ReadLog log, Class<T> kind) {
    return log.events().stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }

  @Test
  void aCallHasItsWordItsImmediateItsLevelAndTheRegistersBefore() {
    TraceEvent.Call call = first(read(HVC), TraceEvent.Call.class);
    assertEquals(Optional.of(Call.HVC), call.insn());
    assertEquals(Optional.of(InstructionSet.A64), call.isa());
    assertEquals(OptionalInt.of(1), call.imm());
    assertEquals(Optional.of(ExceptionLevel.EL1), call.el());
    assertEquals(Map.of("x0", 0x84000000L), call.regs());
  }

  @Test
  void whatIsPrintedBehindItIsItsException() {
    TraceEvent.Entry entry = first(read(HVC), TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionLevel.EL1), entry.fromEl());
    assertEquals(Optional.of(ExceptionLevel.EL2), entry.toEl());
    assertEquals(OptionalLong.of(0x5a000001), entry.syndrome());
    assertEquals(OptionalLong.of(0x40090008), entry.elr());
    assertEquals(OptionalLong.of(0x3c5), entry.spsr());
    assertEquals(OptionalLong.of(0x40080c00), entry.vector());
    assertEquals(OptionalLong.of(0x3c9), entry.pstate());
    assertEquals(Optional.empty(), entry.exception());
  }

  @Test
  void aReturnHasTheResultAndItsAddressFromElr() {
    TraceEvent.Return back = (TraceEvent.Return) read(HVC).events().get(2);
    assertEquals(0x40090008, back.pc());
    assertEquals(Map.of("x0", 1L), back.regs());
    assertEquals(Optional.of(ExceptionLevel.EL1), back.toEl());
    assertEquals(Optional.of(ExecutionState.AARCH64), back.toState());
  }

  @Test
  void aCallBehindWhichNothingChangesButARegisterWasAnsweredByQemu() {
    List<String> lines = new ArrayList<>(HVC.subList(0, 4));
    lines.add("0, 0x40090004, 0xd4000003, \"smc #0\", x0 -> 0x0000000000010001");
    lines.add("0, 0x40090008, 0xd503201f, \"nop \"");
    ReadLog log = read(lines);
    TraceEvent.Handled answer = first(log, TraceEvent.Handled.class);
    assertEquals(Optional.of(ExceptionKind.SMC), answer.exception());
    assertEquals(Map.of("x0", 0x10001L), answer.regs());
    assertEquals(
        0x84000000L, first(log, TraceEvent.Call.class).regs().get("x0"), "as it was called");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // A64, A32, T32 with the first halfword below, T16, and T16 as old versions print it
        "0xd4094902; hvc #0x4a48; A64; 0xd4094902",
        "0xe144a478; hvc #0x4a48; A32; 0xe144a478",
        "0x1600071; smceq #1; A32; 0x01600071",
        "0x8abcf7e4; hvc #0x4abc; T32; 0xf7e48abc",
        "0x8000f7f3; smc #3; T32; 0xf7f38000",
        "0xdf42; svc #0x42; T32; 0xdf42",
        "0x4770df42; svc #0x42; T32; 0xdf42",
        "0xef004a48; svc #0x4a48; A32; 0xef004a48",
        // as A32 an SVC, as T32 an HVC: the disassembly says which
        "0x8fbcf7e4; svchi #0xbcf7e4; A32; 0x8fbcf7e4",
        "0x8fbcf7e4; hvc #0x4fbc; T32; 0xf7e48fbc"
      })
  void theInstructionSetIsTheOneInWhichTheWordIsWhatTheDisassemblySays(
      String word, String text, InstructionSet isa, String expected) {
    TraceEvent.Call call =
        first(read("0, 0x1000, " + word + ", \"" + text + "\""), TraceEvent.Call.class);
    assertEquals(Optional.of(isa), call.isa());
    assertEquals(expected, call.word().orElseThrow().text());
  }

  @Test
  void aWordThatIsNotWhatTheDisassemblySaysIsNoCall() {
    assertEquals(
        List.of(), read("0, 0x1000, 0xd4000002, \"smc #0\"", "0, 0x1004, 0x0, \"x\"").events());
    assertEquals(List.of(), read("0, 0x1000, 0xd4000003, \"udf #0\"").events());
  }

  @Test
  void whereLinesAreLeftOutNothingIsSaidOfTheStateBefore() {
    List<String> lines = new ArrayList<>(HVC);
    lines.remove(3);
    lines.set(3, lines.get(3).replace("0x40090004", "0x40090040"));
    TraceEvent.Call call = first(read(lines), TraceEvent.Call.class);
    assertEquals(Map.of(), call.regs());
    assertEquals(Optional.empty(), call.el());
  }

  @Test
  void anAddressThatIsNoVectorIsNotCalledOne() {
    List<String> lines = new ArrayList<>(HVC);
    lines.set(5, lines.get(5).replace("0x40080c00", "0x40080c10"));
    assertEquals(OptionalLong.empty(), first(read(lines), TraceEvent.Entry.class).vector());
  }

  @Test
  void aSyndromeThatIsThatOfTheCallBeforeIsPrintedOnceAndHoldsForBoth() {
    List<String> lines = new ArrayList<>(HVC);
    lines.add("0, 0x4009000c, 0xd4000022, \"hvc #0x1\", cpsr -> 0x3c9, elr_el2 -> 0x40090010");
    lines.add("0, 0x40080c00, 0xd503201f, \"nop \"");
    TraceEvent.Entry second = (TraceEvent.Entry) read(lines).events().get(4);
    assertEquals(OptionalLong.of(0x5a000001), second.syndrome());
    assertEquals(OptionalLong.of(0x40090010), second.elr());
  }

  @Test
  void theRegistersOfAnAarch32GuestOfA64BitProcessorAreThoseThatTheExceptionBroughtUpToDate() {
    ReadLog log =
        read(
            "0, 0x1000, 0xe3a00007, \"mov r0, #7\", x1 -> 0x5, cpsr -> 0x3c9",
            "0, 0x1004, 0xe1400070, \"hvc #0\", x0 -> 0x7, esr_el2 -> 0x4a000000,"
                + " elr_el2 -> 0x1008, spsr_el2 -> 0x1d3",
            "0, 0x2600, 0xd503201f, \"nop \"");
    TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
    assertEquals(Map.of("r0", 7L, "r1", 5L), call.regs());
    assertEquals(Optional.empty(), call.el(), "cpsr is stale while AArch32 runs");
    TraceEvent.Entry entry = log.event(1, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionLevel.EL1), entry.fromEl(), "from SPSR");
  }

  @Test
  void anSmcToMonitorModeHasItsReturnAddressInLr() {
    ReadLog log =
        read(
            "0, 0x1000, 0xe3a00007, \"mov r0, #7\", r0 -> 0x7, cpsr -> 0x1da",
            "0, 0x1004, 0xe1600072, \"smc #2\", lr -> 0x1008, cpsr -> 0x1d6",
            "0, 0x2008, 0xe1b0f00e, \"movs pc, lr\", cpsr -> 0x1da",
            "0, 0x1008, 0xe320f000, \"nop \"");
    TraceEvent.Entry entry = log.event(1, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionLevel.EL3), entry.toEl());
    assertEquals(OptionalLong.of(0x1008), entry.elr());
    assertEquals(OptionalLong.of(0x2008), entry.vector());
    assertEquals(OptionalLong.empty(), entry.syndrome());
    assertEquals(0x1008, log.event(2, TraceEvent.Return.class).pc());
  }

  @Test
  void aConditionalCallBehindWhichExecutionGoesOnIsNotSaidToBeAnswered() {
    ReadLog log =
        read(
            "0, 0x1000, 0xe3a00007, \"mov r0, #7\", r0 -> 0x7, cpsr -> 0x1d3",
            "0, 0x1004, 0x01600071, \"smceq #1\"",
            "0, 0x1008, 0xe320f000, \"nop \"");
    assertTrue(log.events().get(0) instanceof TraceEvent.Note);
    assertEquals(1, log.events().size());
  }

  @Test
  void processorsAreToldApart() {
    List<String> lines = new ArrayList<>(HVC);
    lines.add(5, "1, 0x40090000, 0xd2b08000, \"movz x0, #0\", x0 -> 0x0, cpsr -> 0x3c5");
    assertEquals(read(HVC).events().size(), read(lines).events().size());
    assertEquals(OptionalInt.of(0), read(lines).events().get(1).cpu());
  }

  @Test
  void aDamagedLineIsCountedAndWhatWasKnownIsForgotten() {
    List<String> lines = new ArrayList<>(HVC);
    lines.set(3, "0, 0x40090000, 0xd2b08000, \"movz x0");
    ReadLog log = read(lines);
    assertEquals(List.of(4L), log.bad());
    assertEquals(Map.of(), first(log, TraceEvent.Call.class).regs());
  }

  @Test
  void theConsoleIsPassedOverAndALogOfItAloneIsRefused() {
    assertEquals(List.of(), read("hello, 0x", HVC.get(0)).bad());
    assertThrows(java.io.UncheckedIOException.class, () -> read("hello", "0 errors"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x0 -> ",
        "x0 -> 0x",
        "x0 ->",
        "x0",
        "load, x0 -> 0x1",
        "store, 0x40001000, RAM, x0",
        "x1 -> 0x1,"
      })
  void aRegisterThatIsNotWholeIsDamageAndNoOldValueIsShown(String registers) {
    List<String> lines = new ArrayList<>(HVC);
    lines.add(4, "0, 0x40090004, 0xd2800020, \"mov x0, #1\", " + registers);
    lines.replaceAll(line -> line.replace("0, 0x40090004, 0xd4", "0, 0x40090008, 0xd4"));
    ReadLog log = read(lines);
    assertEquals(List.of(5L), log.bad());
    assertEquals(Map.of(), first(log, TraceEvent.Call.class).regs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load, 0x40001000, RAM, x1 -> 0x1",
        "store, 0x40001000, x1 -> 0x1",
        "load, 0x40001000, RAM, load, 0x40001008, RAM, v0 -> 0x00000000000000010000000000000002"
      })
  void whatWasLoadedAndStoredAndWiderRegistersArePassedOver(String registers) {
    List<String> lines = new ArrayList<>(HVC);
    lines.add(4, "0, 0x40090004, 0xf9400041, \"ldr x1, [x2]\", " + registers);
    lines.replaceAll(line -> line.replace("0, 0x40090004, 0xd4", "0, 0x40090008, 0xd4"));
    ReadLog log = read(lines);
    assertEquals(List.of(), log.bad());
    assertEquals(0x84000000L, first(log, TraceEvent.Call.class).regs().get("x0"));
  }
}
