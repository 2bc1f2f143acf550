// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

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
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;

/** The forms of the events are those of the kernel's format strings (traces/formats/ftrace.md). */
class FtraceReaderTest {
  private static final String PREFIX = "  qemu-system-aar-4711  [003] ....  98.123456: ";

  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.FTRACE, lines);
  }

  private static ReadLog event(String text) {
    return read(PREFIX + text);
  }

  @Test
  void anHvcGivesImmediateFirstRegisterAndReturnAddressAndNoAddressOfItsOwn() {
    ReadLog log = event("kvm_hvc_arm64: HVC at 0x40081238 (r0: 0x84000003, imm: 0xea1)");
    TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
    assertEquals(Optional.of(Call.HVC), call.insn());
    assertEquals(OptionalInt.of(0xea1), call.imm());
    assertEquals(Map.of("x0", 0x84000003L), call.regs());
    assertEquals(OptionalLong.empty(), call.pc());
    assertEquals(Optional.empty(), call.isa());
    TraceEvent.Entry entry = log.event(1, TraceEvent.Entry.class);
    assertEquals(OptionalLong.of(0x40081238), entry.elr());
    assertEquals(OptionalLong.empty(), entry.syndrome());
    assertEquals(OptionalInt.of(3), entry.cpu());
    assertTrue(log.reconstructed().get(1).contains("fromEl, toEl by ROU-HVC-TARGET"));
  }

  @Test
  void anHvcOfA32BitHostHasNoClosingParenthesis() {
    ReadLog log = event("kvm_hvc: HVC at 0x80008124 (r0: 0x00000000, imm: 0xea1");
    assertEquals(Map.of("r0", 0L), log.event(0, TraceEvent.Call.class).regs());
  }

  @Test
  void anAddressAbove32BitsIsOfAarch64() {
    ReadLog log =
        event("kvm_hvc_arm64: HVC at 0xffff800010084a14 (r0: 0x0000000000000000, imm: 0x0)");
    assertEquals(Optional.of(InstructionSet.A64), log.event(0, TraceEvent.Call.class).isa());
  }

  @Test
  void anExitAndTheHvcBehindItOfTheSameThreadAreOneException() {
    ReadLog log =
        read(
            PREFIX + "kvm_exit: TRAP: HSR_EC: 0x0012 (0x12), PC: 0x40081238",
            "  other-1  [001] ....  98.123457: kvm_entry: PC: 0x1000",
            PREFIX + "kvm_hvc_arm64: HVC at 0x40081238 (r0: 0x0, imm: 0x0)");
    assertEquals(3, log.events().size());
    TraceEvent.Entry entry = log.event(2, TraceEvent.Entry.class);
    assertEquals(OptionalInt.of(0x12), entry.printedClass());
    assertEquals(List.of(1L, 3L), entry.source().stream().map(line -> line.number()).toList());
  }

  @Test
  void anExitWithoutAnHvcBehindItIsOneToo() {
    ReadLog log =
        read(
            PREFIX + "kvm_exit: TRAP: ESR_EC: 0x0016 (HVC64), PC: 0x40081238",
            PREFIX + "kvm_entry: PC: 0x40081238");
    assertEquals(Optional.of(ExceptionKind.HVC), log.event(0, TraceEvent.Entry.class).exception());
    assertEquals(Optional.of(ExceptionLevel.EL1), log.event(1, TraceEvent.Return.class).toEl());
  }

  @Test
  void aTrappedSmcIsInTheExitOnlyAndItsReturnAddressIsItself() {
    ReadLog log = event("kvm_exit: TRAP: HSR_EC: 0x0017 (SMC64), PC: 0xffff800010084c00");
    assertEquals(Optional.of(Call.SMC), log.event(0, TraceEvent.Call.class).insn());
    TraceEvent.Entry entry = log.event(1, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionKind.HYP_TRAP), entry.exception());
    assertEquals(OptionalLong.of(0xffff800010084c00L), entry.elr());
  }

  @Test
  void theClassOfAnInterruptIsNotTaken() {
    TraceEvent.Entry entry =
        event("kvm_exit: IRQ: HSR_EC: 0x0000 (UNKNOWN), PC: 0x40081238")
            .event(0, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionKind.ASYNCHRONOUS), entry.exception());
    assertEquals(OptionalInt.empty(), entry.printedClass());
  }

  @Test
  void afterAnInterruptTheLevelThatIsEnteredIsNotKnown() {
    ReadLog log =
        read(
            PREFIX + "kvm_exit: IRQ: HSR_EC: 0x0000 (UNKNOWN), PC: 0x1000",
            PREFIX + "kvm_entry: PC: 0x1000");
    assertEquals(Optional.empty(), log.event(1, TraceEvent.Return.class).toEl());
  }

  @Test
  void anExceptionForTheVirtualEl2HasItsWholeSyndrome() {
    TraceEvent.Entry entry =
        event(
                "kvm_inject_nested_exception: SYNC: esr_el2 0x5a000000 elr_el2: 0xffff800008012348"
                    + " spsr_el2: 0x600003c5 (M: EL1h) hcr_el2: 488000000")
            .event(0, TraceEvent.Entry.class);
    assertEquals(OptionalLong.of(0x5a000000L), entry.syndrome());
    assertEquals(Optional.of(ExceptionLevel.EL1), entry.fromEl());
    assertEquals(OptionalLong.of(0x600003c5L), entry.spsr());
  }

  @Test
  void numbersOfTheHypervisorOfPkvmAreDecimal() {
    ReadLog log = read("[002]   44.000002: host_smc: id=2214592513 forwarded=1");
    assertEquals(Map.of("x0", 0x84000001L), log.event(1, TraceEvent.Call.class).regs());
    assertEquals(OptionalInt.of(2), log.event(1, TraceEvent.Call.class).cpu());
  }

  @Test
  void aCallOfOpteeIsPairedByThreadAndParameterAndStandsBesideItsAnswer() {
    ReadLog log =
        read(
            "  a-400  [000]  20.000001: optee_invoke_fn_begin: param=00000000f3a1b2c4 (32000004, 1,"
                + " 7d1fe000, 0, 0, 0, 0, 7)",
            "  b-512  [001]  20.000002: optee_invoke_fn_begin: param=00000000aa00bb00 (bf00ff01, 0,"
                + " 0, 0, 0, 0, 0, 0)",
            "  b-512  [001]  20.000005: optee_invoke_fn_end: param=00000000aa00bb00 ret (384fb3e0,"
                + " 1, 2, 3)",
            "  a-400  [003]  20.000009: optee_invoke_fn_end: param=00000000f3a1b2c4 ret"
                + " (ffffffffffff0004, 0, 0, 0)");
    assertEquals(0xbf00ff01L, log.event(0, TraceEvent.Call.class).regs().get("x0"));
    assertEquals(0x384fb3e0L, log.event(1, TraceEvent.Handled.class).regs().get("x0"));
    TraceEvent.Call second = log.event(2, TraceEvent.Call.class);
    assertEquals(7L, second.regs().get("x7"));
    TraceEvent.Handled answer = log.event(3, TraceEvent.Handled.class);
    assertEquals(0xffffffffffff0004L, answer.regs().get("x0"));
    // The call was made on this processor, wherever the answer was logged.
    assertEquals(OptionalInt.of(0), answer.cpu());
  }

  @Test
  void aPointerOf8DigitsIsOfA32BitKernel() {
    ReadLog log =
        read(
            "  a-400  [000]  20.000001: optee_invoke_fn_begin: param=f3a1b2c4 (32000004, 0, 0, 0,"
                + " 0, 0, 0, 0)");
    assertTrue(log.event(0, TraceEvent.Call.class).regs().containsKey("r7"));
  }

  @Test
  void theZerosThatPadTheInlineFormAreNoArguments() {
    String inline = "arm_smccc_start: call=smc\t#0 fn=84000003 args={80000100 0 0 0 0 0 0}";
    assertEquals(
        Map.of("x0", 0x84000003L, "x1", 0x80000100L),
        event(inline).event(0, TraceEvent.Call.class).regs());
    String function = "arm_smccc_start: call=hvc fn=84000003 args={80000100 0 0 0 0 0 0}";
    TraceEvent.Call call = event(function).event(0, TraceEvent.Call.class);
    assertEquals(8, call.regs().size());
    assertEquals(Optional.of(Call.HVC), call.insn());
  }

  @Test
  void anAnswerWithoutACallIsANote() {
    assertEquals("note", event("trusty_smc_done: ret=-4 (0xfffffffc)").events().get(0).kind());
  }

  @Test
  void theAnswersOfTrustyAreReadInBothForms() {
    for (String done :
        List.of(
            "trusty_smc_done: ret=-4 (0xfffffffffffffffc)",
            "trusty_smc_done: ret:ulong=18446744073709551612 (0xfffffffffffffffc) (ret:s32=-4)")) {
      ReadLog log =
          read(
              PREFIX + "trusty_smc: smcnr=SMC_SC_NOP r0=0x3200000b r1=0x0 r2=0x0 r3=0x0",
              PREFIX + done);
      assertEquals(Map.of("x0", -4L), log.event(1, TraceEvent.Handled.class).regs());
    }
  }

  @Test
  void wrappedLinesAreJoinedWhereverTheyAreWrappedAtABlank() {
    String whole = PREFIX + "kvm_hvc_arm64: HVC at 0x40081238 (r0: 0x84000003, imm: 0x0)";
    int joined = 0;
    for (int at = PREFIX.length() - 1; at < whole.length(); at++) {
      if (whole.charAt(at) == ' ') {
        ReadLog log = read(whole.substring(0, at), "  " + whole.substring(at + 1));
        TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
        assertEquals(OptionalInt.of(0), call.imm());
        assertEquals(Map.of("x0", 0x84000003L), call.regs());
        assertEquals(OptionalInt.of(3), call.cpu());
        assertEquals(OptionalLong.of(0x40081238), log.event(1, TraceEvent.Entry.class).elr());
        assertEquals(1, log.count().joined());
        joined++;
      }
    }
    assertEquals(8, joined);
  }

  @Test
  void halfAnEventIsABadLineAndTheRestIsRead() {
    ReadLog log =
        read(
            PREFIX + "kvm_hvc_arm64: HVC at 0x40081238 (r0: 0x84",
            PREFIX + "kvm_entry: PC: 0x40081238");
    assertEquals(List.of(1L), log.bad());
    assertEquals(1, log.events().size());
  }

  @Test
  void anImmediateAbove16BitsIsDamage() {
    ReadLog log =
        read(
            PREFIX + "kvm_hvc_arm64: HVC at 0x40081238 (r0: 0x0, imm: 0x10000)",
            PREFIX + "kvm_entry: PC: 0x40081238");
    assertEquals(List.of(1L), log.bad());
  }

  @Test
  void lostEventsAreSaidAndForgetWhatWasOpen() {
    ReadLog log =
        read(
            PREFIX + "kvm_exit: TRAP: HSR_EC: 0x0016 (HVC64), PC: 0x40081238",
            "CPU:3 [LOST 120 EVENTS]",
            PREFIX + "kvm_hvc_arm64: HVC at 0x40081238 (r0: 0x0, imm: 0x0)");
    assertEquals(List.of(2L), log.bad());
    assertEquals(OptionalInt.empty(), log.event(2, TraceEvent.Entry.class).printedClass());
  }

  @Test
  void aNameWithBlanksDashesAndColonsIsNoMatter() {
    for (String prefix :
        List.of(
            " a b-c: d-12-77    (   70) [001] d..1.  5.000001: ",
            "<...>-77 [001] 5.000001: ",
            "CPU 0/KVM 70/77 [001] 5.000001: kvm:",
            "kworker/u8:1-77 [001] .... 5.000001234: ")) {
      ReadLog log = read(prefix + "kvm_hvc_arm64: HVC at 0x8 (r0: 0x0, imm: 0x0)");
      assertEquals(OptionalInt.of(1), log.events().get(0).cpu(), prefix);
    }
  }

  @Test
  void aLogWithoutSuchAnEventIsRefused() {
    assertThrows(UncheckedIOException.class, () -> event("sched_switch: prev_comm=a"));
  }

  @Test
  void aProcessorThatWentAwayGoesOnElsewhere() {
    for (String id : List.of("84000002", "84000009", "c4000001")) {
      ReadLog log =
          read(
              PREFIX + "kvm_exit: TRAP: HSR_EC: 0x0016 (HVC64), PC: 0x1000",
              PREFIX + "kvm_hvc_arm64: HVC at 0x1000 (r0: 0x" + id + ", imm: 0x0)",
              PREFIX + "kvm_entry: PC: 0x1004");
      assertEquals(Optional.empty(), log.event(2, TraceEvent.Return.class).toEl(), id);
    }
  }

  @Test
  void anAnswerAtTheWrongPlaceIsStillAnAnswer() {
    ReadLog log =
        read(
            PREFIX + "kvm_hvc_arm64: HVC at 0x1000 (r0: 0x84000000, imm: 0x0)",
            PREFIX + "kvm_entry: PC: 0x1004");
    assertEquals(Optional.of(ExceptionLevel.EL1), log.event(2, TraceEvent.Return.class).toEl());
  }

  @Test
  void anEntryAtWhatWasTrappedSaysNotWhereTheGuestGoesOn() {
    ReadLog log =
        read(
            PREFIX + "kvm_exit: TRAP: HSR_EC: 0x0017 (SMC64), PC: 0x1000",
            PREFIX + "kvm_entry: PC: 0x1000",
            PREFIX + "kvm_exit: TRAP: HSR_EC: 0x0017 (SMC64), PC: 0x1008",
            PREFIX + "kvm_entry: PC: 0x100c");
    assertEquals("note", log.events().get(2).kind());
    assertEquals(Optional.of(ExceptionLevel.EL1), log.event(5, TraceEvent.Return.class).toEl());
  }

  @Test
  void anSErrorIsNoTrapByBothOfItsNames() {
    for (String type : List.of("SERROR", "EL1_SERROR")) {
      assertEquals(
          Optional.of(ExceptionKind.ASYNCHRONOUS),
          event("kvm_exit: " + type + ": HSR_EC: 0x0000 (UNKNOWN), PC: 0x1000")
              .event(0, TraceEvent.Entry.class)
              .exception());
    }
  }

  @Test
  void anExitOfNoKnownTypeIsDamage() {
    ReadLog log =
        read(
            PREFIX + "kvm_exit: XTRAP: HSR_EC: 0x0016 (HVC64), PC: 0x1000",
            PREFIX + "kvm_entry: PC: 0x1000");
    assertEquals(List.of(1L), log.bad());
  }

  @Test
  void theRegistersOfAProbeAreThoseThatItsFieldsName() {
    ReadLog log =
        read(
            PREFIX + "fw: (__arm_smccc_hvc+0x0/0x30) a0=0x84000003 x1=0x1 why=0x7 a2=12 s=\"a b\"",
            PREFIX + "back: (psci_cpu_on+0x24/0x4c <- __arm_smccc_hvc) ret=0x0 x1=0x2 x9=0x3");
    TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
    assertEquals(Optional.of(Call.HVC), call.insn());
    assertEquals(OptionalInt.of(0), call.imm());
    // A decimal number is of a width that the line does not tell.
    assertEquals(Map.of("x0", 0x84000003L, "x1", 1L), call.regs());
    assertEquals(Map.of("x0", 0L, "x1", 2L), log.event(1, TraceEvent.Handled.class).regs());
    assertEquals(List.of(), log.bad());
  }

  @Test
  void aProbeBehindTheInstructionShowsResults() {
    ReadLog log =
        read(
            PREFIX + "p___arm_smccc_smc_0: (ffff800080020724) x0=0x84000000",
            PREFIX + "done: (__arm_smccc_smc+0x4/0x28) x0=0x10001 x17=0x5");
    assertEquals(Map.of("x0", 0x10001L, "x17", 5L), log.event(1, TraceEvent.Handled.class).regs());
  }

  @Test
  void aFieldWithoutANameThatSaysSoIsNoRegister() {
    ReadLog log = event("p___arm_smccc_smc_0: (__arm_smccc_smc+0x0/0x30) arg1=0x84000000");
    assertEquals(Map.of(), log.event(0, TraceEvent.Call.class).regs());
  }

  @Test
  void aProbeOfAnotherFunctionIsAnotherEvent() {
    assertThrows(
        UncheckedIOException.class,
        () -> event("smc: (__arm_smccc_smc_wrapper+0x0/0x30) x0=0x84000000"));
    assertThrows(UncheckedIOException.class, () -> event("smc: (ffff800080020724) x0=0x84000000"));
  }

  @Test
  void theIdleThreadsOfTwoProcessorsAreTwo() {
    String call = ": smc: (__arm_smccc_smc+0x0/0x30) x0=";
    String back = ": back: (cpu_idle+0x2/0x4 <- __arm_smccc_smc) x0=";
    ReadLog log =
        read(
            "  <idle>-0  [001]  1.000001" + call + "0x80000001",
            "  <idle>-0  [002]  1.000002" + call + "0x80000002",
            "  <idle>-0  [001]  1.000003" + back + "0x1",
            "  <idle>-0  [002]  1.000004" + back + "0x2");
    assertEquals(0x80000001L, log.event(0, TraceEvent.Call.class).regs().get("x0"));
    assertEquals(1L, log.event(1, TraceEvent.Handled.class).regs().get("x0"));
    assertEquals(OptionalInt.of(2), log.event(3, TraceEvent.Handled.class).cpu());
  }

  @Test
  void aCallThatIsNotAnsweredStandsWhereItWasMade() {
    String call = ": smc: (__arm_smccc_smc+0x0/0x30) x0=";
    ReadLog log =
        read(
            "  <idle>-0  [001]  1.000001" + call + "0x84000002",
            "  init-1  [002]  1.000002" + call + "0xc4000004 x1=0x1",
            "  init-1  [002]  1.000003: back: (a+0x2/0x4 <- __arm_smccc_smc) x0=0x1");
    assertEquals(0x84000002L, log.event(0, TraceEvent.Call.class).regs().get("x0"));
    assertEquals(3, log.events().size());
  }

  @Test
  void mainlinesHypervisorIsEnteredForTheHostsCallsAndNotWhenTheFirmwareAnswers() {
    ReadLog log =
        read(
            "[001]\t   17.924339: hyp_exit reason=eret_host vcpu=0",
            "[001]\t   17.924356: hyp_enter reason=smc vcpu=0",
            "[001]\t   17.924379: hyp_exit reason=smc vcpu=0",
            "[002]\t   17.925391: hyp_enter reason=hvc vcpu=0",
            "[001]\t   17.925765: hyp_enter reason=smc vcpu=0",
            "[001]\t   17.925827: hyp_exit reason=eret_host vcpu=0",
            "[001]\t   17.925830: hyp_enter reason=smc vcpu=0");
    List<Call> calls =
        log.events().stream()
            .filter(TraceEvent.Call.class::isInstance)
            .flatMap(event -> ((TraceEvent.Call) event).insn().stream())
            .toList();
    assertEquals(List.of(Call.SMC, Call.HVC, Call.SMC), calls);
    assertEquals(List.of(), log.bad());
  }

  @Test
  void behindALossAnEntryOfTheHypervisorForAnSmcMayBeTheFirmwaresAnswer() {
    ReadLog log =
        read(
            "[001]\t   17.924339: hyp_exit reason=eret_host vcpu=0",
            "CPU:1 [LOST 3 EVENTS]",
            "[001]\t   17.925765: hyp_enter reason=smc vcpu=0");
    assertEquals(List.of(), log.events());
  }
}
