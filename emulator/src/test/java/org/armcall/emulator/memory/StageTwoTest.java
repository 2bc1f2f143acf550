// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Access.FETCH;
import static org.armcall.emulator.memory.Access.READ;
import static org.armcall.emulator.memory.Access.USER_FETCH;
import static org.armcall.emulator.memory.Access.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Stage 2 by hand: 40 bits of intermediate physical address from level 1, two tables concatenated
 * (VTCR.T0SZ = 24 or -8, SL0 = 1), as ARMv7 hypervisors have it.
 */
class StageTwoTest {
  private static final long FIRST = WalkSetup.TABLES;
  private static final long SECOND = WalkSetup.TABLES + 0x2000;
  private static final long THIRD = WalkSetup.TABLES + 0x3000;
  private static final long STAGE_ONE = WalkSetup.TABLES + 0x10_0000;

  // Index 1, 2, 3 of the three levels.
  private static final long IPA = 1L << 30 | 2L << 21 | 3L << 12 | 0xabc;
  private static final long AF = 1L << 10;
  private static final long MAY_READ = 1L << 6;
  private static final long MAY_WRITE = 1L << 7;
  private static final long NORMAL = 0xfL << 2;
  private static final long PAGE = 0x12_3456_7003L | AF | NORMAL;
  private static final long XN = 1L << 54;
  private static final long XN_LOW = 1L << 53;

  private final WalkSetup setup = new WalkSetup();
  private final WalkSetup.Registers registers = new WalkSetup.Registers();

  @BeforeEach
  void tables() {
    setup.clear(FIRST, 0x4000);
    setup.put(FIRST + 8, 8, SECOND | 3);
    setup.put(SECOND + 16, 8, THIRD | 3);
    setup.put(THIRD + 24, 8, PAGE | MAY_READ | MAY_WRITE);
    registers.sctlr = 0;
    registers.hcr = 1;
    registers.vttbr = FIRST;
    registers.vtcr = 24 | 1 << 6 | 2L << 16;
  }

  private TranslationRegime guest64() {
    return registers.aarch64();
  }

  private TranslationRegime guest32() {
    registers.vtcr = 0x18 | 1 << 6;
    return registers.aarch32(TranslationFeatures.ARMV7);
  }

  private void assertFault(FaultKind kind, int level, long ipa, boolean onWalk, Translation got) {
    assertEquals(Fault.stageTwo(kind, level, ipa, onWalk), got);
  }

  @Test
  void withStage1OffTheVirtualAddressIsTranslated() {
    for (TranslationRegime regime : new TranslationRegime[] {guest64(), guest32()}) {
      Mapped mapped = assertInstanceOf(Mapped.class, setup.translate(regime, IPA, READ));
      assertEquals(0x12_3456_7abcL, mapped.address(IPA));
      // Stage 1 says Device, stage 2 Write-Back.
      assertEquals(MemoryKind.DEVICE, mapped.memory());
    }
  }

  @Test
  void concatenatedTablesAreOneTableOf1024Entries() {
    setup.put(FIRST + 8 * 1023, 8, 0x1_4000_0001L | AF | NORMAL | MAY_READ);
    long ipa = 0xff_c000_0000L;
    Translation got = setup.walker.stageTwo(guest64(), ipa, READ, setup.listener);
    assertEquals(0x1_4000_0000L, assertInstanceOf(Mapped.class, got).address(ipa));
    got = setup.walker.stageTwo(guest32(), ipa, READ, setup.listener);
    assertEquals(0x1_4000_0000L, assertInstanceOf(Mapped.class, got).address(ipa));
  }

  @Test
  void faultsHaveStageLevelAndAddress() {
    setup.put(THIRD + 24, 8, 0);
    assertFault(FaultKind.TRANSLATION, 3, IPA, false, setup.translate(guest64(), IPA, READ));
    setup.put(THIRD + 24, 8, PAGE & ~AF | MAY_READ);
    assertFault(FaultKind.ACCESS_FLAG, 3, IPA, false, setup.translate(guest64(), IPA, READ));
    setup.put(SECOND + 16, 8, 0);
    assertFault(FaultKind.TRANSLATION, 2, IPA, false, setup.translate(guest64(), IPA, READ));
    setup.put(FIRST + 8, 8, 0);
    assertFault(FaultKind.TRANSLATION, 1, IPA, false, setup.translate(guest32(), IPA, READ));
    registers.vttbr = 0x9000_0000L;
    assertFault(FaultKind.EXTERNAL_ON_WALK, 1, IPA, false, setup.translate(guest32(), IPA, READ));
  }

  @Test
  void whatStage2CannotReachFaultsAtLevel0Or1() {
    long tooLarge = 1L << 40;
    assertFault(
        FaultKind.TRANSLATION, 0, tooLarge, false, setup.translate(guest64(), tooLarge, READ));
    // AArch32: T0SZ = 1 leaves 31 bits.
    registers.vtcr = 1 | 1 << 6;
    TranslationRegime small = registers.aarch32(TranslationFeatures.ARMV7);
    assertFault(
        FaultKind.TRANSLATION, 1, 0x8000_0000L, false, setup.translate(small, 0x8000_0000L, READ));
  }

  @Test
  void controlRegistersThatCannotBeAreFaults() {
    // SL0 = 3 is reserved for 4 KiB granules.
    registers.vtcr = 24 | 3 << 6 | 2L << 16;
    assertFault(FaultKind.TRANSLATION, 0, IPA, false, setup.translate(guest64(), IPA, READ));
    // From level 2 with 40 bits, more than sixteen tables would be concatenated.
    registers.vtcr = 24 | 2L << 16;
    assertFault(FaultKind.TRANSLATION, 0, IPA, false, setup.translate(guest64(), IPA, READ));
    // Sixteen of them are 34 bits: 21 of a block, 9 of a table, 4 more. 35 are too many.
    registers.vtcr = 64 - 35 | 2L << 16;
    assertFault(FaultKind.TRANSLATION, 0, IPA, false, setup.translate(guest64(), IPA, READ));
    registers.vtcr = 64 - 34 | 2L << 16;
    Fault read = assertInstanceOf(Fault.class, setup.translate(guest64(), IPA, READ));
    assertEquals(2, read.level());
    registers.vtcr = 0x18 | 2 << 6;
    TranslationRegime reserved = registers.aarch32(TranslationFeatures.ARMV7);
    assertFault(FaultKind.TRANSLATION, 1, IPA, false, setup.translate(reserved, IPA, READ));
  }

  @Test
  void anOutputLargerThanPsIsAnAddressSizeFault() {
    registers.vtcr = 24 | 1 << 6;
    assertFault(FaultKind.ADDRESS_SIZE, 3, IPA, false, setup.translate(guest64(), IPA, READ));
  }

  @Test
  void permissionsAreThoseOfS2ap() {
    setup.put(THIRD + 24, 8, PAGE | MAY_READ);
    assertInstanceOf(Mapped.class, setup.translate(guest64(), IPA, READ));
    assertFault(FaultKind.PERMISSION, 3, IPA, false, setup.translate(guest64(), IPA, WRITE));
    setup.put(THIRD + 24, 8, PAGE | MAY_WRITE);
    assertInstanceOf(Mapped.class, setup.translate(guest64(), IPA, WRITE));
    assertFault(FaultKind.PERMISSION, 3, IPA, false, setup.translate(guest64(), IPA, READ));
  }

  @Test
  void executeOnlyIsForAarch64() {
    // S2AP = 0 and XN = 0.
    setup.put(THIRD + 24, 8, PAGE);
    assertInstanceOf(Mapped.class, setup.translate(guest64(), IPA, FETCH));
    assertFault(FaultKind.PERMISSION, 3, IPA, false, setup.translate(guest64(), IPA, READ));
    // In AArch32 what may not be read is not executed.
    assertFault(FaultKind.PERMISSION, 3, IPA, false, setup.translate(guest32(), IPA, FETCH));
  }

  @Test
  void xnHasTwoBitsWithFeatXnxAndOneWithout() {
    long[] xn = {0, XN_LOW, XN, XN | XN_LOW};
    boolean[] user = {true, true, false, false};
    boolean[] privileged = {true, false, false, true};
    for (int value = 0; value < 4; value++) {
      setup.put(THIRD + 24, 8, PAGE | MAY_READ | xn[value]);
      assertEquals(privileged[value], setup.translate(guest64(), IPA, FETCH) instanceof Mapped);
      assertEquals(user[value], setup.translate(guest64(), IPA, USER_FETCH) instanceof Mapped);
      // ARMv7: bit 53 is not looked at.
      boolean old = setup.translate(guest32(), IPA, FETCH) instanceof Mapped;
      assertEquals((xn[value] & XN) == 0, old);
      registers.vtcr = 24 | 1 << 6 | 2L << 16;
    }
  }

  /** Stage 1 of the guest: one table at an intermediate address that stage 2 maps to memory. */
  private TranslationRegime twoStages() {
    PageTables guest = new PageTables(setup.memory, Format.A64_4K, STAGE_ONE, 39);
    guest.map(0x40_0000L, IPA & -0x1000L, 0x1000, Rights.KERNEL_ALL);
    registers.sctlr = WalkSetup.SCTLR_ON;
    registers.tcr = guest.control().value();
    registers.ttbr0 = guest.base().value();
    registers.mair = PageTables.mair(Format.A64_4K).value();
    // The tables are where the guest thinks they are: index 0x200 of level 2 below index 1.
    long index = STAGE_ONE >>> 21 & 511;
    setup.put(SECOND + 8 * index, 8, (STAGE_ONE & -1L << 21) | 1 | AF | NORMAL | MAY_READ);
    return guest64();
  }

  @Test
  void bothStagesCompose() {
    Mapped mapped = assertInstanceOf(Mapped.class, setup.translate(twoStages(), 0x40_0abcL, READ));
    assertEquals(0x12_3456_7abcL, mapped.address(0x40_0abcL));
    assertEquals(MemoryKind.WRITE_BACK, mapped.memory());
    // Three levels of stage 1, each behind two levels of stage 2, and three of stage 2.
    assertEquals(3 + 3 * 2 + 3, setup.descriptors);
  }

  @Test
  void stage1AloneGivesTheIntermediateAddress() {
    Translation got = setup.walker.stageOne(twoStages(), 0x40_0abcL, READ, setup.listener);
    assertEquals(IPA, assertInstanceOf(Mapped.class, got).address(0x40_0abcL));
  }

  @Test
  void aStage2FaultOnAStage1WalkSaysSoAndWhere() {
    TranslationRegime regime = twoStages();
    long index = STAGE_ONE >>> 21 & 511;
    setup.put(SECOND + 8 * index, 8, 0);
    // The walk of 39 bits starts with entry 0 of the first table.
    assertFault(
        FaultKind.TRANSLATION, 2, STAGE_ONE, true, setup.translate(regime, 0x40_0abcL, READ));
    setup.put(SECOND + 8 * index, 8, (STAGE_ONE & -1L << 21) | 1 | AF | NORMAL | MAY_WRITE);
    assertFault(
        FaultKind.PERMISSION, 2, STAGE_ONE, true, setup.translate(regime, 0x40_0abcL, READ));
    Fault fault = (Fault) setup.walker.stageOne(regime, 0x40_0abcL, READ, setup.listener);
    assertTrue(fault.onWalk());
  }

  @Test
  void withPtwAWalkDoesNotReadDeviceMemory() {
    TranslationRegime regime = twoStages();
    long index = STAGE_ONE >>> 21 & 511;
    setup.put(SECOND + 8 * index, 8, (STAGE_ONE & -1L << 21) | 1 | AF | 1 << 2 | MAY_READ);
    assertInstanceOf(Mapped.class, setup.translate(regime, 0x40_0abcL, READ));
    registers.hcr |= 1 << 2;
    assertFault(
        FaultKind.PERMISSION, 2, STAGE_ONE, true, setup.translate(guest64(), 0x40_0abcL, READ));
  }

  @Test
  void aStage1FaultComesFirst() {
    setup.put(THIRD + 24, 8, 0);
    Fault fault = assertInstanceOf(Fault.class, setup.translate(twoStages(), 0x40_1000L, READ));
    assertEquals(Stage.ONE, fault.stage());
    assertFalse(fault.onWalk());
  }

  @Test
  void stage2IsForTheEl1And0RegimeOnly() {
    TranslationRegime el2 = registers.regime(RegimeKind.EL2, SecurityState.NONSECURE);
    assertTrue(el2.stageTwo().isEmpty());
    registers.hcr = 0;
    assertTrue(guest64().stageTwo().isEmpty());
  }
}
