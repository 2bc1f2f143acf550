// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PSTATE as an exception return restores it (DDI 0487 C5.2.19, D1.5, G1.13). */
final class ReturnedStatusTest {
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
}
