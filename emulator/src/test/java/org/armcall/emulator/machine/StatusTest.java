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
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PSTATE as instructions read and write it (DDI 0487 C5.2.19, G8.2.33). */
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

  /**
   * What MSR writes of a word that is not known is relied on: the masks and the mode; flags are
   * not.
   */
  @ParameterizedTest
  @CsvSource({
    "SVC, 0x80, 0xff, 0x80",
    "SVC, 0x80, 0xff00, 0",
    "SVC, 0x200, 0xff00, 0x200",
    "SVC, 0x10000, 0xff0000, 0x10000",
    "SVC, 0x80000000, 0xff000000, 0",
    "SVC, 0x4, 0xff, 0x4",
    "SVC, 0x4, 0xff00, 0",
    "USR, 0x80, 0xff, 0",
    "USR, 0x200, 0xff00, 0x200",
    "USR, 0x4, 0xff, 0"
  })
  void whatIsWrittenToTheStatusIsReliedOn(Mode mode, String unknown, String mask, String bits) {
    Bare bare = narrow(mode);
    long mode5 = ModeBits.of(mode);
    bare.parts
        .status32()
        .cpsr(
            new Word(0xc0 | mode5, Long.decode(unknown), Origin.of("a test")),
            Long.decode(mask).intValue());
    long relied =
        bare.events.stream()
            .filter(MachineEvent.Relied.class::isInstance)
            .mapToLong(event -> ((MachineEvent.Relied) event).reliance().bits())
            .reduce(0, (one, other) -> one | other);
    assertEquals(Long.decode(bits), relied);
  }

  /** A flag is written with the byte that it is in, and with no other. */
  @ParameterizedTest
  @CsvSource({
    "0xff000000, 0xf80001d3",
    "0x00ff0000, 0x000f01d3",
    "0x0000ff00, 0x3d3",
    "0xff, 0x1d3"
  })
  void msrWritesTheBytesThatItNames(String mask, String expected) {
    Bare bare = narrow(Mode.SVC);
    bare.parts.status32().cpsr(Word.of(0xf80f03d3L), Long.decode(mask).intValue());
    assertEquals(Long.decode(expected), bare.cpu.status.saved().value());
  }

  /** What is selected is written, ones and zeros; what is not keeps its value. */
  @Test
  void msrClearsWhatItNamesAndKeepsTheRest() {
    Bare bare = narrow(Mode.SVC);
    ProcessStatus status = bare.cpu.status;
    status.saturation(0xffffffffL);
    status.bigEndian = true;
    bare.parts.status32().cpsr(Word.ZERO, 0xf8000000);
    assertEquals(0x000f0000, status.saturation, "Q");
    bare.parts.status32().cpsr(Word.of(0x00050000), 0x000f0000);
    assertEquals(0x00050000, status.saturation, "GE");
    assertTrue(status.bigEndian);
    bare.parts.status32().cpsr(Word.ZERO, 0xff00);
    assertFalse(status.bigEndian);
  }

  /** A, I and F are those of PSTATE, bits 8 to 6. */
  @Test
  void mrsShowsTheMasks() {
    Bare bare = narrow(Mode.SVC);
    for (int masks = 0; masks < 8; masks++) {
      bare.cpu.status.masks = masks;
      assertEquals(masks << 6 | 0x13, bare.cpu.status.cpsr().value());
    }
  }

  /** From a Secure mode there is no way into an EL1 that HCR.TGE leaves without software. */
  @Test
  void monitorDoesNotChangeToAHostsEl1() {
    for (boolean host : new boolean[] {false, true}) {
      Bare bare = new Bare(Machines.NARROW, Mode.MON, InstructionSet.A32, SecurityState.SECURE);
      bare.set(SystemRegister.SCR_EL3, 1);
      bare.set(SystemRegister.HCR_EL2, host ? 1L << 27 : 0);
      bare.parts.status32().cpsr(Word.of(0x13), 0xff);
      assertEquals(host ? Mode.MON : Mode.SVC, bare.cpu.status.mode);
      assertEquals(host, bare.cpu.status.illegal);
    }
  }
}
