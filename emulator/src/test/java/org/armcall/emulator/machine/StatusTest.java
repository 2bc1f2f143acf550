// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.emulator.isa.PstateField;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.Because;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PSTATE as it is saved, restored and written (DDI 0487 C5.2.19, D1.5, G1.13, G8.2.33). */
final class StatusTest {
  private static final int ALL = -1;
  private static final long IL = 1L << 20;
  private static final long SS = 1L << 21;

  private static Bare narrow(Mode mode) {
    return Bare.of(Machines.NARROW, mode, InstructionSet.A32);
  }

  private static Bare hyp64(Mode mode) {
    return Bare.of(Machines.WIDE, mode, InstructionSet.A64);
  }

  private static void back(Bare bare, long target, long spsr) {
    bare.parts.leave().to(Word.of(target), Word.of(spsr));
  }

  /** SPSR_ELx of AArch64: NZCV 31:28, SS 21, IL 20, BTYPE 11:10, DAIF 9:6, M 4:0. */
  @Test
  void aWideStatusComesBack() {
    for (long spsr :
        new long[] {
          0xf00003c5L, 0xf0000005L, 0x80000c45L, 0x40000485L, 0x20000805L, 0x10000c05L, SS | 0x3c4
        }) {
      Bare bare = hyp64(Mode.EL2H).also(SystemRegister.HCR_EL2, 1L << 31);
      back(bare, 0x1000, spsr);
      assertEquals(spsr, bare.cpu.status.saved().value());
      assertEquals(0x1000, bare.cpu.next);
    }
  }

  /** Without FEAT_BTI there is no BTYPE to restore. */
  @Test
  void theBranchTypeIsThatOfTheFeature() {
    var old =
        new org.armcall.model.platform.Platform(
            "old",
            Machines.WIDE.architecture(),
            Machines.WIDE.widest(),
            Set.of(),
            java.util.Map.of());
    Bare bare = Bare.of(old, Mode.EL2H, InstructionSet.A64).also(SystemRegister.HCR_EL2, 1L << 31);
    back(bare, 0x1000, 0xc05);
    assertEquals(5, bare.cpu.status.saved().value());
  }

  /** SPSR of AArch32: Q, IT in 26:25 and 15:10, GE 19:16, E 9, AIF 8:6, T 5. */
  @Test
  void aNarrowStatusComesBack() {
    for (long spsr :
        new long[] {
          0xf80f01d3L,
          0x080a0013L,
          0x00050093L,
          0x00000253L,
          0x00000113L,
          0x0600fc33L & ~0x1000L,
          0x00000833L,
          0x04000433L,
          0x0200a433L
        }) {
      Bare bare = hyp64(Mode.EL2H);
      bare.set(SystemRegister.HCR_EL2, 0).set(SystemRegister.SCTLR_EL1, 0);
      back(bare, 0x1000, spsr);
      boolean reserved = ((spsr >>> 8 & 0xfc) | (spsr >>> 25 & 3)) >>> 4 == 0xf;
      assertEquals(
          reserved ? spsr & ~0x0600fc00L : spsr,
          bare.cpu.status.saved().value(),
          Long.toHexString(spsr));
    }
  }

  /** RestoredITBits: outside T32, a reserved value, or more than one instruction under ITD: 0. */
  @ParameterizedTest
  @CsvSource({
    "0x00000813, 0, 0", // A32: IT is not restored
    "0x00000833, 0, 0x08",
    "0x00001033, 0, 0", // IT[3:0] = 0
    "0x00000833, 0x80, 0x08", // ITD allows a block of one
    "0x00000433, 0x80, 0", // and no longer one
    "0x00000433, 0, 0x04",
    "0x0000f833, 0, 0", // condition 0b1111
    "0x0000e833, 0, 0xe8",
    "0x02000833, 0x80, 0",
    "0x02000833, 0, 0x09"
  })
  void itIsRestoredWhereItIsInAnItBlock(String spsr, String sctlr, String it) {
    Bare bare = hyp64(Mode.EL2H).set(SystemRegister.HCR_EL2, 0);
    bare.set(SystemRegister.SCTLR_EL1, Long.decode(sctlr));
    back(bare, 0x1000, Long.decode(spsr));
    assertEquals(Long.decode(it).intValue(), bare.cpu.status.it);
  }

  /** HSCTLR.ITD for Hyp mode; ARMv7 has no ITD. */
  @Test
  void theItDisableIsThatOfTheRegimeReturnedTo() {
    Bare hyp = narrow(Mode.HYP).set(SystemRegister.SCTLR_EL1, 0x80);
    hyp.set(SystemRegister.SCTLR_EL2, 0);
    back(hyp, 0x1000, 0x0000043aL);
    assertEquals(4, hyp.cpu.status.it);
    Bare disabled = narrow(Mode.HYP).set(SystemRegister.SCTLR_EL1, 0);
    disabled.set(SystemRegister.SCTLR_EL2, 0x80);
    back(disabled, 0x1000, 0x0000043aL);
    assertEquals(0, disabled.cpu.status.it);
    Bare old = Bare.of(Machines.ARMV7, Mode.SVC, InstructionSet.A32);
    back(old.set(SystemRegister.SCTLR_EL1, 0x80), 0x1000, 0x00000433L);
    assertEquals(4, old.cpu.status.it);
  }

  /** A64 keeps the whole address; T32 loses bit 0, A32 bits 1:0, both the upper half. */
  @ParameterizedTest
  @CsvSource({"0x5, 0x80000000, 0x123456789b", "0x13, 0x0, 0x34567898", "0x33, 0x0, 0x3456789a"})
  void theAddressIsThatOfTheInstructionSet(String spsr, String hcr, String expected) {
    Bare bare = hyp64(Mode.EL2H).set(SystemRegister.HCR_EL2, Long.decode(hcr));
    back(bare, 0x123456789bL, Long.decode(spsr));
    assertEquals(Long.decode(expected), bare.cpu.next);
  }

  /** An illegal return stays, sets IL, and restores flags and masks all the same. */
  @ParameterizedTest
  @CsvSource({
    "0xd, EL2H", // higher
    "0x6, EL2H", // reserved
    "0x2, EL2H",
    "0x16, EL2H" // no Monitor mode beside AArch64 EL3
  })
  void anIllegalReturnStays(String mode, Mode where) {
    Bare bare = hyp64(where).also(SystemRegister.HCR_EL2, 1L << 31);
    back(bare, 0x1003, 0x90000140L | SS | Long.decode(mode));
    assertEquals(where, bare.cpu.status.mode);
    assertEquals(0x90000140L | SS | IL | 9, bare.cpu.status.saved().value());
    assertEquals(Long.decode(mode) >= 0x10 ? 0x1000 : 0x1003, bare.cpu.next);
  }

  /** From each level to each mode with a plain machine: legal exactly if at or below it. */
  @Test
  void noReturnLeadsUp() {
    for (Mode from : List.of(Mode.EL1H, Mode.EL2H, Mode.EL3H)) {
      for (Mode to : Mode.values()) {
        SecurityState security = from == Mode.EL3H ? SecurityState.ROOT : SecurityState.NONSECURE;
        Bare bare = new Bare(Machines.WIDE, from, InstructionSet.A64, security);
        bare.also(SystemRegister.HCR_EL2, 1L << 31).also(SystemRegister.SCR_EL3, 1 << 10);
        back(bare, 0x1000, ModeBits.of(to));
        boolean wide = to.text().startsWith("el");
        int target = to == Mode.USR ? 0 : wide ? to.text().charAt(2) - '0' : 9;
        boolean legal = target <= from.text().charAt(2) - '0';
        assertEquals(!legal, bare.cpu.status.illegal, from + " to " + to);
        assertEquals(legal ? to : from, bare.cpu.status.mode);
      }
    }
  }

  /** AArch32 never returns to AArch64, and Hyp mode is left by its own return only downwards. */
  @Test
  void aarch32ReturnsToAarch32() {
    Bare kernel = Bare.of(Machines.WIDE, Mode.SVC, InstructionSet.A32);
    back(kernel, 0x1000, 0);
    assertTrue(kernel.cpu.status.illegal);
    Bare hyp = narrow(Mode.HYP);
    back(hyp, 0x1000, 0x13);
    assertFalse(hyp.cpu.status.illegal);
    assertEquals(ExceptionLevel.EL1, hyp.cpu.status.level);
    Bare supervisor = narrow(Mode.SVC);
    back(supervisor, 0x1000, 0x1a);
    assertTrue(supervisor.cpu.status.illegal, "EL1 does not return to Hyp");
    Bare user = narrow(Mode.SVC);
    back(user, 0x1000, 0x10);
    assertEquals(ExceptionLevel.EL0, user.cpu.status.level);
    Bare old = Bare.of(Machines.ARMV7, Mode.SVC, InstructionSet.A32);
    back(old, 0x1000, 0x1a);
    assertFalse(old.cpu.status.illegal, "ARMv7 has no PSTATE.IL");
    assertEquals(Mode.SVC, old.cpu.status.mode);
    Bare saved = Bare.of(Machines.ARMV7, Mode.SVC, InstructionSet.A32);
    back(saved, 0x1000, IL | 0x13);
    assertFalse(saved.cpu.status.illegal);
    Bare asked = narrow(Mode.SVC);
    back(asked, 0x1000, IL | 0x13);
    assertTrue(asked.cpu.status.illegal, "SPSR.IL is restored");
    Bare step = narrow(Mode.SVC);
    step.cpu.status.step = false;
    back(step, 0x1000, SS | 0x13);
    assertFalse(step.cpu.status.step, "SS is an AArch64 level's to restore");
  }

  /** Secure Monitor: to Non-secure EL1 if SCR.NS says so, else to a mode of EL3. */
  @Test
  void monitorReturnsToEitherWorld() {
    for (int ns = 0; ns < 2; ns++) {
      Bare monitor = new Bare(Machines.NARROW, Mode.MON, InstructionSet.A32, SecurityState.SECURE);
      monitor.set(SystemRegister.SCR_EL3, ns);
      back(monitor, 0x1000, 0x13);
      assertEquals(ns == 1 ? ExceptionLevel.EL1 : ExceptionLevel.EL3, monitor.cpu.status.level);
      Bare toHyp = new Bare(Machines.NARROW, Mode.MON, InstructionSet.A32, SecurityState.SECURE);
      back(toHyp.set(SystemRegister.SCR_EL3, ns), 0x1000, 0x1a);
      assertEquals(ns == 0, toHyp.cpu.status.illegal, "Secure state has no Hyp mode");
    }
  }

  /** ERET reads the pair of its own level. */
  @Test
  void everyLevelHasItsLinkAndItsStatus() {
    SystemRegister[] links = {
      SystemRegister.ELR_EL1, SystemRegister.ELR_EL2, SystemRegister.ELR_EL3
    };
    SystemRegister[] statuses = {
      SystemRegister.SPSR_EL1, SystemRegister.SPSR_EL2, SystemRegister.SPSR_EL3
    };
    Mode[] modes = {Mode.EL1H, Mode.EL2H, Mode.EL3H};
    for (int level = 1; level <= 3; level++) {
      SecurityState security = level == 3 ? SecurityState.ROOT : SecurityState.NONSECURE;
      Bare bare = new Bare(Machines.WIDE, modes[level - 1], InstructionSet.A64, security);
      for (int other = 1; other <= 3; other++) {
        bare.set(links[other - 1], 0x1000L * other);
        bare.set(statuses[other - 1], (long) other << 28 | ModeBits.of(modes[level - 1]));
      }
      bare.parts.leave().fromLevel();
      assertEquals(0x1000L * level, bare.cpu.next);
      assertEquals(level, bare.cpu.status.flags());
    }
  }

  /** What is relied on: the whole address, and of SPSR what decides where it goes on. */
  @Test
  void aReturnReliesOnWhatItReads() {
    Bare bare = hyp64(Mode.EL2H).also(SystemRegister.HCR_EL2, 1L << 31);
    Word status = new Word(5, 0xffffffffL, Origin.of("a test"));
    bare.parts.leave().to(new Word(0x1000, 1, Origin.of("another")), status);
    List<Reliance> relied =
        bare.events.stream()
            .filter(MachineEvent.Relied.class::isInstance)
            .map(event -> ((MachineEvent.Relied) event).reliance())
            .toList();
    assertEquals(2, relied.size());
    assertEquals(1, relied.get(0).bits());
    assertEquals(0, relied.get(1).bits() & 0xf0000000L, "flags are copied, not used");
    assertEquals(0x1f, relied.get(1).bits() & 0x1f);
  }

  /** MSR CPSR writes bytes, the masks and the mode not at EL0, and the mode by the rules. */
  @Test
  void msrWritesWhatTheLevelMay() {
    Bare kernel = narrow(Mode.SVC);
    kernel.parts.status32().cpsr(Word.of(0xf80f03d1L), ALL);
    assertEquals(Mode.FIQ, kernel.cpu.status.mode);
    assertEquals(0xf80f03d1L, kernel.cpu.status.saved().value());
    Bare user = narrow(Mode.USR);
    user.cpu.status.masks = 2;
    user.parts.status32().cpsr(Word.of(0xf80f03d1L), ALL);
    assertEquals(Mode.USR, user.cpu.status.mode);
    assertEquals(0xf80f0290L, user.cpu.status.saved().value());
    Bare flags = narrow(Mode.SVC);
    flags.parts.status32().cpsr(Word.of(0xf80f03d1L), 0xff000000);
    assertEquals(0xf80001d3L, flags.cpu.status.saved().value());
    Bare status = narrow(Mode.SVC);
    status.parts.status32().cpsr(Word.of(0xf80f0000L), 0x00ff0000);
    assertEquals(0x000f01d3L, status.cpu.status.saved().value());
    Bare extension = narrow(Mode.SVC);
    extension.parts.status32().cpsr(Word.of(0x200L), 0xff00);
    assertEquals(0x293L | 0x40, extension.cpu.status.saved().value(), "A is in this byte");
  }

  /** A mode that may not be entered so sets PSTATE.IL, on ARMv7 nothing. */
  @ParameterizedTest
  @CsvSource({
    "SVC, 0x1f, SYS, false",
    "SVC, 0x10, USR, false",
    "SVC, 0x1a, SVC, true",
    "SVC, 0x16, SVC, true",
    "SVC, 0x05, SVC, true",
    "SVC, 0x14, SVC, true",
    "HYP, 0x13, HYP, true",
    "HYP, 0x1a, HYP, false"
  })
  void aModeIsWrittenByTheRules(Mode from, String bits, Mode to, boolean illegal) {
    Bare bare = narrow(from);
    bare.parts.status32().cpsr(Word.of(Long.decode(bits)), 0xff);
    assertEquals(to, bare.cpu.status.mode);
    assertEquals(illegal, bare.cpu.status.illegal);
    Bare old = Bare.of(Machines.ARMV7, from, InstructionSet.A32);
    old.parts.status32().cpsr(Word.of(Long.decode(bits)), 0xff);
    assertFalse(old.cpu.status.illegal);
    assertEquals(to, old.cpu.status.mode);
  }

  /** Monitor mode may be entered from the Secure modes of EL3 and left for them. */
  @Test
  void secureModesEnterMonitor() {
    Bare bare = new Bare(Machines.NARROW, Mode.SVC, InstructionSet.A32, SecurityState.SECURE);
    bare.parts.status32().cpsr(Word.of(0x16), 0xff);
    assertEquals(Mode.MON, bare.cpu.status.mode);
    assertEquals(ExceptionLevel.EL3, bare.cpu.status.level);
    bare.parts.status32().cpsr(Word.of(0x13), 0xff);
    assertEquals(Mode.SVC, bare.cpu.status.mode);
    assertEquals(ExceptionLevel.EL3, bare.cpu.status.level);
    bare.parts.status32().cpsr(Word.of(0x1a), 0xff);
    assertTrue(bare.cpu.status.illegal);
  }

  @Test
  void fieldsOfPstateAreWrittenAlone() {
    Bare wide = hyp64(Mode.EL2H);
    field(wide, PstateField.DAIF_CLEAR, 0xf);
    assertEquals(0, wide.cpu.status.masks);
    field(wide, PstateField.DAIF_SET, 0xa);
    assertEquals(0xa, wide.cpu.status.masks);
    field(wide, PstateField.DAIF_CLEAR, 0x2);
    assertEquals(0x8, wide.cpu.status.masks);
    field(wide, PstateField.SP_SELECT, 0);
    assertEquals(Mode.EL2T, wide.cpu.status.mode);
    field(wide, PstateField.SP_SELECT, 1);
    assertEquals(Mode.EL2H, wide.cpu.status.mode);
    Bare kernel = narrow(Mode.SVC);
    field(kernel, PstateField.AIF_CLEAR, 7);
    assertEquals(0, kernel.cpu.status.masks);
    field(kernel, PstateField.AIF_SET, 5);
    assertEquals(5, kernel.cpu.status.masks);
    field(kernel, PstateField.AIF_CLEAR, 4);
    assertEquals(1, kernel.cpu.status.masks);
    field(kernel, PstateField.ENDIANNESS, 1);
    assertTrue(kernel.cpu.status.bigEndian);
    field(kernel, PstateField.ENDIANNESS, 0);
    assertFalse(kernel.cpu.status.bigEndian);
    field(kernel, PstateField.MODE, 0x1b);
    assertEquals(Mode.UND, kernel.cpu.status.mode);
    Bare user = narrow(Mode.USR);
    user.cpu.status.masks = 3;
    field(user, PstateField.AIF_SET, 4);
    field(user, PstateField.AIF_CLEAR, 2);
    field(user, PstateField.MODE, 0x13);
    assertEquals(3, user.cpu.status.masks);
    assertEquals(Mode.USR, user.cpu.status.mode);
  }

  private static void field(Bare bare, PstateField field, int value) {
    bare.parts.status32().field(field, value, bare.parts.access());
  }

  /** MRS CPSR: the bits of execution state (IT, J, T, IL, SS) read as zero. */
  @Test
  void mrsDoesNotShowTheExecutionState() {
    Bare bare = Bare.of(Machines.NARROW, Mode.SVC, InstructionSet.T32);
    ProcessStatus status = bare.cpu.status;
    status.it = 0xe8;
    status.illegal = true;
    status.step = true;
    status.bigEndian = true;
    status.saturation(0xffffffffL);
    status.flags(Word.of(0x90000000L));
    assertEquals(0x980f03d3L, status.cpsr().value());
    assertEquals(0x90000000L, status.nzcv().value());
    // SS, IL, T, and IT[7:2] = 0b111010 in 15:10.
    assertEquals(0x983febf3L, status.saved().value());
  }

  /** A flag that may not be relied on stays so where it is saved. */
  @Test
  void anUnreliableFlagIsUnreliableInTheSavedStatus() {
    Bare bare = hyp64(Mode.EL2H);
    for (int bit = 28; bit < 32; bit++) {
      Word flags = new Word(0xf0000000L, 1L << bit, Origin.of("a test"));
      bare.cpu.status.flags(flags);
      assertEquals(1L << bit, bare.cpu.status.saved().unreliable());
      assertEquals(List.of("a test"), bare.cpu.status.saved().origin().sources());
    }
  }

  @Test
  void everyModeHasItsCode() {
    Set<Mode> seen = EnumSet.noneOf(Mode.class);
    for (int bits = 0; bits < 32; bits++) {
      Optional<Mode> mode = ModeBits.mode(bits);
      if (mode.isPresent()) {
        assertEquals(bits, ModeBits.of(mode.get()));
        assertEquals(bits >= 16, !mode.get().text().startsWith("el"));
        seen.add(mode.get());
      }
    }
    assertEquals(EnumSet.allOf(Mode.class), seen);
    assertEquals(0b10011, ModeBits.of(Mode.SVC));
    for (ExceptionLevel level : ExceptionLevel.values()) {
      for (boolean own : new boolean[] {false, true}) {
        Mode mode = ModeBits.aarch64(level, own);
        assertEquals(level, ModeBits.level(mode, false));
        assertEquals(own && level != ExceptionLevel.EL0, mode.usesOwnStackPointer());
      }
    }
  }

  /** Where each control bit is, by the names of the registers' fields. */
  @Test
  void aControlBitIsInItsRegister() {
    for (Control control : Control.values()) {
      Bare bare = hyp64(Mode.EL2H);
      SystemRegister register = ControlBits.register(control);
      assertTrue(
          control.text().startsWith(register.text() + "."), control + " in " + register.text());
      long before = bare.cpu.system.value(register);
      ControlBits.set(bare.cpu, control, true);
      assertEquals(before | 1L << ControlBits.bit(control), bare.cpu.system.value(register));
      assertTrue(bare.parts.calls().state(false).has(control));
      ControlBits.set(bare.cpu, control, false);
      assertEquals(before & ~(1L << ControlBits.bit(control)), bare.cpu.system.value(register));
    }
  }

  /** The plainest behaviour: skipped, taken, UNDEFINED, nothing, anything. */
  @Test
  void thePlainestBehaviourHasAnOrder() {
    Outcome skipped = new Outcome.Skipped(4, Because.NOTHING);
    Outcome nothing = new Outcome.NoOperation(4, Because.NOTHING);
    Outcome any = new Outcome.AnyBehaviour(Because.NOTHING);
    var entry =
        hyp64(Mode.EL1H)
            .parts
            .exceptions()
            .entry(
                ExceptionLevel.EL1, 4, Mode.UND, org.armcall.model.syndrome.PartialWord.defined(0));
    Outcome taken = new Outcome.Taken(entry, Optional.empty(), Because.NOTHING);
    Outcome undefined = new Outcome.Undefined(entry, Because.NOTHING);
    List<Outcome> order = List.of(skipped, taken, undefined, nothing, any);
    for (int first = 0; first < order.size(); first++) {
      for (int second = first; second < order.size(); second++) {
        Set<Outcome> allowed = new java.util.LinkedHashSet<>();
        allowed.add(order.get(second));
        allowed.add(order.get(first));
        Outcome chosen = choose(Behaviour.plainest(), allowed);
        assertEquals(order.get(first), chosen);
      }
    }
    Set<Outcome> all = new java.util.LinkedHashSet<>(order);
    for (int number = -5; number < 10; number++) {
      assertEquals(order.get(Math.floorMod(number, 5)), choose(Behaviour.numbered(number), all));
    }
    assertEquals(choose(Behaviour.seeded(7), all), choose(Behaviour.seeded(7), all));
    Set<Outcome> chosen = new java.util.HashSet<>();
    for (long seed = 0; seed < 4_000_000; seed += 9973) {
      chosen.add(choose(Behaviour.seeded(seed), all));
    }
    assertEquals(all, chosen, "every outcome by some seed");
  }

  private static Outcome choose(Behaviour behaviour, Set<Outcome> allowed) {
    Bare bare = hyp64(Mode.EL1H);
    var call =
        org.armcall.model.instruction.Encodings.of(
                org.armcall.model.instruction.Call.SVC, InstructionSet.A64)
            .decode(0xd4000001)
            .orElseThrow();
    return behaviour.choose(bare.parts.calls().state(false), call, allowed);
  }
}
