// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Access.FETCH;
import static org.armcall.emulator.memory.Access.READ;
import static org.armcall.emulator.memory.Access.USER_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Stage 1 off (AArch64.S1DisabledOutput, AArch32.S1DisabledOutput). */
class StageOneOffTest {
  private final WalkSetup setup = new WalkSetup();
  private final WalkSetup.Registers registers = new WalkSetup.Registers();

  private Mapped mapped(TranslationRegime regime, long address, Access access) {
    return assertInstanceOf(Mapped.class, setup.translate(regime, address, access));
  }

  @Property
  @Label("with the MMU off, PA = VA, and in AArch32 PA = VA mod 2^32")
  void theAddressIsItself(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long address) {
    WalkSetup fresh = new WalkSetup();
    WalkSetup.Registers off = new WalkSetup.Registers();
    off.sctlr = 0;
    Translation got = fresh.translate(off.aarch64(), address, USER_WRITE);
    assertEquals(address, ((Mapped) got).address(address));
    got = fresh.translate(off.aarch32(TranslationFeatures.ARMV7), address, USER_WRITE);
    assertEquals(address & 0xffff_ffffL, ((Mapped) got).address(address));
  }

  @Test
  void aarch64AddressesLargerThanPhysicalOnesAreAddressSizeFaults() {
    registers.sctlr = 0;
    for (long address : new long[] {1L << 48, 1L << 55, -1L}) {
      assertEquals(
          Fault.stageOne(FaultKind.ADDRESS_SIZE, 0),
          setup.translate(registers.aarch64(), address, FETCH));
    }
  }

  @Test
  void tagBitsAreNoAddressBitsWithTbi() {
    registers.sctlr = 0;
    registers.tcr = 1L << 37;
    long tagged = 0xa5L << 56 | 0x8000;
    assertEquals(0x8000L, mapped(registers.aarch64(), tagged, READ).address(tagged));
    // Bit 55 chooses TBI1, and is itself an address bit.
    long high = tagged | 1L << 55;
    registers.tcr = 3L << 37;
    assertEquals(
        Fault.stageOne(FaultKind.ADDRESS_SIZE, 0),
        setup.translate(registers.aarch64(), high, READ));
  }

  @Test
  void dataIsDeviceAndCodeIsCacheableBySctlrI() {
    registers.sctlr = 0;
    assertEquals(MemoryKind.DEVICE, mapped(registers.aarch64(), 0x8000, READ).memory());
    assertEquals(MemoryKind.NON_CACHEABLE, mapped(registers.aarch64(), 0x8000, FETCH).memory());
    registers.sctlr = 1 << 12;
    assertEquals(MemoryKind.WRITE_THROUGH, mapped(registers.aarch64(), 0x8000, FETCH).memory());
  }

  @Test
  void hcrDcAndTgeTurnStage1Off() {
    // TTBR0 = 0 is outside memory: a walk would be an external abort.
    registers.tcr = 16 | 5L << 32;
    assertInstanceOf(Fault.class, setup.translate(registers.aarch64(), 0x8000, READ));
    registers.hcr = 1L << 27;
    assertEquals(0x8000L, mapped(registers.aarch64(), 0x8000, READ).address(0x8000));
    // HCR.DC turns stage 2 on; alone, stage 1 says Write-Back.
    registers.hcr = 1 << 12;
    Translation got = setup.walker.stageOne(registers.aarch64(), 0x8000, READ, setup.listener);
    assertEquals(MemoryKind.WRITE_BACK, assertInstanceOf(Mapped.class, got).memory());
  }
}
