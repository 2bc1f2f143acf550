// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Access.READ;
import static org.armcall.emulator.memory.Access.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.emulator.memory.Tlb.Scope;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sticky TLB answers with what was; a coherent one with what is. */
class TlbTest {
  private static final Coherence STICKY = new Coherence(false, true, true);
  private static final Scope SCOPE = new Scope(true, SecurityState.NONSECURE, 0, false);
  private static final long PAGE = 0x40_0000L;

  private final WalkSetup setup = new WalkSetup();
  private final Tlb sticky = new Tlb(setup.walker, STICKY);
  private final Tlb coherent = new Tlb(setup.walker, Coherence.ALL);

  /** Where the descriptor of the page is: a table of 25 bits has its pages in the second one. */
  private long descriptor;

  private final WalkSetup.Registers registers = registers();

  private WalkSetup.Registers registers() {
    PageTables tables = new PageTables(setup.memory, Format.A64_4K, WalkSetup.TABLES, 25);
    tables.map(PAGE, 0x5000_0000L, 0x1000, Rights.KERNEL_DATA);
    // From level 2: index 2, then index 0 of the one table below.
    descriptor = WalkSetup.TABLES + 0x1000;
    return WalkSetup.of(tables, Format.A64_4K);
  }

  private static long output(Tlb tlb, WalkSetup setup, TranslationRegime regime) {
    Translation got = tlb.translate(regime, PAGE, READ, setup.listener);
    return got instanceof Mapped mapped ? mapped.address(PAGE) : -1;
  }

  private void remap(long output) {
    long old = setup.memory.read(descriptor, 8, SecurityState.NONSECURE).value();
    setup.put(descriptor, 8, old & ~0xffff_ffff_f000L | output);
  }

  @Test
  void aStickyTlbKeepsWhatWasRemappedUntilItIsTold() {
    TranslationRegime regime = registers.aarch64();
    assertEquals(0x5000_0000L, output(sticky, setup, regime));
    remap(0x6000_0000L);
    assertEquals(0x5000_0000L, output(sticky, setup, regime));
    assertEquals(0x6000_0000L, output(coherent, setup, regime));
    sticky.invalidate(Maintenance.TLBI_VAE1, PAGE >>> 12, SCOPE);
    assertEquals(0x6000_0000L, output(sticky, setup, regime));
  }

  /** Without IS an operation is for the processor itself, and drops as much there. */
  @ParameterizedTest
  @EnumSource(names = {"TLBI_VMALLE1_LOCAL", "TLBI_VMALLS12E1_LOCAL", "TLBI_ALLE1_LOCAL"})
  void anOperationForOneProcessorDropsWhatItHas(Maintenance operation) {
    TranslationRegime regime = registers.aarch64();
    output(sticky, setup, regime);
    remap(0x6000_0000L);
    sticky.invalidate(operation, 0, SCOPE);
    assertEquals(0x6000_0000L, output(sticky, setup, regime));
  }

  @Test
  void aStickyTlbKeepsWhatWasUnmapped() {
    TranslationRegime regime = registers.aarch64();
    output(sticky, setup, regime);
    output(coherent, setup, regime);
    setup.put(descriptor, 8, 0);
    assertEquals(0x5000_0000L, output(sticky, setup, regime));
    assertEquals(-1, output(coherent, setup, regime));
  }

  @Test
  void addressTranslationInHardwareMayBeStaleAndInSoftwareIsNot() {
    TranslationRegime regime = registers.aarch64();
    output(sticky, setup, regime);
    remap(0x6000_0000L);
    Translation hardware = sticky.stageOne(regime, PAGE, READ, setup.listener);
    assertEquals(0x5000_0000L, assertInstanceOf(Mapped.class, hardware).address(PAGE));
    Translation software = setup.walker.stageOne(regime, PAGE, READ, setup.listener);
    assertEquals(0x6000_0000L, assertInstanceOf(Mapped.class, software).address(PAGE));
  }

  @Test
  void aFaultIsNotKept() {
    TranslationRegime regime = registers.aarch64();
    long old = setup.memory.read(descriptor, 8, SecurityState.NONSECURE).value();
    setup.put(descriptor, 8, 0);
    assertEquals(-1, output(sticky, setup, regime));
    setup.put(descriptor, 8, old);
    assertEquals(0x5000_0000L, output(sticky, setup, regime));
  }

  @Test
  void stalePermissionsAreUsedToo() {
    TranslationRegime regime = registers.aarch64();
    assertInstanceOf(Mapped.class, sticky.translate(regime, PAGE, WRITE, setup.listener));
    long old = setup.memory.read(descriptor, 8, SecurityState.NONSECURE).value();
    setup.put(descriptor, 8, old | 1 << 7);
    assertInstanceOf(Mapped.class, sticky.translate(regime, PAGE, WRITE, setup.listener));
    Fault fault =
        assertInstanceOf(Fault.class, coherent.translate(regime, PAGE, WRITE, setup.listener));
    assertEquals(FaultKind.PERMISSION, fault.kind());
  }

  @Test
  void anotherBaseRegisterDoesNotDropEntriesButAnotherAsidDoesNotFindThem() {
    // nG = 1: the entry belongs to its ASID.
    long old = setup.memory.read(descriptor, 8, SecurityState.NONSECURE).value();
    setup.put(descriptor, 8, old | 1 << 11);
    assertEquals(0x5000_0000L, output(sticky, setup, registers.aarch64()));
    remap(0x6000_0000L);
    long base = registers.ttbr0;
    registers.ttbr0 = 0x9000_0000L;
    assertEquals(0x5000_0000L, output(sticky, setup, registers.aarch64()));
    registers.ttbr0 = base | 7L << 48;
    assertEquals(0x6000_0000L, output(sticky, setup, registers.aarch64()));
    // By address and ASID: only the named one goes.
    remap(0x7000_0000L);
    sticky.invalidate(Maintenance.TLBI_VAE1, 7L << 48 | PAGE >>> 12, SCOPE);
    assertEquals(0x7000_0000L, output(sticky, setup, registers.aarch64()));
    registers.ttbr0 = base;
    assertEquals(0x5000_0000L, output(sticky, setup, registers.aarch64()));
  }

  @Test
  void anOperationDropsWhatItNamesAndNothingElse() {
    assertDrops(true, Maintenance.TLBI_VMALLE1, 0);
    assertDrops(true, Maintenance.TLBI_VMALLE1_LOCAL, 0);
    assertDrops(true, Maintenance.TLBI_VMALLS12E1, 0);
    assertDrops(true, Maintenance.TLBI_ALLE1, 0);
    assertDrops(true, Maintenance.TLBI_VAE1_LOCAL, PAGE >>> 12);
    assertDrops(false, Maintenance.TLBI_VAE1_LOCAL, PAGE >>> 12 | 1);
    assertDrops(false, Maintenance.TLBI_ALLE2, 0);
    assertDrops(false, Maintenance.TLBI_VAE2, PAGE >>> 12);
    assertDrops(false, Maintenance.TLBI_ALLE3, 0);
    assertDrops(false, Maintenance.TLBI_IPAS2E1, PAGE >>> 12);
    assertDrops(false, Maintenance.IC_IALLU, 0);
    // AArch32 gives the address itself.
    Scope aarch32 = new Scope(false, SecurityState.NONSECURE, 0, false);
    TranslationRegime regime = registers.aarch64();
    output(sticky, setup, regime);
    remap(0x5100_0000L);
    sticky.invalidate(Maintenance.TLBI_VAE1, PAGE, aarch32);
    assertEquals(0x5100_0000L, output(sticky, setup, regime));
    // With E2H and TGE, EL1 operations are about the EL2 and 0 regime.
    remap(0x5200_0000L);
    sticky.invalidate(
        Maintenance.TLBI_VMALLE1, 0, new Scope(true, SecurityState.NONSECURE, 0, true));
    assertEquals(0x5100_0000L, output(sticky, setup, regime));
    // Another guest's.
    sticky.invalidate(
        Maintenance.TLBI_VMALLE1, 0, new Scope(true, SecurityState.NONSECURE, 9, false));
    assertEquals(0x5100_0000L, output(sticky, setup, regime));
  }

  private void assertDrops(boolean drops, Maintenance operation, long argument) {
    TranslationRegime regime = registers.aarch64();
    sticky.clear();
    remap(0x5000_0000L);
    output(sticky, setup, regime);
    remap(0x6000_0000L);
    sticky.invalidate(operation, argument, SCOPE);
    assertEquals(
        drops ? 0x6000_0000L : 0x5000_0000L, output(sticky, setup, regime), "" + operation);
  }

  @Test
  void stage2IsDroppedByIntermediateAddress() {
    WalkSetup two = new WalkSetup();
    PageTables tables = new PageTables(two.memory, Format.STAGE2_4K, WalkSetup.TABLES, 32);
    tables.map(PAGE, 0x5000_0000L, 0x1000, Rights.GUEST_ALL);
    WalkSetup.Registers guest = WalkSetup.of(tables, Format.STAGE2_4K);
    guest.vttbr |= 5L << 48;
    TranslationRegime regime = guest.aarch64();
    Tlb tlb = new Tlb(two.walker, STICKY);
    assertEquals(0x5000_0000L, output(tlb, two, regime));
    long second = tables.end() - 0x1000;
    long old = two.memory.read(second, 8, SecurityState.NONSECURE).value();
    two.put(second, 8, old + 0x1000_0000L);
    assertEquals(0x5000_0000L, output(tlb, two, regime));
    // Of another VMID, and of stage 1: nothing.
    tlb.invalidate(Maintenance.TLBI_IPAS2E1, PAGE >>> 12, SCOPE);
    Scope own = new Scope(true, SecurityState.NONSECURE, 5, false);
    tlb.invalidate(Maintenance.TLBI_VMALLE1, 0, own);
    assertEquals(0x5000_0000L, output(tlb, two, regime));
    tlb.invalidate(Maintenance.TLBI_IPAS2E1, PAGE >>> 12, own);
    assertEquals(0x6000_0000L, output(tlb, two, regime));
  }

  @Property(tries = 100)
  @Label("a coherent TLB = a walk, whatever is written to the tables in between")
  void aCoherentTlbIsAWalk(@ForAll long seed) {
    Random random = new Random(seed);
    WalkSetup walks = new WalkSetup();
    PageTables tables = new PageTables(walks.memory, Format.A64_4K, WalkSetup.TABLES, 25);
    tables.map(PAGE, 0x5000_0000L, 0x8000, Rights.KERNEL_ALL);
    TranslationRegime regime = WalkSetup.of(tables, Format.A64_4K).aarch64();
    Tlb tlb = new Tlb(walks.walker, Coherence.ALL);
    for (int step = 0; step < 60; step++) {
      if (random.nextInt(3) == 0) {
        // Anywhere in the two tables.
        long at =
            WalkSetup.TABLES + (random.nextInt(2) == 0 ? 16 : 0x1000 + 8L * random.nextInt(8));
        long old = walks.memory.read(at, 8, SecurityState.NONSECURE).value();
        walks.memory.write(at, 8, SecurityState.NONSECURE, Word.of(old ^ 1L << random.nextInt(13)));
      }
      long address = PAGE + random.nextInt(0x8000);
      Access access = random.nextBoolean() ? READ : WRITE;
      assertEquals(
          walks.translate(regime, address, access),
          tlb.translate(regime, address, access, WalkListener.NONE));
    }
  }
}
