// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import org.armcall.model.function.FunctionId;

/** The width of arguments and results, from bit 30 of the function identifier (DEN0028 2.5). */
public enum CallWidth {
  /** SMC32 and HVC32. */
  CALL32(32),
  /** SMC64 and HVC64. */
  CALL64(64);

  private final int bits;

  CallWidth(int bits) {
    this.bits = bits;
  }

  /** 32 or 64. */
  public int bits() {
    return bits;
  }

  /** The width that an identifier asks for. */
  public static CallWidth of(FunctionId id) {
    return id.is64Bit() ? CALL64 : CALL32;
  }
}
