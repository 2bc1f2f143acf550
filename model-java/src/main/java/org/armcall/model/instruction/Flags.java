// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

/**
 * The condition flags N, Z, C and V.
 *
 * @param nzcv N in bit 3 to V in bit 0; 0 to 15
 */
public record Flags(int nzcv) {
  /** All flags clear. */
  public static final Flags CLEAR = new Flags(0);

  /** Checks the range. */
  public Flags {
    if (nzcv < 0 || nzcv > 15) {
      throw new IllegalArgumentException("NZCV is 0x0 to 0xf, not 0x" + Integer.toHexString(nzcv));
    }
  }

  boolean negative() {
    return (nzcv & 8) != 0;
  }

  boolean zero() {
    return (nzcv & 4) != 0;
  }

  boolean carry() {
    return (nzcv & 2) != 0;
  }

  boolean overflow() {
    return (nzcv & 1) != 0;
  }
}
