// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * FID-OWNER: who owns which identifier, against the ranges as DEN0028 tables 6-1 and 6-2 print
 * them.
 */
final class FunctionIdRangesTest {
  /** First identifier of each range, in the order of the tables, as unsigned numbers. */
  private static final TreeMap<Long, OwningEntity> PRINTED = new TreeMap<>();

  static {
    PRINTED.put(0x0000_0000L, OwningEntity.LEGACY);
    PRINTED.put(0x0101_0000L, OwningEntity.RESERVED);
    PRINTED.put(0x0200_0000L, OwningEntity.TRUSTED_OS_YIELDING);
    PRINTED.put(0x2000_0000L, OwningEntity.RESERVED_YIELDING);
    for (long wide : new long[] {0x8000_0000L, 0xc000_0000L}) {
      PRINTED.put(wide, OwningEntity.ARM_ARCHITECTURE);
      PRINTED.put(wide + 0x0100_0000L, OwningEntity.CPU_SERVICE);
      PRINTED.put(wide + 0x0200_0000L, OwningEntity.SILICON_PROVIDER);
      PRINTED.put(wide + 0x0300_0000L, OwningEntity.OEM);
      PRINTED.put(wide + 0x0400_0000L, OwningEntity.STANDARD_SECURE);
      PRINTED.put(wide + 0x0500_0000L, OwningEntity.STANDARD_HYPERVISOR);
      PRINTED.put(wide + 0x0600_0000L, OwningEntity.VENDOR_HYPERVISOR);
      PRINTED.put(wide + 0x0700_0000L, OwningEntity.VENDOR_EL3);
      PRINTED.put(wide + 0x0800_0000L, OwningEntity.RESERVED);
      PRINTED.put(wide + 0x3000_0000L, OwningEntity.TRUSTED_APPLICATION);
      PRINTED.put(wide + 0x3200_0000L, OwningEntity.TRUSTED_OS);
    }
  }

  /** Every owner number, fast and yielding, both widths, edge numbers and edge reserved bits. */
  private static List<FunctionId> identifiers() {
    List<FunctionId> all = new ArrayList<>();
    for (int top = 0; top <= 0xff; top++) {
      for (int middle : new int[] {0, 1, 2, 0x7f, 0x80, 0xfe, 0xff}) {
        for (int number :
            new int[] {0, 1, 0x7fff, 0x8000, 0xfeff, 0xff00, 0xff01, 0xff03, 0xff04, 0xffff}) {
          all.add(new FunctionId(top << 24 | middle << 16 | number));
        }
      }
    }
    return all;
  }

  @Test
  void everyIdentifierBelongsToTheRangeInWhichItIsPrinted() {
    for (FunctionId id : identifiers()) {
      assertEquals(
          PRINTED.floorEntry(Integer.toUnsignedLong(id.value())).getValue(),
          id.owner(),
          Integer.toHexString(id.value()));
    }
  }

  @Test
  void aRangeBeginsWhereItIsPrintedAndNotBefore() {
    for (Map.Entry<Long, OwningEntity> range : PRINTED.entrySet()) {
      long first = range.getKey();
      assertEquals(range.getValue(), new FunctionId((int) first).owner());
      if (first > 0) {
        assertEquals(
            PRINTED.floorEntry(first - 1).getValue(), new FunctionId((int) (first - 1)).owner());
      }
    }
  }

  /** Identifiers that software uses, with the owner that its documents give. */
  @Test
  void identifiersFoundInTheWildBelongToWhoTheirUsersSay() {
    assertEquals(OwningEntity.STANDARD_SECURE, new FunctionId(0x8400_0003).owner()); // PSCI CPU_ON
    assertEquals(OwningEntity.STANDARD_SECURE, new FunctionId(0xc400_0020).owner()); // SDEI
    assertEquals(OwningEntity.STANDARD_HYPERVISOR, new FunctionId(0xc500_0020).owner()); // PV time
    assertEquals(OwningEntity.VENDOR_HYPERVISOR, new FunctionId(0x8600_ff01).owner()); // KVM's UID
    assertEquals(OwningEntity.TRUSTED_OS, new FunctionId(0xbf00_ff01).owner()); // OP-TEE's UID
    assertEquals(OwningEntity.RESERVED_YIELDING, new FunctionId(0x3200_0004).owner()); // OP-TEE
    assertEquals(OwningEntity.RESERVED_YIELDING, new FunctionId(0x4600_0001).owner()); // Hyper-V
    assertEquals(OwningEntity.RESERVED, new FunctionId(0x95c1_ba5e).owner()); // PSCI 0.1 of KVM
  }

  /** SEQ-YIELDING: bit 31 alone says which call may be answered before it is done. */
  @Test
  void bit31SaysFastAndBit30SaysWide() {
    for (FunctionId id : identifiers()) {
      assertEquals(id.value() < 0, id.isFast());
      assertEquals((id.value() & 0x4000_0000) != 0, id.is64Bit());
      assertEquals(id.value() >>> 24 & 0x3f, id.ownerNumber());
      assertEquals(id.value() & 0xffff, id.number());
    }
  }

  /** FID-SVE-HINT: taking the hint out changes bit 16 of a fast identifier and nothing else. */
  @Test
  void theHintIsBit16OfAFastIdentifier() {
    for (FunctionId id : identifiers()) {
      boolean hint = id.value() < 0 && (id.value() & 0x1_0000) != 0;
      assertEquals(hint, id.hasSveHint());
      assertEquals(hint ? id.value() ^ 0x1_0000 : id.value(), id.withoutSveHint().value());
      assertFalse(id.withoutSveHint().hasSveHint());
      int reserved = id.value() < 0 ? 0x00fe_0000 : 0;
      assertEquals(id.value() & ~reserved, id.withoutReservedBits().value());
    }
  }

  /** DEN0028 section 6.2: general queries are fast 32-bit calls. */
  @Test
  void aGeneralQueryIsFastAndNarrow() {
    assertTrue(new FunctionId(0x8600_ff00).isGeneralQuery());
    assertTrue(new FunctionId(0x8600_ff01).isGeneralQuery());
    assertTrue(new FunctionId(0xbf00_ff03).isGeneralQuery());
    assertFalse(new FunctionId(0xc600_ff01).isGeneralQuery());
    assertFalse(new FunctionId(0x0600_ff01).isGeneralQuery());
    assertFalse(new FunctionId(0x8600_feff).isGeneralQuery());
    assertFalse(new FunctionId(0x8600_ff04).isGeneralQuery());
  }
}
