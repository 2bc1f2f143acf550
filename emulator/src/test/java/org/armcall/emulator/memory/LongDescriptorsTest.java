// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Access.FETCH;
import static org.armcall.emulator.memory.Access.READ;
import static org.armcall.emulator.memory.Access.USER_FETCH;
import static org.armcall.emulator.memory.Access.USER_READ;
import static org.armcall.emulator.memory.Access.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * AArch64 stage-1 descriptors written by hand from DDI 0487 D8.3, with 4 KiB granules and 48 bits:
 * four levels, one table for each.
 */
class LongDescriptorsTest {
  private static final long[] TABLE = {
    WalkSetup.TABLES,
    WalkSetup.TABLES + 0x1000,
    WalkSetup.TABLES + 0x2000,
    WalkSetup.TABLES + 0x3000
  };

  // Index 1 at level 0, 2 at level 1, 3 at level 2, 4 at level 3.
  private static final long VA = 1L << 39 | 2L << 30 | 3L << 21 | 4L << 12 | 0xabc;
  private static final int[] INDEX = {1, 2, 3, 4};

  private static final long AF = 1L << 10;
  private static final long USER = 1L << 6;
  private static final long READ_ONLY = 1L << 7;
  private static final long UXN = 1L << 54;
  private static final long PXN = 1L << 53;
  private static final long PAGE = 0x77_1234_5003L | AF;

  // T0SZ = 16, EPD1 = 1, IPS = 48 bits, TG1 = 4 KiB with T1SZ = 16.
  private static final long TCR = 16 | 1L << 23 | 5L << 32 | 16 << 16 | 2L << 30;

  private final WalkSetup setup = new WalkSetup();
  private final WalkSetup.Registers registers = new WalkSetup.Registers();

  @BeforeEach
  void tables() {
    setup.clear(TABLE[0], 0x4000);
    for (int level = 0; level < 3; level++) {
      put(level, TABLE[level + 1] | 3);
    }
    put(3, PAGE);
    registers.tcr = TCR;
    registers.ttbr0 = TABLE[0];
    registers.mair = 0xff;
  }

  private void put(int level, long descriptor) {
    setup.put(TABLE[level] + 8L * INDEX[level], 8, descriptor);
  }

  private Translation at(long address, Access access) {
    return setup.translate(registers.aarch64(), address, access);
  }

  private void assertFault(FaultKind kind, int level, Translation got) {
    assertEquals(Fault.stageOne(kind, level), got);
  }

  private boolean allowed(Access access) {
    return at(VA, access) instanceof Mapped;
  }

  @Test
  void aPageIsFoundThroughFourLevels() {
    Mapped mapped = assertInstanceOf(Mapped.class, at(VA, READ));
    assertEquals(0x77_1234_5abcL, mapped.address(VA));
    assertEquals(3, mapped.level());
    assertEquals(4, setup.descriptors);
  }

  @Test
  void anInvalidDescriptorFaultsAtItsLevel() {
    for (int level = 3; level >= 0; level--) {
      put(level, 0xffff_ffff_ffff_fffeL);
      assertFault(FaultKind.TRANSLATION, level, at(VA, READ));
      assertEquals(0b000100 + level, ((Fault) at(VA, READ)).status());
    }
  }

  @Test
  void blocksAreAtLevels1And2Only() {
    put(3, 0x77_1234_5001L | AF);
    assertFault(FaultKind.TRANSLATION, 3, at(VA, READ));
    put(2, 0x77_1220_0001L | AF);
    assertEquals(0x77_1220_4abcL, assertInstanceOf(Mapped.class, at(VA, READ)).address(VA));
    put(1, 0x77_4000_0001L | AF);
    assertEquals(0x77_4060_4abcL, assertInstanceOf(Mapped.class, at(VA, READ)).address(VA));
    put(0, 0x80_0000_0001L | AF);
    assertFault(FaultKind.TRANSLATION, 0, at(VA, READ));
  }

  @Test
  void theAccessFlagIsLookedAtInLeavesOnly() {
    put(3, PAGE & ~AF);
    assertFault(FaultKind.ACCESS_FLAG, 3, at(VA, READ));
    put(2, 0x77_1220_0001L);
    assertFault(FaultKind.ACCESS_FLAG, 2, at(VA, READ));
  }

  @Test
  void addressesLargerThanIpsAreAddressSizeFaults() {
    registers.tcr = TCR & ~(7L << 32);
    // The page is at 0x77_xxxxxxxx, which is more than 32 bits.
    assertFault(FaultKind.ADDRESS_SIZE, 3, at(VA, READ));
    assertEquals(0b000011, ((Fault) at(VA, READ)).status());
    put(1, 0x1_4000_2003L);
    assertFault(FaultKind.ADDRESS_SIZE, 1, at(VA, READ));
    registers.ttbr0 = 1L << 32 | TABLE[0];
    assertFault(FaultKind.ADDRESS_SIZE, 0, at(VA, READ));
  }

  @Test
  void anAddressSizeFaultComesBeforeAnAccessFlagFault() {
    registers.tcr = TCR & ~(7L << 32);
    put(3, PAGE & ~AF);
    assertFault(FaultKind.ADDRESS_SIZE, 3, at(VA, READ));
  }

  @Test
  void whatIsInNeitherRangeFaultsAtLevel0() {
    assertFault(FaultKind.TRANSLATION, 0, at(VA | 1L << 48, READ));
    // Bit 55 is 1: the range of TTBR1, which is disabled.
    assertFault(FaultKind.TRANSLATION, 0, at(-1L << 48 | VA, READ));
    registers.tcr |= 1 << 7;
    assertFault(FaultKind.TRANSLATION, 0, at(VA, READ));
  }

  @Test
  void sizesOutOfBoundsFaultAtLevel0() {
    for (long size : new long[] {15, 40, 63}) {
      registers.tcr = TCR & ~0x3fL | size;
      assertFault(FaultKind.TRANSLATION, 0, at(0, READ));
    }
  }

  @Test
  void theHighRangeIsThatOfTtbr1() {
    registers.tcr = TCR & ~(1L << 23) | 1 << 7;
    registers.ttbr1 = TABLE[0];
    registers.ttbr0 = 0x9000_0000L;
    long high = -1L << 48 | VA;
    assertEquals(0x77_1234_5abcL, assertInstanceOf(Mapped.class, at(high, READ)).address(high));
  }

  @Test
  void tagBitsDoNotMatterWithTbi() {
    long tagged = 0xa5L << 56 | VA;
    assertFault(FaultKind.TRANSLATION, 0, at(tagged, READ));
    registers.tcr |= 1L << 37;
    assertEquals(0x77_1234_5abcL, assertInstanceOf(Mapped.class, at(tagged, READ)).address(tagged));
    // TBI0 says nothing about the high range, and bit 55 is no tag bit.
    registers.tcr &= ~(1L << 23);
    registers.ttbr1 = TABLE[0];
    long high = 0x5aL << 56 | 0xffL << 48 | VA;
    assertFault(FaultKind.TRANSLATION, 0, at(high, READ));
    registers.tcr |= 1L << 38;
    assertEquals(0x77_1234_5abcL, assertInstanceOf(Mapped.class, at(high, READ)).address(high));
  }

  @Test
  void permissionsOfEl1AndEl0() {
    put(3, PAGE | UXN);
    assertTrue(allowed(READ) && allowed(WRITE) && allowed(FETCH) && !allowed(USER_READ));
    put(3, PAGE | USER | READ_ONLY | PXN);
    assertTrue(allowed(READ) && !allowed(WRITE) && !allowed(FETCH));
    assertTrue(allowed(USER_READ) && allowed(USER_FETCH));
    assertEquals(0b001111, assertInstanceOf(Fault.class, at(VA, WRITE)).status());
  }

  @Test
  void el1DoesNotExecuteWhatEl0MayWrite() {
    put(3, PAGE | USER);
    assertFalse(allowed(FETCH));
    assertTrue(allowed(USER_FETCH));
  }

  @Test
  void el0MayExecuteWhatItMayNotRead() {
    put(3, PAGE);
    assertTrue(allowed(USER_FETCH));
    assertFalse(allowed(USER_READ));
  }

  @Test
  void wxnTakesExecutionFromWhatIsWritable() {
    registers.sctlr |= 1L << 19;
    put(3, PAGE);
    assertFalse(allowed(FETCH));
    // EL0 may not write it, so it may execute it.
    assertTrue(allowed(USER_FETCH));
    put(3, PAGE | READ_ONLY);
    assertTrue(allowed(FETCH));
  }

  @Test
  void tablesRestrictWhatIsBelowThem() {
    put(3, PAGE | USER | READ_ONLY);
    put(1, TABLE[2] | 3 | 1L << 59);
    assertFalse(allowed(FETCH));
    put(1, TABLE[2] | 3 | 1L << 60);
    assertTrue(allowed(FETCH) && !allowed(USER_FETCH));
    put(1, TABLE[2] | 3 | 1L << 61);
    assertTrue(allowed(READ) && !allowed(USER_READ));
    put(3, PAGE | USER);
    put(1, TABLE[2] | 3 | 1L << 62);
    assertTrue(allowed(USER_READ) && !allowed(WRITE));
    // TCR.HPD0 disables all of this.
    registers.tcr |= 1L << 41;
    assertTrue(allowed(WRITE));
  }

  @Test
  void aGuardedPageSaysSo() {
    assertFalse(assertInstanceOf(Mapped.class, at(VA, FETCH)).guarded());
    put(3, PAGE | 1L << 50);
    assertTrue(assertInstanceOf(Mapped.class, at(VA, FETCH)).guarded());
  }

  @Test
  void secureTablesLeadToNonSecureMemory() {
    TranslationRegime secure = registers.regime(RegimeKind.EL10, SecurityState.SECURE);
    assertSpace(SecurityState.SECURE, secure);
    put(3, PAGE | 1 << 5);
    assertSpace(SecurityState.NONSECURE, secure);
    put(3, PAGE);
    put(2, TABLE[3] | 3 | 1L << 63);
    assertSpace(SecurityState.NONSECURE, secure);
    // SCR_EL3.SIF: Secure state does not execute it.
    registers.scr = 1 << 9;
    TranslationRegime strict = registers.regime(RegimeKind.EL10, SecurityState.SECURE);
    assertFault(FaultKind.PERMISSION, 3, setup.translate(strict, VA, FETCH));
    assertSpace(SecurityState.NONSECURE, strict);
  }

  private void assertSpace(SecurityState space, TranslationRegime regime) {
    assertEquals(space, assertInstanceOf(Mapped.class, setup.translate(regime, VA, READ)).space());
  }

  @Test
  void el2AndEl3HaveOneRangeAndOneXn() {
    for (RegimeKind kind : new RegimeKind[] {RegimeKind.EL2, RegimeKind.EL3}) {
      // PS is in 18:16 here.
      registers.tcr = 16 | 5L << 16;
      put(3, PAGE | PXN);
      TranslationRegime regime = registers.regime(kind, SecurityState.NONSECURE);
      assertInstanceOf(Mapped.class, setup.translate(regime, VA, FETCH));
      assertFault(FaultKind.TRANSLATION, 0, setup.translate(regime, -1L << 48 | VA, READ));
      put(3, PAGE | UXN);
      assertFault(FaultKind.PERMISSION, 3, setup.translate(regime, VA, FETCH));
      // TBI is bit 20, and takes bit 55 not for a tag bit.
      registers.tcr |= 1 << 20;
      regime = registers.regime(kind, SecurityState.NONSECURE);
      assertInstanceOf(Mapped.class, setup.translate(regime, 0xffL << 56 | VA, READ));
      assertFault(FaultKind.TRANSLATION, 0, setup.translate(regime, 1L << 55 | VA, READ));
    }
  }

  @Test
  void withE2hEl2HasTwoRanges() {
    registers.tcr = TCR & ~(1L << 23);
    registers.ttbr1 = TABLE[0];
    put(3, PAGE | USER | PXN);
    TranslationRegime host = registers.regime(RegimeKind.EL20, SecurityState.NONSECURE);
    assertInstanceOf(Mapped.class, setup.translate(host, -1L << 48 | VA, USER_READ));
    assertFault(FaultKind.PERMISSION, 3, setup.translate(host, VA, FETCH));
  }

  @Test
  void aTableOutsideMemoryIsAnExternalAbortOfItsLevel() {
    put(1, 0x9000_0003L);
    assertFault(FaultKind.EXTERNAL_ON_WALK, 2, at(VA, READ));
    assertEquals(0b010110, ((Fault) at(VA, READ)).status());
  }

  @Test
  void memoryAttributesAreThoseOfMair() {
    registers.mair = 0xff_bb_44_04_00L;
    MemoryKind[] expected = {
      MemoryKind.DEVICE,
      MemoryKind.DEVICE,
      MemoryKind.NON_CACHEABLE,
      MemoryKind.WRITE_THROUGH,
      MemoryKind.WRITE_BACK
    };
    for (int index = 0; index < expected.length; index++) {
      put(3, PAGE | index << 2);
      assertEquals(expected[index], assertInstanceOf(Mapped.class, at(VA, READ)).memory());
    }
    registers.sctlr &= ~(1L << 2);
    assertEquals(MemoryKind.NON_CACHEABLE, assertInstanceOf(Mapped.class, at(VA, READ)).memory());
  }

  @Test
  void panKeepsEl1FromDataThatEl0MayReach() {
    put(3, PAGE | USER);
    assertFault(FaultKind.PERMISSION, 3, at(VA, new Access(Access.Kind.READ, true, true)));
    put(3, PAGE);
    assertInstanceOf(Mapped.class, at(VA, new Access(Access.Kind.READ, true, true)));
  }
}
