// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

/** What an exception entry did to a piece of state that steps from instruction to instruction. */
public enum Advance {
  /** Moved on past the instruction. */
  ADVANCED,
  /** Left as it was at the instruction. */
  KEPT,
  /** Set to zero: PSTATE.IT after a call in the middle of an IT block may be (DDI 0487 K1.1.7). */
  CLEARED;

  /** The name in lower case. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
