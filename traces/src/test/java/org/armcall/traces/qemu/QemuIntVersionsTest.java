// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What versions and options of QEMU print differently, and what a mail program makes of it. */
class QemuIntVersionsTest {
  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.QEMU_INT, lines);
  }

  private static ReadLog svc(String esr) {
    return read(
        "Taking exception 2 [SVC]",
        "...from EL0 to EL1",
        esr,
        "...with ELR 0x400128",
        "...to EL1 PC 0xffff800010000400 PSTATE 0x3c5");
  }

  // the syndrome alone; the class without 0x; as it is now
  @ParameterizedTest
  @ValueSource(
      strings = {
        "...with ESR 0x56000000",
        "...with ESR 15/0x56000000",
        "...with ESR 0x15/0x56000000"
      })
  void theSyndromeWasPrintedInThreeForms(String esr) {
    TraceEvent.Entry entry = svc(esr).event(0, TraceEvent.Entry.class);
    assertEquals(OptionalLong.of(0x56000000), entry.syndrome());
    assertEquals(
        esr.contains("/") ? OptionalInt.of(0x15) : OptionalInt.empty(), entry.printedClass());
    assertEquals(OptionalInt.empty(), entry.cpu());
  }

  @Test
  void aSyndromeOf64BitsIsReadWhole() {
    ReadLog log = svc("...with ESR 0x15/0x1256000000");
    assertEquals(OptionalLong.of(0x1256000000L), log.event(0, TraceEvent.Entry.class).syndrome());
  }

  @Test
  void newVersionsPrintTheSavedStateAndTheProcessor() {
    TraceEvent.Entry entry =
        read(
                "Taking exception 11 [Hypervisor Call] on CPU 3",
                "...from EL1 to EL2",
                "...with ESR 0x16/0x5a000000",
                "...with SPSR 0x3c5",
                "...with ELR 0x400800fc",
                "...to EL2 PC 0x40080c00 PSTATE 0x3c9")
            .event(0, TraceEvent.Entry.class);
    assertEquals(OptionalLong.of(0x3c5), entry.spsr());
    assertEquals(OptionalInt.of(3), entry.cpu());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "...with DFSR 0x805 DFAR 0xb6f00000",
        "...with IFSR 0x5 IFAR 0xb6f00000",
        "...with HDFAR 0xb6f00000",
        "...with HIFAR 0xb6f00000"
      })
  void theBodyOfAnAbortToAarch32IsOneLine(String fault) {
    ReadLog log =
        read(
            "Taking exception 4 [Data Abort] on CPU 0",
            "...from EL0 to EL1",
            "...with ESR 0x24/0x92000005",
            fault,
            "Exception return from AArch32 abt to usr PC 0x10000");
    assertEquals(List.of(), log.bad());
    TraceEvent.Entry entry = log.event(0, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionKind.DATA_ABORT), entry.exception());
    assertEquals(OptionalLong.empty(), entry.elr());
    assertTrue(log.events().get(1) instanceof TraceEvent.Return);
  }

  private static final String[] DUMP = {
    " PC=0000000040080000 X00=0000000084000000 X01=0000000000000000",
    "X02=0000000000000000 X03=0000000000000000 X04=0000000000000000 X05=0000000000000000",
    "X06=0000000000000000 X07=0000000000000000 X08=0000000000000000 X09=0000000000000000",
    "X10=0000000000000000 X11=0000000000000000 X12=0000000000000000 X13=0000000000000000",
    "X14=0000000000000000 X15=0000000000000000 X16=0000000000000000 X17=0000000000000000",
    "X18=0000000000000000 X19=0000000000000000 X20=0000000000000000 X21=0000000000000000",
    "X22=0000000000000000 X23=0000000000000000 X24=0000000000000000 X25=0000000000000000",
    "X26=0000000000000000 X27=0000000000000000 X28=0000000000000000 X29=0000000000000000",
    "X30=0000000000000000  SP=0000000000000000"
  };

  // without a security state; of a machine with EL3; with Branch Target Identification; 64 bits
  // wide
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PSTATE=400003c9 -Z-- EL2h",
        "PSTATE=400003c9 -Z-- NS EL2h",
        "PSTATE=400003c9 -Z-- S  EL2h",
        "PSTATE=400003c9 -Z-- RL EL2h  BTYPE=0",
        "PSTATE=00000000400003c9 -Z-- NS EL2h     FPU disabled"
      })
  void theLastLineOfADumpChangedOften(String pstate) {
    String[] lines = new String[DUMP.length + 6];
    lines[0] = "Taking exception 11 [Hypervisor Call] on CPU 0";
    lines[1] = "...from EL1 to EL2";
    lines[2] = "...with ESR 0x16/0x5a000000";
    lines[3] = "...with ELR 0x40090004";
    lines[4] = "...to EL2 PC 0x40080000 PSTATE 0x400003c9";
    System.arraycopy(DUMP, 0, lines, 5, DUMP.length);
    lines[lines.length - 1] = pstate;
    ReadLog log = read(lines);
    assertEquals(List.of(), log.bad());
    assertEquals(0x84000000L, log.event(0, TraceEvent.Call.class).regs().get("x0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // -d in_asm, with a disassembler and without
        "----------------",
        "IN: start_kernel",
        "0x40080010:  d4000661  svc      #0x33",
        "0x40082900:  df00      svc      #0",
        "OBJD-T: 030000d4",
        "PRIV=1; VIRT=0",
        // -d exec, nochain, in the forms of several versions
        "Trace 0x7f2c4c000100 [0000000040080000] ",
        "Trace 0: 0x7f2c4c000100 [0000000000000000/0000000040080000/0x82000000] _text",
        "Trace 0: 0x7fb1900002c0 [00000000/0000000040080008/000004c1/ff020200] ",
        "Linking TBs 0x7f2c4c000100 [0000000040080000] index 0 -> 0x7f2c4c000240 [0000000040080010]",
        "Stopped execution of TB chain before 0x7f2c4c000100 [0000000040080000] _text",
        // -trace beside it
        "4711@1690000000.123456:arm_gt_recalc gt recalc: timer 0 next tick 0x0",
        "2026-11-23T17:02:36.706431Z arm_psci_call PSCI Call x0=0x84000000 x1=0x0 x2=0x0 x3=0x0",
        "arm_cpu_reset cpu 0"
      })
  void whatOtherOptionsPrintIsNoDamage(String other) {
    ReadLog log =
        read(
            "Taking exception 2 [SVC]",
            other,
            "...from EL0 to EL1",
            other,
            "...with ESR 15/0x56000000",
            "...with ELR 0x400128",
            "...to EL1 PC 0xffff800010000400 PSTATE 0x3c5");
    assertEquals(List.of(), log.bad());
    assertEquals(1, log.events().size());
  }

  private static final String BACK =
      "Exception return from AArch64 EL2 to AArch64 EL1 PC 0xffff800008021984";

  @Test
  void aLineThatAMailProgramFoldedIsPutTogetherAndCounted() {
    int blank = BACK.lastIndexOf(' ');
    ReadLog log = read(BACK.substring(0, blank), BACK.substring(blank + 1));
    TraceEvent.Return back = log.event(0, TraceEvent.Return.class);
    assertEquals(0xffff800008021984L, back.pc());
    assertEquals(Optional.of(ExceptionLevel.EL1), back.toEl());
    assertEquals(Optional.of(ExecutionState.AARCH64), back.toState());
    assertEquals(1, log.count().joined());
    assertEquals(List.of(), log.bad());
  }

  @Test
  void anyLineOfARecordMayBeFoldedAtItsLastBlank() {
    String[] record = {
      "Taking exception 11 [Hypervisor Call] on CPU 1",
      "...from EL1 to EL2",
      "...with ESR 0x16/0x5a000ea1",
      "...with ELR 0xffff800010000004",
      "...to EL2 PC 0x40001400 PSTATE 0x3c9"
    };
    for (int i = 0; i < record.length; i++) {
      int blank = record[i].lastIndexOf(' ');
      String[] folded = new String[record.length + 1];
      System.arraycopy(record, 0, folded, 0, i);
      folded[i] = record[i].substring(0, blank);
      folded[i + 1] = "  " + record[i].substring(blank + 1);
      System.arraycopy(record, i + 1, folded, i + 2, record.length - i - 1);
      ReadLog log = read(folded);
      assertEquals(List.of(), log.bad(), folded[i]);
      TraceEvent.Entry entry = log.event(0, TraceEvent.Entry.class);
      assertEquals(OptionalInt.of(1), entry.cpu());
      assertEquals(OptionalLong.of(0x5a000ea1), entry.syndrome());
      assertEquals(OptionalLong.of(0x40001400), entry.vector());
      assertEquals(1, log.count().joined());
    }
  }

  @Test
  void aLineThatIsDamagedIsNotPutTogetherWithTheNext() {
    ReadLog log = read("Exception return from AArch64 EL2 to", BACK, "[    0.1] console");
    assertEquals(List.of(1L), log.bad());
    assertEquals(1, log.events().size());
    assertEquals(0, log.count().joined());
  }
}
