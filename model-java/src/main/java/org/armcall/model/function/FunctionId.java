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

  /** The hint that no SVE state is live (1.3 and later). */
  public static final BitField SVE_HINT =
      BitField.of(
          "SVE hint",
          16,
          16,
          "1 = no live SVE state (version 1.3 and later; before: must be zero)");

  /** The function number. */
  public static final BitField NUMBER = BitField.of("number", 15, 0, "function number");

  /** The fields from the highest bit down. */
  public static final List<BitField> LAYOUT =
      List.of(TYPE, CONVENTION, OWNER, MUST_BE_ZERO, SVE_HINT, NUMBER);

  /** Whether the call is fast: it returns before anything else happens on this processor. */
  public boolean isFast() {
    return TYPE.extract(value) == 1;
  }

  /** Whether the arguments and results are 64-bit. */
  public boolean is64Bit() {
    return CONVENTION.extract(value) == 1;
  }

  /** The owning entity. */
  public OwningEntity owner() {
    return OwningEntity.of(this);
  }
}
