// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import static org.armcall.traces.ftrace.TraceLines.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;

/** The events of the hypervisor of protected KVM, of each version. */
class HypervisorEventsTest {
  @Test
  void numbersOfTheHypervisorOfPkvmAreDecimal() {
    ReadLog log = read("[002]   44.000002: host_smc: id=2214592513 forwarded=1");
    assertEquals(Map.of("x0", 0x84000001L), log.event(1, TraceEvent.Call.class).regs());
    assertEquals(OptionalInt.of(2), log.event(1, TraceEvent.Call.class).cpu());
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

  /** As the tracer was first posted, and before that without the processor. */
  @Test
  void theFirstTracerPutsTheTimeInBracketsBeforeTheProcessor() {
    String enter = "hyp_enter: esr=0x000000005e000000 x0=0x0000000084000001 vmid=0";
    for (String prefix : List.of("[   44.000030] [001] ", "[12345.000030] [001] ")) {
      ReadLog log = read(prefix + enter, prefix + "hyp_exit");
      TraceEvent.Call call = log.event(0, TraceEvent.Call.class);
      assertEquals(Optional.of(Call.SMC), call.insn());
      assertEquals(Map.of("x0", 0x84000001L), call.regs());
      assertEquals(OptionalInt.of(1), call.cpu());
      assertEquals(OptionalLong.of(0x5e000000L), log.event(1, TraceEvent.Entry.class).syndrome());
      assertEquals(2, log.count().recognised());
      assertEquals(List.of(), log.bad());
    }
    for (String prefix : List.of("[   44.000030] ", "[12345.000030] ")) {
      TraceEvent.Call call = read(prefix + enter).event(0, TraceEvent.Call.class);
      assertEquals(OptionalInt.empty(), call.cpu());
      assertEquals(Map.of("x0", 0x84000001L), call.regs());
    }
  }

  @Test
  void halfAnEntryOfTheFirstTracerIsDamage() {
    for (String half :
        List.of(
            "hyp_enter: esr=0x000000005e000000 x0=0x00",
            "hyp_enter: esr=",
            "hyp_enter: esr=0x5e000000 x0=0x1 vmid=",
            "hyp_enter: esr=0x5e000000 x0=0x1 vmid=0 more")) {
      ReadLog log =
          read("[   44.000030] [001] " + half, "[   44.000031] [001] hyp_exit", "", "text");
      assertEquals(List.of(1L), log.bad(), half);
      assertEquals(List.of(), log.events());
    }
  }

  @Test
  void whatOnlyLooksLikeTheFirstTracerIsAnotherEvent() {
    String real = "[002]   44.000002: host_smc: id=2214592513 forwarded=1";
    for (String other :
        List.of(
            "[   44.000030] psci: PSCIv1.1 detected in firmware.",
            "[   44.000030] [001] push_hyp_memcache: mc=0x1 paddr=0x2 nr_pages=3",
            "[   44.000030] [001] hyp_enter esr=0x5e000000",
            "[   44.0030] [001] hyp_exit",
            "[   44.000030]  [001] hyp_exit",
            "[   44.000030] [001]",
            "[   44.000030] [",
            "[   44.000030",
            "[   44.",
            "[")) {
      ReadLog log = read(other, real);
      assertEquals(2, log.events().stream().filter(e -> !e.kind().equals("note")).count(), other);
      assertEquals(List.of(), log.bad(), other);
    }
  }

  @Test
  void aBufferThatRanOverIsSaidBeforeTheEvents() {
    ReadLog log =
        read(
            "Tracing is ON",
            "CPU0: write_idx=2 num_events=2 max_events=511",
            "CPU1: write_idx=600 num_events=511 max_events=511 WARNING: EVENTS LOST",
            "[   44.000030] [001] hyp_exit");
    assertEquals(List.of(3L), log.bad());
  }

  @Test
  void anEntryOfMainlineMayHaveItsReasonAlone() {
    ReadLog log =
        read(
            "[001]\t   17.924339: hyp_exit reason=eret_host",
            "[001]\t   17.924356: hyp_enter reason=smc",
            "[002]\t   17.924379: hyp_enter reason=sys",
            "[002]\t   17.925391: hyp_enter reason=hvc");
    assertEquals(
        List.of(Optional.of(Call.SMC), Optional.of(Call.HVC)),
        log.events().stream()
            .filter(TraceEvent.Call.class::isInstance)
            .map(event -> ((TraceEvent.Call) event).insn())
            .toList());
    assertEquals(
        List.of(1L),
        read("[001]\t 17.924339: hyp_exit reason= vcpu=0", "[001]\t 17.924340: hyp_exit reason=x")
            .bad());
  }
}
