// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QemuIntReaderTest {
  private static final String HVC =
      """
      Taking exception 11 [Hypervisor Call] on CPU 1
      ...from EL1 to EL2
      ...with ESR 0x16/0x5a000ea1
      ...with ELR 0xffff800010000004
      ...to EL2 PC 0x40001400 PSTATE 0x3c9
      """;

  @Test
  void aRecordIsAnEntryWithEachFieldThatItShows() {
    TraceEvent.Entry hvc = Collected.from(HVC).entry(0);
    assertEquals(OptionalInt.of(1), hvc.cpu());
    assertEquals(Optional.of(ExceptionKind.HVC), hvc.exception());
    assertEquals(Optional.of(ExceptionLevel.EL1), hvc.fromEl());
    assertEquals(Optional.of(ExceptionLevel.EL2), hvc.toEl());
    assertEquals(Optional.of(ExecutionState.AARCH64), hvc.toState());
    assertEquals(OptionalInt.of(0x16), hvc.printedClass());
    assertEquals(OptionalLong.of(0x5a000ea1L), hvc.syndrome());
    assertEquals(OptionalLong.of(0xffff800010000004L), hvc.elr());
    assertEquals(OptionalLong.of(0x40001400L), hvc.vector());
    assertEquals(Optional.of(ExceptionLevel.EL2), hvc.enteredEl());
    assertEquals(OptionalLong.of(0x3c9L), hvc.pstate());
    assertTrue(hvc.spsr().isEmpty());
    assertFalse(hvc.mixed());
    assertEquals(1, hvc.line());
    assertEquals(4, hvc.lineOf("...with ELR"));
    assertEquals(1, hvc.lineOf("...with FAR"));
    assertEquals("entry", hvc.kind());
  }

  @Test
  void anOldLogHasNoCpuAndNo0xInTheClass() {
    TraceEvent.Entry e =
        Collected.from(
                """
                Taking exception 2 [SVC]
                ...from EL0 to EL1
                ...with ESR 15/0x56000000
                ...with ELR 0x400128
                ...to EL1 PC 0xffff800010000400 PSTATE 0x3c5
                """)
            .entry(0);
    assertTrue(e.cpu().isEmpty());
    assertEquals(OptionalInt.of(0x15), e.printedClass());
  }

  @Test
  void aNewLogHasFarAndSpsrAnd64BitValues() {
    TraceEvent.Entry e =
        Collected.from(
                """
                Taking exception 4 [Data Abort] on CPU 0
                ...from EL0 to EL1
                ...with ESR 0x24/0x100000092000046
                ...with FAR 0xffffffffffffffff
                ...with SPSR 0x60000010
                ...with ELR 0x400128
                ...to EL1 PC 0xffff800010000600 PSTATE 0x3c5
                """)
            .entry(0);
    assertEquals(OptionalLong.of(0x60000010L), e.spsr());
    assertEquals(OptionalLong.of(0x100000092000046L), e.syndrome());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 [IRQ]", "6 [FIQ]", "14 [Virtual IRQ]", "15 [Virtual FIQ]"})
  void anInterruptHasNoSyndromeForThePrintedOneIsOld(String name) {
    TraceEvent.Entry e = Collected.from(HVC.replace("11 [Hypervisor Call]", name)).entry(0);
    assertEquals(Optional.of(ExceptionKind.ASYNCHRONOUS), e.exception());
    assertTrue(e.syndrome().isEmpty());
    assertTrue(e.printedClass().isEmpty());
    assertTrue(e.elr().isPresent());
  }

  @Test
  void whatQemuAnswersItselfIsHandledAndTaken() {
    Collected log =
        Collected.from(
            """
            Taking exception 13 [Secure Monitor Call] on CPU 0
            ...from EL1 to EL3
            ...with ESR 0x17/0x5e000000
            ...handled as PSCI call
            Taking exception 16 [Semihosting call] on CPU 0
            ...from EL1 to EL1
            ...handling as semihosting call 0x18
            """);
    TraceEvent.Handled psci = (TraceEvent.Handled) log.events().get(0);
    assertEquals("psci", psci.by());
    assertEquals(OptionalLong.of(0x5e000000L), psci.syndrome());
    assertEquals("handled", psci.kind());
    TraceEvent.Handled semihosting = (TraceEvent.Handled) log.events().get(1);
    assertEquals("semihosting", semihosting.by());
    assertTrue(log.bad().isEmpty());
  }

  @Test
  void aRecordOfAnAarch32TargetHasNoBody() {
    Collected log =
        Collected.from(
            """
            Taking exception 4 [Data Abort] on CPU 0
            ...from EL0 to EL1
            ...with ESR 0x24/0x92000046
            ...with DFSR 0x805 DFAR 0xbeef
            Taking exception 3 [Prefetch Abort] on CPU 0
            ...from EL0 to EL1
            ...with ESR 0x20/0x82000007
            ...with IFSR 0x207 IFAR 0x1000
            Taking exception 11 [Hypervisor Call] on CPU 0
            ...from EL1 to EL2
            ...with ESR 0x12/0x4a000000
            Exception return from AArch32 hyp to svc PC 0x40081010
            """);
    assertEquals(4, log.events().size());
    assertTrue(log.bad().isEmpty(), log.why()::toString);
    assertTrue(log.entry(2).toState().isEmpty());
    assertEquals("return", log.events().get(3).kind());
  }

  @Test
  void exceptionReturnsHaveTheirForms() {
    Collected log =
        Collected.from(
            """
            Exception return from AArch64 EL2 to AArch64 EL1 PC 0x41868d64
            Exception return from AArch64 EL2 to AArch32 EL1 PC 0x1002
            Exception return from AArch32 mon to svc PC 0x4008001c
            Exception return from AArch32 svc to usr PC 0x10
            Exception return from AArch32 hyp to svc PC 0x14
            Illegal exception return at EL1: resuming execution at 0x10
            AArch32 mode switch from svc to mon PC 0x4008001c
            """);
    assertTrue(log.bad().isEmpty(), log.why()::toString);
    TraceEvent.Return first = (TraceEvent.Return) log.events().get(0);
    assertEquals(Optional.of(ExceptionLevel.EL2), first.fromEl());
    assertEquals(0x41868d64L, first.pc());
    TraceEvent.Return second = (TraceEvent.Return) log.events().get(1);
    assertEquals(Optional.of(ExecutionState.AARCH32), second.toState());
    TraceEvent.Return third = (TraceEvent.Return) log.events().get(2);
    assertEquals(Optional.of(ExceptionLevel.EL3), third.fromEl());
    assertTrue(third.toEl().isEmpty(), "svc is of EL1 or, Secure, of EL3");
    TraceEvent.Return fourth = (TraceEvent.Return) log.events().get(3);
    assertEquals(Optional.of(ExceptionLevel.EL0), fourth.toEl());
    TraceEvent.Return fifth = (TraceEvent.Return) log.events().get(4);
    assertEquals(Optional.of(ExceptionLevel.EL1), fifth.toEl());
    assertEquals("note", log.events().get(5).kind());
    assertEquals("note", log.events().get(6).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Exception return from AArch64 EL4 to AArch64 EL1 PC 0x10",
        "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x",
        "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x11112222333344445",
        "Exception return from AArch32 svc to nowhere PC 0x10",
        "Taking exception 11 [Hypervisor Call] on CPU 99999999999",
        "Taking exception 11 [Hypervisor Call] on CPU",
        "Taking exception 11 [Hypervisor Call",
        "Taking exception [Hypervisor Call]",
        "...from EL1 to EL4",
        "...with ESR 0x56/0x5a000000",
        "...with ELR 0xzz",
        "...with nothing known",
        "...with ELR 0x1000",
        "garbage"
      })
  void aDamagedLineIsCountedAndTheRestIsRead(String line) {
    Collected log = Collected.from(line + "\n" + HVC);
    assertEquals(1, log.events().size());
    assertEquals(List.of(line), log.bad().stream().map(b -> b.text()).toList());
    assertEquals(6 - 4, log.events().get(0).line());
  }

  @Test
  void aHalfRecordIsNamed() {
    Collected log = Collected.from("Taking exception 5 [IRQ] on CPU 1\n" + HVC);
    assertEquals(1, log.events().size());
    assertEquals(1, log.bad().get(0).number());
    assertTrue(log.why().get(0).startsWith("half a record"));
    Collected cut = Collected.from(HVC.substring(0, HVC.indexOf("...with ELR")));
    assertTrue(cut.entry(0).elr().isEmpty(), "what was not read is empty");
    assertTrue(cut.entry(0).toState().isEmpty());
  }

  @Test
  void aLastLineWithoutItsEndIsLeftOut() {
    for (int length = HVC.indexOf("...with ESR"); length < HVC.length(); length++) {
      Collected cut = Collected.from(HVC.substring(0, length));
      int whole = HVC.substring(0, length).lastIndexOf('\n') + 1;
      assertEquals(Collected.from(HVC.substring(0, whole)), cut);
      assertEquals(List.of(), cut.bad());
    }
    assertThrows(UncheckedIOException.class, () -> Collected.from(HVC.substring(0, 40)));
  }

  @Test
  void recordsOfTwoProcessorsThatFollowEachOtherLineByLineAreTakenApart() {
    Collected log =
        Collected.from(
            """
            Taking exception 11 [Hypervisor Call] on CPU 0
            ...from EL1 to EL2
            ...with ESR 0x16/0x5a000ea1
            ...with ELR 0x1004
            Taking exception 5 [IRQ] on CPU 1
            ...to EL2 PC 0x40001400 PSTATE 0x3c9
            Exception return from AArch64 EL2 to AArch64 EL1 PC 0x1004
            ...from EL2 to EL2
            ...with ESR 0x16/0x5a000000
            ...with ELR 0x220b28
            ...to EL2 PC 0x40001280 PSTATE 0x3c9
            """);
    assertTrue(log.bad().isEmpty(), log.why()::toString);
    assertEquals(OptionalLong.of(0x40001400L), log.entry(0).vector());
    assertEquals(OptionalLong.of(0x40001280L), log.entry(2).vector());
    assertFalse(log.entry(0).mixed());
    assertFalse(log.entry(2).mixed());
  }

  @Test
  void theLinesOfALostHeaderAreNotTakenForAnotherRecords() {
    Collected log =
        Collected.from(
            "Taking exception 2 [SVC] on CPU 0\n...from EL0 to EL1\n...with ESR 0x11/0x46000000\n"
                + HVC.substring(HVC.indexOf('\n') + 1)
                + HVC);
    assertEquals(4, log.bad().size());
    assertEquals(List.of(1, 8), log.events().stream().map(e -> (int) e.line()).sorted().toList());
    assertTrue(
        log.events().stream()
            .map(event -> (TraceEvent.Entry) event)
            .filter(entry -> entry.exception().equals(Optional.of(ExceptionKind.SVC)))
            .allMatch(entry -> entry.elr().isEmpty() && entry.mixed()));
  }

  @Test
  void whatFollowsALineThatCannotBeToldApartCannotEither() {
    Collected log =
        Collected.from(
            """
            Taking exception 2 [SVC] on CPU 1
            Taking exception 5 [IRQ] on CPU 0
            ...from EL2 to EL2
            ...with ESR 0x1/0x7e00000
            ...with ELR 0x25b0c8
            ...to EL2 PC 0x257a80 PSTATE 0x3c9
            """);
    TraceEvent.Entry svc = log.entry(0);
    assertTrue(svc.fromEl().isEmpty());
    assertTrue(svc.syndrome().isEmpty());
    assertTrue(svc.vector().isEmpty());
  }

  @Test
  void anAnswerOfQemusBelongsToACallAndNotToAnInterrupt() {
    Collected log =
        Collected.from(
            """
            Taking exception 5 [IRQ] on CPU 1
            ...from EL1 to EL1
            ...with ESR 0x0/0x0
            Taking exception 13 [Secure Monitor Call] on CPU 0
            ...from EL1 to EL3
            ...with ESR 0x13/0x4e000000
            ...handled as PSCI call
            """);
    assertEquals("handled", log.events().get(0).kind());
    assertEquals(OptionalInt.of(0), log.events().get(0).cpu());
    assertEquals("entry", log.events().get(1).kind());
  }

  @Test
  void whatCannotBeTakenApartIsLeftOut() {
    Collected log =
        Collected.from(
            """
            Taking exception 11 [Hypervisor Call] on CPU 0
            Taking exception 2 [SVC] on CPU 1
            ...from EL1 to EL2
            ...from EL0 to EL1
            ...with ESR 0x16/0x5a000ea1
            ...with ESR 0x15/0x56000000
            ...with ELR 0x1004
            ...to EL2 PC 0x40001400 PSTATE 0x3c9
            ...with ELR 0x2004
            ...to EL1 PC 0x40001400 PSTATE 0x3c5
            """);
    assertTrue(log.bad().isEmpty(), log.why()::toString);
    for (int i = 0; i < 2; i++) {
      assertTrue(log.entry(i).mixed());
      assertTrue(log.entry(i).fromEl().isEmpty());
      assertTrue(log.entry(i).syndrome().isEmpty());
      assertTrue(log.entry(i).elr().isEmpty());
    }
  }

  @Test
  void textOfOtherOptionsAndOfTheGuestIsNoDefect() {
    String other =
        """

        ----------------
        IN:\s
        0x40080000:  d4000003  smc      #0
        OBJD-T: 030000d4
         PC=0000000040080000 X00=0000000000000000 X01=0000000000000000
        X02=0000000000000000 X03=0000000000000000
        R00=00000000 R01=ffffffff R02=40000100 R03=00000000
        Trace 0: 0x7f2c [00000000/0000000040080000/00000000/00000000]
        arm_psci_call PSCI Call x0=0x84000000 x1=0x0 x2=0x0 x3=0x0 cpuid=0x0
        [    0.000000] Booting Linux on physical CPU 0x0000000000
        (XEN) Xen version 4.17
        NOTICE:  BL31: v2.8
        """;
    Collected log = Collected.from(other + HVC);
    assertEquals(List.of(), log.bad());
    assertEquals(1, log.events().size());
  }

  @Test
  void aLogWithoutARecordIsRefused() {
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> Collected.from("[    0.0] Booting\nhello\n"));
    TraceException why = (TraceException) e.getCause();
    assertEquals(TraceException.Problem.NOT_A_TRACE, why.problem());
    assertTrue(why.getMessage().contains("-d int"), why.getMessage());
  }
}
