// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import static org.armcall.traces.ftrace.TraceLines.PREFIX;
import static org.armcall.traces.ftrace.TraceLines.event;
import static org.armcall.traces.ftrace.TraceLines.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;

/** The events of KVM, in the forms of its format strings (traces/formats/ftrace.md). */
class KvmEventsTest {
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
  void anImmediateAbove16BitsIsDamage() {
    ReadLog log =
        read(
            PREFIX + "kvm_hvc_arm64: HVC at 0x40081238 (r0: 0x0, imm: 0x10000)",
            PREFIX + "kvm_entry: PC: 0x40081238");
    assertEquals(List.of(1L), log.bad());
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
  void whatGoesToTheProgramThatMadeTheGuestIsANoteAndNoAnswer() {
    ReadLog log =
        read(
            PREFIX + "kvm_exit: TRAP: HSR_EC: 0x0016 (HVC64), PC: 0x1000",
            PREFIX + "kvm_hvc_arm64: HVC at 0x1000 (r0: 0xc2000000, imm: 0x0)",
            PREFIX + "kvm_userspace_exit: reason KVM_EXIT_HYPERCALL (3)",
            PREFIX + "kvm_entry: PC: 0x1000");
    assertEquals(
        List.of("call", "entry", "note", "return"),
        log.events().stream().map(TraceEvent::kind).toList());
    assertEquals(
        "kvm_userspace_exit KVM_EXIT_HYPERCALL (3)", log.event(2, TraceEvent.Note.class).text());
    assertEquals(Optional.of(ExceptionLevel.EL1), log.event(3, TraceEvent.Return.class).toEl());
    // The first and last line are not all that is of the format: the one of the note shows no call.
    assertEquals(3, log.count().recognised());
  }

  /** Who answers outside the kernel may have the guest go on wherever it likes. */
  @Test
  void anAnswerFromOutsideTheKernelElsewhereIsOfNoLevel() {
    ReadLog log =
        read(
            PREFIX + "kvm_hvc_arm64: HVC at 0x1000 (r0: 0xc2000000, imm: 0x0)",
            PREFIX + "kvm_userspace_exit: reason KVM_EXIT_HYPERCALL (3)",
            PREFIX + "kvm_entry: PC: 0x2000");
    assertEquals(Optional.empty(), log.event(3, TraceEvent.Return.class).toEl());
  }

  @Test
  void behindAnEndOfTheGuestNoEntryIsAnAnswerInEachForm() {
    for (String end :
        List.of(
            "reason KVM_EXIT_SYSTEM_EVENT (24)",
            "reason error (14)",
            "reason=0x18 errno=0",
            "reason=24 errno=0",
            "reason=0 errno=-14")) {
      ReadLog log =
          read(
              PREFIX + "kvm_hvc_arm64: HVC at 0x1000 (r0: 0x84000000, imm: 0x0)",
              PREFIX + "kvm_userspace_exit: " + end,
              PREFIX + "kvm_entry: PC: 0x1000");
      assertEquals("note", log.events().get(2).kind(), end);
      assertEquals(Optional.empty(), log.event(3, TraceEvent.Return.class).toEl(), end);
      assertEquals(List.of(), log.bad(), end);
    }
  }

  @Test
  void aDeviceOrASignalChangesNothingOfWhatIsOpen() {
    for (String exit :
        List.of(
            "reason KVM_EXIT_MMIO (6)",
            "reason restart (4)",
            "reason 0x29 (41)",
            "reason=0x6 errno=0",
            "reason=0 errno=-4")) {
      ReadLog log =
          read(
              PREFIX + "kvm_exit: TRAP: HSR_EC: 0x0024 (DABT_LOW), PC: 0x1000",
              PREFIX + "kvm_userspace_exit: " + exit,
              PREFIX + "kvm_entry: PC: 0x1000");
      assertEquals(List.of(), log.bad(), exit);
      int notes = exit.contains("restart") || exit.contains("-4") ? 1 : 2;
      assertEquals(1 + notes, log.events().size(), exit);
      // The instruction that was trapped is stepped over later.
      assertEquals("note", log.events().get(notes).kind(), exit);
    }
  }

  @Test
  void aReasonThatIsNotWholeIsDamage() {
    for (String text :
        List.of(
            "reason KVM_EXIT_HYPERCALL",
            "reason KVM_EXIT_HYPERCALL (3",
            "reason kvm_exit (3)",
            "reason  (3)",
            "reason=3",
            "reason KVM_EXIT_HYPERCALL (3) more",
            "")) {
      ReadLog log =
          read(PREFIX + "kvm_userspace_exit: " + text, PREFIX + "kvm_entry: PC: 0x40081238");
      assertEquals(List.of(1L), log.bad(), text);
    }
  }

  /** Such a line is of x86 as well. */
  @Test
  void aLogOfNothingButSuchExitsHasNoCallAndNoEvent() {
    ReadLog seen = new ReadLog();
    assertThrows(
        TraceException.class,
        () -> seen.readFrom(LogFormat.FTRACE, PREFIX + "kvm_userspace_exit: reason restart (4)"));
    assertThrows(
        TraceException.class,
        () ->
            seen.readFrom(
                LogFormat.FTRACE, PREFIX + "kvm_userspace_exit: reason KVM_EXIT_MMIO (6)"));
    assertEquals(List.of(), seen.events());
  }
}
