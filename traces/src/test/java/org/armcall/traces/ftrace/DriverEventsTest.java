// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import static org.armcall.traces.ftrace.TraceLines.PREFIX;
import static org.armcall.traces.ftrace.TraceLines.event;
import static org.armcall.traces.ftrace.TraceLines.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;

/** The events of drivers: a call, its answer, and which belong together. */
class DriverEventsTest {
  private static final String STANDARD =
      "trusty_std_call32: smcnr=SMC_SC_VDEV_KICK_VQ r0=0x32000018 r1=0x1 r2=0x0 r3=0x0";
  private static final String STANDARD_DONE =
      "trusty_std_call32_done: ret:ulong=0 (0x0) (ret:s32=0)";

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
  void aStandardCallOfTrustyThatStandsAloneIsACallWithItsLastAnswer() {
    for (String done : List.of(STANDARD_DONE, "trusty_std_call32_done: ret=0 (0x0)")) {
      ReadLog log = read(PREFIX + STANDARD, PREFIX + done);
      TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
      assertEquals(Optional.of(Call.SMC), call.insn());
      assertEquals(Map.of("x0", 0x32000018L, "x1", 1L, "x2", 0L, "x3", 0L), call.regs());
      assertEquals(Map.of("x0", 0L), log.event(1, TraceEvent.Handled.class).regs());
      assertEquals(2, log.events().size());
      assertTrue(log.reconstructed().get(0).startsWith("insn from the driver: an SMC, and more"));
    }
  }

  /** The driver makes one for it, and another one as often as it is interrupted. */
  @Test
  void theSmcsOfAStandardCallOfTrustyAreTheCalls() {
    ReadLog log =
        read(
            PREFIX + STANDARD,
            PREFIX + "trusty_smc: smcnr=SMC_SC_VDEV_KICK_VQ r0=0x32000018 r1=0x1 r2=0x0 r3=0x0",
            "  other-9  [001] ....  98.123457: " + STANDARD,
            PREFIX + "trusty_smc_done: ret=-3 (0xfffffffffffffffd)",
            PREFIX + "trusty_smc: smcnr=SMC_SC_RESTART_LAST r0=0x3c000000 r1=0x0 r2=0x0 r3=0x0",
            PREFIX + "trusty_smc_done: ret=0 (0x0)",
            PREFIX + STANDARD_DONE,
            "  other-9  [001] ....  98.123459: " + STANDARD_DONE);
    List<Long> identifiers =
        log.events().stream()
            .filter(TraceEvent.Call.class::isInstance)
            .map(event -> ((TraceEvent.Call) event).regs().get("x0"))
            .toList();
    // The last one is of the other thread, whose SMCs were not recorded.
    assertEquals(List.of(0x32000018L, 0x3c000000L, 0x32000018L), identifiers);
    assertEquals(
        "trusty_std_call32: its SMCs are the 2 before it",
        log.event(4, TraceEvent.Note.class).text());
    assertEquals(7, log.events().size());
    assertEquals(List.of(), log.bad());
  }

  @Test
  void aStandardCallOfTrustyWithoutAnAnswerIsACallAtTheEnd() {
    ReadLog log = read(PREFIX + STANDARD);
    assertEquals(0x32000018L, log.event(0, TraceEvent.Call.class).regs().get("x0"));
    assertEquals(1, log.events().size());
  }

  @Test
  void anAnswerToAStandardCallThatIsNotInTheLogIsANote() {
    assertEquals("note", event(STANDARD_DONE).events().get(0).kind());
  }

  @Test
  void halfAStandardCallOfTrustyIsDamage() {
    for (String half :
        List.of(
            "trusty_std_call32: smcnr=SMC_SC_NOP r0=0x3200000b r1=0x0 r2=0x0",
            "trusty_std_call32: smcnr=SMC_SC_NOP r0=0x3200000b r1=0x0 r2=0x0 r3=",
            "trusty_std_call32: r0=0x3200000b r1=0x0 r2=0x0 r3=0x0",
            "trusty_std_call32_done: ret=-4",
            "trusty_std_call32_done: ret:ulong=0 (0x0) (ret:s32=0")) {
      ReadLog log = read(PREFIX + half, PREFIX + "kvm_entry: PC: 0x40081238");
      assertEquals(List.of(1L), log.bad(), half);
    }
  }

  /** perf puts the system before the name, trace-cmd pads it. */
  @Test
  void aStandardCallOfTrustyIsReadInEachToolsText() {
    for (String prefix :
        List.of(
            "trusty-log    58 [001]    31.000001:  trusty:",
            "     trusty-log-58     [001]    31.000001: ",
            "     trusty-log-58     [001]    31.000001:    trusty:")) {
      ReadLog log = read(prefix + STANDARD, prefix + STANDARD_DONE);
      assertEquals(OptionalInt.of(1), log.event(0, TraceEvent.Call.class).cpu(), prefix);
      assertEquals(2, log.events().size(), prefix);
    }
  }
}
