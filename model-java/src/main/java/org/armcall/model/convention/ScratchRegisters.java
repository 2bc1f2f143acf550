// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** What X4 to X17, or R4 to R14, hold after a call that a callee answered. */
public enum ScratchRegisters {
  /** What they held before, whatever a layer below did to them. */
  PRESERVED,
  /** What they held before, unless the function has a result there. */
  PRESERVED_UNLESS_RETURNED,
  /**
   * The same; and to the layer below it says in X7 who calls, which its caller does not find there.
   */
  CLIENT_IN_X7,
  /** Of a call that was passed on, what the layer below left in them. */
  AS_THE_LAYER_BELOW_ANSWERS;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
