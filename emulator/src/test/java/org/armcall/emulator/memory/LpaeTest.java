// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Access.FETCH;
import static org.armcall.emulator.memory.Access.READ;
import static org.armcall.emulator.memory.Access.USER_FETCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AArch32 long descriptors by hand (DDI 0406C B3.6, DDI 0487 G5.5). */
class LpaeTest {
  private static final long LOW = WalkSetup.TABLES;
  private static final long HIGH = WalkSetup.TABLES + 0x1000;
  private static final long EAE = 1L << 31;
  private static final long AF = 1L << 10;
  private static final long BLOCK = 0x12_4000_0001L | AF;

  private final WalkSetup setup = new WalkSetup();
  private final WalkSetup.Registers registers = new WalkSetup.Registers();

  @BeforeEach
  void tables() {
    setup.clear(LOW, 0x2000);
    registers.tcr = EAE;
    registers.ttbr0 = LOW;
    registers.ttbr1 = HIGH;
    registers.mair = 0xff;
  }

  private Translation at(long address, Access access) {
    return setup.translate(registers.aarch32(TranslationFeatures.ARMV8), address, access);
  }

  private void assertFault(FaultKind kind, int level, Translation got) {
    assertEquals(Fault.stageOne(kind, level), got);
  }

  @Test
  void withT0sz0AndT1sz0EverythingIsTtbr0() {
    setup.put(LOW + 8 * 3, 8, BLOCK);
    assertEquals(
        0x12_7fff_fffcL,
        assertInstanceOf(Mapped.class, at(0xffff_fffcL, READ)).address(0xffff_fffcL));
  }

  @Test
  void withT0szAloneTheRestIsTtbr1() {
    // DDI 0406C table B3-2: T0SZ = N, T1SZ = 0: TTBR1 from 2^(32-N).
    registers.tcr = EAE | 1;
    setup.put(LOW + 8, 8, BLOCK);
    setup.put(HIGH + 8 * 2, 8, 0x13_4000_0001L | AF);
    assertEquals(0x12_7fff_ffffL, physical(0x7fff_ffffL));
    assertEquals(0x13_4000_0000L, physical(0x8000_0000L));
  }

  @Test
  void withT1szAloneTheRestIsTtbr0() {
    registers.tcr = EAE | 1 << 16;
    setup.put(LOW + 8, 8, BLOCK);
    // 31 bits of address: index 0 at 0x80000000.
    setup.put(HIGH, 8, 0x13_4000_0001L | AF);
    assertEquals(0x12_7fff_ffffL, physical(0x7fff_ffffL));
    assertEquals(0x13_4000_0000L, physical(0x8000_0000L));
  }

  private long physical(long address) {
    return assertInstanceOf(Mapped.class, at(address, READ)).address(address);
  }

  @Test
  void betweenTheRangesIsALevel1Fault() {
    registers.tcr = EAE | 2 | 2 << 16;
    setup.put(LOW, 8, BLOCK);
    setup.put(HIGH, 8, BLOCK);
    assertInstanceOf(Mapped.class, at(0x001f_ffffL, READ));
    assertFault(FaultKind.TRANSLATION, 1, at(0x4000_0000L, READ));
    assertFault(FaultKind.TRANSLATION, 1, at(0xbfff_ffffL, READ));
    assertInstanceOf(Mapped.class, at(0xc000_0000L, READ));
  }

  @Test
  void disabledRangesAreLevel1Faults() {
    setup.put(LOW, 8, BLOCK);
    setup.put(HIGH + 16, 8, BLOCK);
    registers.tcr = EAE | 1 | 1 << 7;
    assertFault(FaultKind.TRANSLATION, 1, at(0, READ));
    assertInstanceOf(Mapped.class, at(0x8000_0000L, READ));
    registers.tcr = EAE | 1 | 1 << 23;
    assertFault(FaultKind.TRANSLATION, 1, at(0x8000_0000L, READ));
  }

  @Test
  void twoBitsLessMakeTheWalkStartAtLevel2() {
    // T0SZ = 2 leaves 30 bits: level 2 has 512 entries of 2 MiB.
    registers.tcr = EAE | 2 | 1 << 23;
    setup.put(LOW + 8 * 511, 8, 0x12_4020_0001L | AF);
    assertEquals(0x12_4020_0000L, physical(0x3fe0_0000L));
    assertEquals(2, ((Mapped) at(0x3fe0_0000L, READ)).level());
    assertFault(FaultKind.TRANSLATION, 2, at(0, READ));
  }

  @Test
  void highAddressBitsAreAFaultInArmv8AndIgnoredInArmv7() {
    setup.put(LOW, 8, BLOCK | 1L << 40);
    assertFault(FaultKind.ADDRESS_SIZE, 1, at(0, READ));
    TranslationRegime armv7 = registers.aarch32(TranslationFeatures.ARMV7);
    assertEquals(
        0x12_4000_0000L,
        assertInstanceOf(Mapped.class, setup.translate(armv7, 0, READ)).address(0));
    registers.ttbr0 = LOW | 1L << 47;
    assertFault(FaultKind.ADDRESS_SIZE, 0, at(0, READ));
  }

  @Test
  void el1MayExecuteWhatEl0MayWriteUnlessUwxn() {
    // AP[1] = 1, AP[2] = 0: written by EL0 too. AArch64 would not let EL1 execute it.
    setup.put(LOW, 8, BLOCK | 1 << 6);
    assertInstanceOf(Mapped.class, at(0, FETCH));
    registers.sctlr |= 1 << 20;
    assertFault(FaultKind.PERMISSION, 1, at(0, FETCH));
    assertInstanceOf(Mapped.class, at(0, USER_FETCH));
  }

  @Test
  void el0DoesNotExecuteWhatItMayNotRead() {
    setup.put(LOW, 8, BLOCK);
    assertFault(FaultKind.PERMISSION, 1, at(0, USER_FETCH));
  }

  @Test
  void hypModeHasOneRangeAndOneXn() {
    registers.tcr = 1;
    setup.put(LOW, 8, BLOCK | 1L << 53);
    assertInstanceOf(Mapped.class, setup.translate(hyp(), 0, FETCH));
    assertEquals(
        Fault.stageOne(FaultKind.TRANSLATION, 1), setup.translate(hyp(), 0x8000_0000L, READ));
    setup.put(LOW, 8, BLOCK | 1L << 54);
    assertEquals(Fault.stageOne(FaultKind.PERMISSION, 1), setup.translate(hyp(), 0, FETCH));
  }

  private TranslationRegime hyp() {
    return TranslationRegime.of(
        RegimeKind.EL2,
        SecurityState.NONSECURE,
        false,
        false,
        registers.build(),
        TranslationFeatures.ARMV7);
  }
}
