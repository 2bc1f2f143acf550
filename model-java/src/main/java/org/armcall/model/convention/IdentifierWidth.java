// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** How much of X0 a callee takes for the function identifier (FID-WIDTH). */
public enum IdentifierWidth {
  /** Bits 31:0; the others are ignored. */
  TRUNCATED,
  /** Bits 31:0; the call is answered NOT_SUPPORTED if the others are not zero. */
  UPPER_REJECTED,
  /** All 64 bits: no identifier of the convention has others than zero there. */
  COMPARED_64;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
