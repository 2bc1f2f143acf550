// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** A translation that depends on bits that nobody defined says so. */
class WalkRelianceLawsTest {
  @Test
  void aTableThatNobodyWroteIsReported() {
    WalkSetup setup = new WalkSetup();
    WalkSetup.Registers registers = new WalkSetup.Registers();
    registers.ttbr0 = WalkSetup.TABLES;
    Translation got =
        setup.translate(registers.aarch32(TranslationFeatures.ARMV7), 0x10_0000L, Access.READ);
    assertEquals(FaultKind.TRANSLATION, ((Fault) got).kind());
    assertEquals(1, setup.relied.size());
    assertEquals(
        "translation of 0x100000 on 3 [memory at 0x40000004 was never written]",
        setup.relied.get(0));
  }

  @Test
  void anUnknownBaseRegisterIsReported() {
    WalkSetup setup = new WalkSetup();
    PageTables tables = new PageTables(setup.memory, Format.SHORT, WalkSetup.TABLES, 32);
    WalkSetup.Registers registers = WalkSetup.of(tables, Format.SHORT);
    ControlRegisters known = registers.build();
    Word unknown = new Word(WalkSetup.TABLES, -1L, Origin.of("TTBR0 is UNKNOWN at reset"));
    ControlRegisters reset =
        new ControlRegisters(
            known.sctlr(),
            known.tcr(),
            unknown,
            known.ttbr1(),
            known.mair(),
            known.dacr(),
            known.contextidr(),
            known.scr(),
            known.hcr(),
            known.vtcr(),
            known.vttbr(),
            known.sctlrEl2());
    TranslationRegime regime =
        TranslationRegime.of(
            RegimeKind.EL10,
            SecurityState.NONSECURE,
            false,
            false,
            reset,
            TranslationFeatures.ARMV7);
    setup.translate(regime, 0, Access.READ);
    assertFalse(setup.relied.isEmpty());
  }

  @Test
  void anUnknownSwitchIsReportedThoughStage1IsOff() {
    WalkSetup setup = new WalkSetup();
    ControlRegisters zero = ControlRegisters.ZERO;
    // SCTLR_EL1.M resets to an UNKNOWN value where EL1 is not the highest level.
    Word unknown = new Word(0, 1, Origin.of("SCTLR_EL1.M is UNKNOWN at reset"));
    ControlRegisters reset =
        new ControlRegisters(
            unknown,
            zero.tcr(),
            zero.ttbr0(),
            zero.ttbr1(),
            zero.mair(),
            zero.dacr(),
            zero.contextidr(),
            zero.scr(),
            zero.hcr(),
            zero.vtcr(),
            zero.vttbr(),
            zero.sctlrEl2());
    TranslationRegime regime =
        TranslationRegime.of(
            RegimeKind.EL10, SecurityState.NONSECURE, true, true, reset, TranslationFeatures.ARMV8);
    assertEquals(0x8000, ((Mapped) setup.translate(regime, 0x8000, Access.READ)).address(0x8000));
    assertEquals(
        "[translation of 0x8000 on 1 [SCTLR_EL1.M is UNKNOWN at reset]]", setup.relied.toString());
  }

  @Property(tries = 1000)
  @Label("nothing reported => the translation is the same under every fill")
  void whatIsNotReportedDoesNotMatter(@ForAll Format format, @ForAll long seed) {
    Random random = new Random(seed);
    WalkSetup one = new WalkSetup();
    WalkSetup other = new WalkSetup();
    int inputBits = format.aarch64() ? 39 : format.stageTwo() ? 40 : 32;
    Rights rights = random.nextBoolean() ? Rights.KERNEL_ALL : Rights.GUEST_ALL;
    long input = 0x40_0000L;
    PageTables tables = null;
    for (WalkSetup setup : new WalkSetup[] {one, other}) {
      tables = new PageTables(setup.memory, format, WalkSetup.TABLES, inputBits);
      tables.map(input, 0x60_0000L, 0x1_0000, rights);
    }
    // Some bits of some words of the tables have no defined value: each machine has its own.
    int words = (int) (tables.end() - WalkSetup.TABLES) / 4;
    int changes = 1 + random.nextInt(30);
    for (int change = 0; change < changes; change++) {
      long at = WalkSetup.TABLES + 4L * random.nextInt(words);
      blur(one, other, at, random);
    }
    for (long at = WalkSetup.TABLES; at < tables.end(); at += 4) {
      boolean used = one.memory.read(at, 4, SecurityState.NONSECURE).value() != 0;
      if (used && random.nextInt(3) == 0) {
        blur(one, other, at, random);
      }
    }
    TranslationRegime regime = WalkSetup.regime(WalkSetup.of(tables, format), format);
    Access access = Access.of(Access.Kind.values()[random.nextInt(3)], random.nextBoolean());
    long address = input + random.nextInt(0x1_0000);
    Translation left = one.translate(regime, address, access);
    Translation right = other.translate(regime, address, access);
    Assume.that(one.relied.isEmpty() && other.relied.isEmpty());
    assertEquals(left, right);
    assertTrue(one.descriptors == other.descriptors);
  }

  private static void blur(WalkSetup one, WalkSetup other, long at, Random random) {
    int mask = 3 << random.nextInt(32);
    Word word = one.memory.read(at, 4, SecurityState.NONSECURE);
    Origin origin = Origin.of("test");
    long unreliable = (word.unreliable() | mask) & 0xffff_ffffL;
    one.memory.write(at, 4, SecurityState.NONSECURE, new Word(word.value(), unreliable, origin));
    long mine = other.memory.read(at, 4, SecurityState.NONSECURE).value();
    other.memory.write(
        at,
        4,
        SecurityState.NONSECURE,
        new Word(mine ^ (random.nextInt() & mask & 0xffff_ffffL), unreliable, origin));
  }
}
