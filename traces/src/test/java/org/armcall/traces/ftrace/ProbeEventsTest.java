// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import static org.armcall.traces.ftrace.TraceLines.PREFIX;
import static org.armcall.traces.ftrace.TraceLines.event;
import static org.armcall.traces.ftrace.TraceLines.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;

/** Probes that somebody set on the functions by which the kernel calls. */
class ProbeEventsTest {
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
}
