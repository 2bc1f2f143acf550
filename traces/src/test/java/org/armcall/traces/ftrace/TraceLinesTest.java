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
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;

/** What stands before an event, and lines that are wrapped, half or lost. */
class TraceLinesTest {
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
}
