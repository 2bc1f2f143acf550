// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.armcall.model.convention.Naming.Named;
import org.armcall.model.convention.Naming.NoFunction;
import org.armcall.model.convention.Naming.Reason;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.BitField;
import org.junit.jupiter.api.Test;

/** Which function an identifier names, in each version and from each state. */
final class CalledFunctionLawsTest {
  private static Naming naming(int id, SmcccVersion version, ExecutionState caller) {
    return new CalledFunction(new FunctionId(id), version, caller).naming();
  }

  /** FID-LAYOUT: the fields cover the 32 bits once, in every version. */
  @Property(tries = 300)
  void theFieldsCoverTheIdentifierOnce(@ForAll int id, @ForAll SmcccVersion version) {
    CalledFunction called = new CalledFunction(new FunctionId(id), version, ExecutionState.AARCH64);
    long masks =
        called.layout().stream().map(BitField::mask).mapToLong(Integer::toUnsignedLong).sum();
    assertEquals(0xffff_ffffL, masks);
    int rebuilt = called.layout().stream().mapToInt(field -> field.insert(field.extract(id))).sum();
    assertEquals(id, rebuilt);
  }

  /**
   * FID-LAYOUT: before the convention a number; of a yielding identifier the type and the range;
   * bit 16 is a field of its own from 1.3 on.
   */
  @Test
  void theFieldsAreThoseOfTheVersion() {
    for (SmcccVersion version : SmcccVersion.values()) {
      boolean none = version == SmcccVersion.PRE_SMCCC;
      boolean hint = version.compareTo(SmcccVersion.V1_3) >= 0;
      assertEquals(
          none
              ? "31:0"
              : hint ? "31:31 30:30 29:24 23:17 16:16 15:0" : "31:31 30:30 29:24 23:16 15:0",
          fields(0x8400_0003, version));
      assertEquals(none ? "31:0" : "31:31 30:0", fields(0x0200_0000, version));
    }
  }

  private static String fields(int id, SmcccVersion version) {
    return new CalledFunction(new FunctionId(id), version, ExecutionState.AARCH64)
        .layout().stream()
            .map(field -> field.high() + ":" + field.low())
            .collect(Collectors.joining(" "));
  }

  /** FID-SVE-HINT: DEN0028 1.3; before, bit 16 was one of those that must be zero. */
  @Property
  void theHintTakesNoPartFrom1Dot3OnAndNamesNothingBefore(
      @ForAll int id, @ForAll SmcccVersion version, @ForAll ExecutionState caller) {
    int fast = id | 0x8000_0000;
    Naming plain = naming(fast & ~0x1_0000, version, caller);
    Naming hinted = naming(fast | 0x1_0000, version, caller);
    if (version == SmcccVersion.PRE_SMCCC) {
      assertEquals(new Named(new FunctionId(fast | 0x1_0000)), hinted);
    } else if (version.compareTo(SmcccVersion.V1_3) < 0) {
      assertEquals(new NoFunction(Reason.RESERVED_BITS), hinted);
    } else {
      assertEquals(plain, hinted);
    }
  }

  /** FID-RESERVED-BITS: each of bits 23:17 alone, and any of them together with anything else. */
  @Property
  void aReservedBitNamesNoFunction(
      @ForAll int id, @ForAll SmcccVersion version, @ForAll ExecutionState caller) {
    for (int bit = 17; bit <= 23; bit++) {
      Naming naming = naming(id | 0x8000_0000 | 1 << bit, version, caller);
      assertEquals(
          version == SmcccVersion.PRE_SMCCC, naming instanceof Named, () -> version.text());
      assertTrue(naming instanceof Named || naming.equals(new NoFunction(Reason.RESERVED_BITS)));
    }
  }

  /** FID-OWNER. Owners 8 to 47 and the gap are nobody's, nor is 7 before 1.5. */
  @Test
  void aReservedRangeHasNoFunction() {
    for (SmcccVersion version : SmcccVersion.values()) {
      for (int owner = 0; owner < 64; owner++) {
        int first = version.isAtLeast(SmcccVersion.V1_5) ? 8 : 7;
        boolean reserved = owner >= first && owner <= 47 && version != SmcccVersion.PRE_SMCCC;
        for (int wide : new int[] {0x8000_0000, 0xc000_0000}) {
          Naming naming = naming(wide | owner << 24 | 5, version, ExecutionState.AARCH64);
          assertEquals(
              reserved ? new NoFunction(Reason.RESERVED_OWNER) : named(wide | owner << 24 | 5),
              naming);
        }
      }
      for (int id : new int[] {0x0101_0000, 0x01ff_ffff}) {
        assertEquals(
            version == SmcccVersion.PRE_SMCCC,
            naming(id, version, ExecutionState.AARCH64) instanceof Named);
      }
    }
  }

  private static Naming named(int id) {
    return new Named(new FunctionId(id));
  }

  /** FID-64-FROM-32: DEN0028 1.3 section 5.2. The same identifier from AArch64 names a function. */
  @Test
  void aWideIdentifierFromAarch32NamesNoFunction() {
    for (SmcccVersion version : SmcccVersion.values()) {
      assertEquals(
          version == SmcccVersion.PRE_SMCCC
              ? named(0xc400_0003)
              : new NoFunction(Reason.SMC64_FROM_AARCH32),
          naming(0xc400_0003, version, ExecutionState.AARCH32));
      assertEquals(named(0xc400_0003), naming(0xc400_0003, version, ExecutionState.AARCH64));
      assertEquals(named(0x8400_0003), naming(0x8400_0003, version, ExecutionState.AARCH32));
    }
  }

  /** SEQ-ENDS is about fast calls; a yielding identifier has no reserved bits and no hint. */
  @Property
  void aYieldingIdentifierIsItsNumber(@ForAll int id, @ForAll SmcccVersion version) {
    int yielding = id & 0x7fff_ffff;
    CalledFunction called =
        new CalledFunction(new FunctionId(yielding), version, ExecutionState.AARCH64);
    assertEquals(yielding, called.canonical().value());
    boolean gap = called.owner() == OwningEntity.RESERVED;
    assertEquals(gap && version != SmcccVersion.PRE_SMCCC, called.naming() instanceof NoFunction);
  }

  /** The canonical identifier names itself, and has no hint where there are hints. */
  @Property
  void theCanonicalIdentifierIsAFixedPoint(
      @ForAll int id, @ForAll SmcccVersion version, @ForAll ExecutionState caller) {
    if (naming(id, version, caller) instanceof Named named) {
      assertEquals(named, naming(named.canonical().value(), version, caller));
      assertFalse(version.isAtLeast(SmcccVersion.V1_3) && named.canonical().hasSveHint());
    }
  }
}
