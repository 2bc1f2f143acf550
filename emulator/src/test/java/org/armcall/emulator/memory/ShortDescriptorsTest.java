// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Access.FETCH;
import static org.armcall.emulator.memory.Access.READ;
import static org.armcall.emulator.memory.Access.USER_FETCH;
import static org.armcall.emulator.memory.Access.USER_READ;
import static org.armcall.emulator.memory.Access.USER_WRITE;
import static org.armcall.emulator.memory.Access.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Short descriptors written by hand from DDI 0406C B3.5.1 (figures B3-4 and B3-5), and the fault
 * status codes of its table B3-23.
 */
class ShortDescriptorsTest {
  private static final long FIRST = WalkSetup.TABLES;
  private static final long SECOND = WalkSetup.TABLES + 0x4000;
  private static final long SECTION_VA = 0x0010_0abcL;
  private static final long PAGE_VA = 0x0020_5abcL;

  // SCTLR bits.
  private static final long WXN = 1L << 19;
  private static final long UWXN = 1L << 20;
  private static final long EE = 1L << 25;
  private static final long TRE = 1L << 28;
  private static final long AFE = 1L << 29;

  // A section at 0x12300000: bits 1:0 = 10; AP[1:0] is 11:10, AP[2] is 15, the domain is 8:5.
  private static final long SECTION = 0x1230_0002L;
  private static final long SECTION_AP_001 = 1 << 10;
  private static final long SECTION_AP_011 = 3 << 10;
  private static final long SECTION_AP_111 = 3 << 10 | 1 << 15;

  // A small page at 0x45678000: bit 1 = 1; AP[1:0] is 5:4, AP[2] is 9.
  private static final long PAGE = 0x4567_8002L;
  private static final long PAGE_AP_001 = 1 << 4;

  private final WalkSetup setup = new WalkSetup();
  private final WalkSetup.Registers registers = new WalkSetup.Registers();
  private TranslationFeatures features = TranslationFeatures.ARMV7;

  @BeforeEach
  void emptyTables() {
    setup.clear(FIRST, 0x4000);
    setup.clear(SECOND, 0x400);
    registers.ttbr0 = FIRST;
  }

  private Translation at(long address, Access access) {
    return setup.translate(registers.aarch32(features), address, access);
  }

  private void section(long descriptor) {
    setup.put(FIRST + 4, 4, descriptor);
  }

  private void page(int domain, long descriptor) {
    setup.put(FIRST + 8, 4, SECOND | domain << 5 | 1);
    setup.put(SECOND + 4 * 5, 4, descriptor);
  }

  private static void assertFault(
      FaultKind kind, int level, OptionalInt domain, int status, Translation got) {
    assertEquals(
        new Fault(kind, Stage.ONE, level, OptionalLong.empty(), false, domain),
        assertInstanceOf(Fault.class, got));
    assertEquals(status, ((Fault) got).shortStatus());
  }

  private static void assertMapped(long physical, long address, Translation got) {
    assertEquals(physical, assertInstanceOf(Mapped.class, got).address(address));
  }

  @Test
  void anInvalidEntryOfTheFirstLevelHasNoDomain() {
    assertFault(FaultKind.TRANSLATION, 1, OptionalInt.empty(), 0b00101, at(SECTION_VA, READ));
  }

  @Test
  void anInvalidEntryOfTheSecondLevelHasTheDomainOfItsTable() {
    page(3, 0);
    assertFault(FaultKind.TRANSLATION, 2, OptionalInt.of(3), 0b00111, at(PAGE_VA, READ));
  }

  @Test
  void aSectionMapsAMebibyte() {
    section(SECTION | SECTION_AP_001);
    assertMapped(0x1230_0abcL, SECTION_VA, at(SECTION_VA, READ));
  }

  @Test
  void aSupersectionHasFortyBits() {
    // PA[39:36] in 8:5, PA[35:32] in 23:20, PA[31:24] in 31:24; bit 18 says supersection.
    long descriptor = 0x5600_0002L | 0x3L << 20 | 0xaL << 5 | 1 << 18 | SECTION_AP_001;
    section(descriptor);
    assertMapped(0xa3_5610_0abcL, SECTION_VA, at(SECTION_VA, READ));
  }

  @Test
  void aSupersectionIsInDomain0WhateverBits8To5Are() {
    registers.dacr = 1;
    section(0x5600_0002L | 0xaL << 5 | 1 << 18 | SECTION_AP_001);
    assertInstanceOf(Mapped.class, at(SECTION_VA, READ));
  }

  @Test
  void aSmallPageAndALargePage() {
    page(0, PAGE | PAGE_AP_001);
    assertMapped(0x4567_8abcL, PAGE_VA, at(PAGE_VA, READ));
    page(0, 0x4567_0001L | PAGE_AP_001);
    assertMapped(0x4567_5abcL, PAGE_VA, at(PAGE_VA, READ));
  }

  @Test
  void aDomainWithoutAccessFaultsBeforePermissions() {
    registers.dacr = 0x5555_5555L & ~(3L << 4);
    section(SECTION | 2 << 5);
    assertFault(FaultKind.DOMAIN, 1, OptionalInt.of(2), 0b01001, at(SECTION_VA, READ));
    // PAR in the long format: 0b1111 and 01 or 10 (DDI 0487 PAR_EL1.FST).
    assertEquals(0b111101, ((Fault) at(SECTION_VA, READ)).status());
    page(2, PAGE);
    assertEquals(0b111110, ((Fault) at(PAGE_VA, READ)).status());
    assertFault(FaultKind.DOMAIN, 2, OptionalInt.of(2), 0b01011, at(PAGE_VA, READ));
  }

  @Test
  void aManagerIsNotCheckedEvenForExecution() {
    registers.dacr = 3;
    section(SECTION | 1 << 4);
    assertMapped(0x1230_0abcL, SECTION_VA, at(SECTION_VA, USER_WRITE));
    assertMapped(0x1230_0abcL, SECTION_VA, at(SECTION_VA, FETCH));
  }

  @Test
  void permissionFaultsNameLevelAndDomain() {
    section(SECTION | SECTION_AP_001 | 4 << 5);
    assertFault(FaultKind.PERMISSION, 1, OptionalInt.of(4), 0b01101, at(SECTION_VA, USER_READ));
    page(5, PAGE | PAGE_AP_001);
    assertFault(FaultKind.PERMISSION, 2, OptionalInt.of(5), 0b01111, at(PAGE_VA, USER_READ));
  }

  @Test
  void accessPermissionsWithoutTheAccessFlag() {
    // DDI 0406C table B3-8: AP[2:0], what EL1 and what EL0 may do.
    String[] expected = {"--", "w-", "wr", "ww", "--", "r-", "rr", "rr"};
    for (int ap = 0; ap < 8; ap++) {
      section(SECTION | (ap & 3) << 10 | (ap >> 2) << 15);
      String got = may(READ, WRITE) + may(USER_READ, USER_WRITE);
      assertEquals(expected[ap], got, "AP " + ap);
    }
  }

  @Test
  void accessPermissionsWithTheAccessFlag() {
    // DDI 0406C table B3-9: AP[2:1]; AP[0] is the flag.
    registers.sctlr |= AFE;
    String[] expected = {"w-", "ww", "r-", "rr"};
    for (int ap = 0; ap < 4; ap++) {
      section(SECTION | (ap & 1) << 11 | (ap >> 1) << 15 | 1 << 10);
      assertEquals(expected[ap], may(READ, WRITE) + may(USER_READ, USER_WRITE), "AP " + ap);
    }
  }

  private String may(Access read, Access write) {
    boolean reads = at(SECTION_VA, read) instanceof Mapped;
    boolean writes = at(SECTION_VA, write) instanceof Mapped;
    return writes ? "w" : reads ? "r" : "-";
  }

  @Test
  void theAccessFlagCountsWithAfeOnly() {
    registers.sctlr |= AFE;
    section(SECTION | 2 << 10 | 6 << 5);
    assertFault(FaultKind.ACCESS_FLAG, 1, OptionalInt.of(6), 0b00011, at(SECTION_VA, READ));
    page(7, PAGE | 2 << 4);
    assertFault(FaultKind.ACCESS_FLAG, 2, OptionalInt.of(7), 0b00110, at(PAGE_VA, READ));
    registers.sctlr &= ~AFE;
    assertInstanceOf(Mapped.class, at(SECTION_VA, READ));
  }

  @Test
  void xnIsForEveryoneAndPxnForEl1() {
    section(SECTION | SECTION_AP_111 | 1 << 4);
    assertInstanceOf(Fault.class, at(SECTION_VA, FETCH));
    assertInstanceOf(Fault.class, at(SECTION_VA, USER_FETCH));
    section(SECTION | SECTION_AP_111 | 1);
    assertInstanceOf(Fault.class, at(SECTION_VA, FETCH));
    assertInstanceOf(Mapped.class, at(SECTION_VA, USER_FETCH));
  }

  @Test
  void pxnOfAPageIsInTheEntryOfItsTable() {
    page(0, PAGE | 3 << 4);
    assertInstanceOf(Mapped.class, at(PAGE_VA, FETCH));
    setup.put(FIRST + 8, 4, SECOND | 1 << 2 | 1);
    assertInstanceOf(Fault.class, at(PAGE_VA, FETCH));
    assertInstanceOf(Mapped.class, at(PAGE_VA, USER_FETCH));
  }

  @Test
  void whoMayNotReadMayNotExecute() {
    section(SECTION | SECTION_AP_001);
    assertInstanceOf(Mapped.class, at(SECTION_VA, FETCH));
    assertFault(FaultKind.PERMISSION, 1, OptionalInt.of(0), 0b01101, at(SECTION_VA, USER_FETCH));
  }

  @Test
  void wxnAndUwxnWhereTheyExist() {
    registers.sctlr |= WXN;
    section(SECTION | SECTION_AP_001);
    assertInstanceOf(Fault.class, at(SECTION_VA, FETCH));
    registers.sctlr = WalkSetup.SCTLR_ON | UWXN;
    assertInstanceOf(Mapped.class, at(SECTION_VA, FETCH));
    section(SECTION | SECTION_AP_011);
    assertInstanceOf(Fault.class, at(SECTION_VA, FETCH));
    assertInstanceOf(Mapped.class, at(SECTION_VA, USER_FETCH));
    // Before the Virtualization Extensions the bits are reserved.
    features = new TranslationFeatures(32, false, false, false, false, false);
    registers.sctlr |= WXN;
    assertInstanceOf(Mapped.class, at(SECTION_VA, FETCH));
  }

  @Test
  void ttbcrNSplitsTheAddresses() {
    // N = 1: the low half has TTBR0 and a table of 8 KiB, the rest has TTBR1 and one of 16 KiB.
    registers.tcr = 1;
    registers.ttbr0 = SECOND + 0x4000;
    registers.ttbr1 = FIRST;
    setup.clear(SECOND + 0x4000, 0x2000);
    setup.put(SECOND + 0x4000 + 4 * 0x7ff, 4, 0x1110_0002L | SECTION_AP_001);
    setup.put(FIRST + 4 * 0x800, 4, 0x2220_0002L | SECTION_AP_001);
    assertMapped(0x111f_ffffL, 0x7fff_ffffL, at(0x7fff_ffffL, READ));
    assertMapped(0x2220_0000L, 0x8000_0000L, at(0x8000_0000L, READ));
    registers.tcr = 1 | 1 << 4;
    assertFault(FaultKind.TRANSLATION, 1, OptionalInt.empty(), 0b00101, at(0x7fff_ffffL, READ));
    assertInstanceOf(Mapped.class, at(0x8000_0000L, READ));
    registers.tcr = 1 | 1 << 5;
    assertFault(FaultKind.TRANSLATION, 1, OptionalInt.empty(), 0b00101, at(0x8000_0000L, READ));
  }

  @Test
  void tablesOutsideMemoryAreExternalAborts() {
    registers.ttbr0 = 0x9000_0000L;
    assertFault(FaultKind.EXTERNAL_ON_WALK, 1, OptionalInt.empty(), 0b01100, at(PAGE_VA, READ));
    registers.ttbr0 = FIRST;
    setup.put(FIRST + 8, 4, 0x9000_0001L);
    assertFault(FaultKind.EXTERNAL_ON_WALK, 2, OptionalInt.empty(), 0b01110, at(PAGE_VA, READ));
  }

  @Test
  void tablesAreBigEndianWithEe() {
    registers.sctlr |= EE;
    section(Integer.reverseBytes((int) (SECTION | SECTION_AP_001)) & 0xffff_ffffL);
    assertMapped(0x1230_0abcL, SECTION_VA, at(SECTION_VA, READ));
  }

  @Test
  void addressesHave32Bits() {
    section(SECTION | SECTION_AP_001);
    long beyond = SECTION_VA | 1L << 32;
    assertMapped(0x1230_0abcL, beyond, at(beyond, READ));
  }

  @Test
  void cacheabilityIsTexCAndB() {
    // DDI 0406C table B3-10, inner attribute; TEX is 14:12, C is 3, B is 2.
    assertKind(MemoryKind.DEVICE, 0b000, 0b00);
    assertKind(MemoryKind.DEVICE, 0b000, 0b01);
    assertKind(MemoryKind.WRITE_THROUGH, 0b000, 0b10);
    assertKind(MemoryKind.WRITE_BACK, 0b000, 0b11);
    assertKind(MemoryKind.NON_CACHEABLE, 0b001, 0b00);
    assertKind(MemoryKind.WRITE_BACK, 0b001, 0b11);
    assertKind(MemoryKind.DEVICE, 0b010, 0b00);
    assertKind(MemoryKind.NON_CACHEABLE, 0b111, 0b00);
    assertKind(MemoryKind.WRITE_THROUGH, 0b100, 0b10);
    // Remapped: n = TEX[0]:C:B = 0b011; PRRR.TR3 = Normal, NMRR.IR3 = Write-Through.
    registers.sctlr |= TRE;
    registers.mair = 2L << 6 | 2L << 32 + 6;
    assertKind(MemoryKind.WRITE_THROUGH, 0b000, 0b11);
    assertKind(MemoryKind.DEVICE, 0b000, 0b10);
    // Nothing is cacheable with SCTLR.C = 0.
    registers.sctlr &= ~(1L << 2);
    assertKind(MemoryKind.NON_CACHEABLE, 0b000, 0b11);
  }

  private void assertKind(MemoryKind expected, int tex, int cb) {
    section(SECTION | SECTION_AP_001 | (long) tex << 12 | (long) cb << 2);
    assertEquals(expected, assertInstanceOf(Mapped.class, at(SECTION_VA, READ)).memory());
  }
}
