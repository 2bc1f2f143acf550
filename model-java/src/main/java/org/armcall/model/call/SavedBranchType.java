// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

/** What SPSR.BTYPE holds after an exception entry whose instruction had PSTATE.BTYPE set. */
public enum SavedBranchType {
  /** PSTATE.BTYPE was zero: nothing to keep. */
  NOT_APPLICABLE,
  KEPT,
  ZEROED;

  /** The name in lower case. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
