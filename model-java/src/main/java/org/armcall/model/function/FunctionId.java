// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.function;

import java.util.List;
import org.armcall.model.syndrome.BitField;

/**
 * The number of a function in W0 or R0 (SMC Calling Convention, DEN0028 section 2.5).
 *
 * @param value the 32 bits
 */
public record FunctionId(int value) {
  /** Fast (atomic) or yielding. */
  public static final BitField TYPE =
      BitField.of("type", 31, 31, "1 = fast call, 0 = yielding call");

  /** The calling convention. */
  public static final BitField CONVENTION =
      BitField.of("convention", 30, 30, "1 = SMC64/HVC64, 0 = SMC32/HVC32");

  /** The owning entity number. */
  public static final BitField OWNER = BitField.of("OEN", 29, 24, "owning entity number");

  /** Must be zero in a fast call. */
  public static final BitField MUST_BE_ZERO =
      new BitField("MBZ", 23, 17, true, "must be zero in a fast call");

  /** What must be zero in a fast call before 1.3, when there was no hint. */
  public static final BitField MUST_BE_ZERO_BEFORE_1_3 =
      new BitField("MBZ", 23, 16, true, "must be zero in a fast call");

  /** The hint that no SVE state is live (1.3 and later). */
  public static final BitField SVE_HINT =
      BitField.of(
          "SVE hint",
          16,
          16,
          "1 = no live SVE state (version 1.3 and later; before: must be zero)");

  /** The function number. */
  public static final BitField NUMBER = BitField.of("number", 15, 0, "function number");

  /** The fields of a fast identifier of 1.3 and later, from the highest bit down (FID-LAYOUT). */
  public static final List<BitField> LAYOUT =
      List.of(TYPE, CONVENTION, OWNER, MUST_BE_ZERO, SVE_HINT, NUMBER);

  /**
   * Of a yielding call: the ranges of the owners are of the whole number (section 6, table 6-2).
   */
  public static final BitField YIELDING_NUMBER =
      BitField.of("number", 30, 0, "number in the range of its owner");

  /** The fields of a yielding identifier: the documents define no others. */
  public static final List<BitField> YIELDING_LAYOUT = List.of(TYPE, YIELDING_NUMBER);

  /** The fields of this identifier in 1.3 and later, from the highest bit down (FID-LAYOUT). */
  public List<BitField> layout() {
    return isFast() ? LAYOUT : YIELDING_LAYOUT;
  }

  /** Whether the call is fast: it returns before anything else happens on this processor. */
  public boolean isFast() {
    return TYPE.extract(value) == 1;
  }

  /** Whether the arguments and results are 64-bit. */
  public boolean is64Bit() {
    return CONVENTION.extract(value) == 1;
  }

  /** Whether the caller hints that no SVE state is live; only a fast identifier has the hint. */
  public boolean hasSveHint() {
    return isFast() && SVE_HINT.extract(value) == 1;
  }

  /** The identifier with the hint taken out; a yielding one is unchanged (FID-SVE-HINT). */
  public FunctionId withoutSveHint() {
    return hasSveHint() ? new FunctionId(value & ~SVE_HINT.mask()) : this;
  }

  /** The identifier with bits 23:17 zero; a yielding one is unchanged. */
  public FunctionId withoutReservedBits() {
    return isFast() ? new FunctionId(value & ~MUST_BE_ZERO.mask()) : this;
  }

  /** The owning entity number, 0 to 63: bits 29:24. */
  public int ownerNumber() {
    return OWNER.extract(value);
  }

  /** The function number, 0 to 0xffff: bits 15:0. */
  public int number() {
    return NUMBER.extract(value);
  }

  /**
   * Whether it has one of the numbers 0xff00 to 0xff03 of the general queries, which are fast
   * 32-bit calls (DEN0028 section 6.2).
   */
  public boolean isGeneralQuery() {
    return isFast() && !is64Bit() && number() >= 0xff00 && number() <= 0xff03;
  }

  /** The owning entity. */
  public OwningEntity owner() {
    return OwningEntity.of(this);
  }

  // As for any record; but it is a key everywhere, and the JVM takes milliseconds to link what it
  // makes for one.
  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FunctionId id && id.value == value;
  }
}
