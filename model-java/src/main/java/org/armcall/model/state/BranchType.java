// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

/**
 * PSTATE.BTYPE: how the instruction was branched to (FEAT_BTI).
 *
 * @param value 0 to 3; 0 is not by an indirect branch
 */
public record BranchType(int value) {
  /** Not reached by an indirect branch. */
  public static final BranchType NONE = new BranchType(0);

  /** Checks the range. */
  public BranchType {
    if (value < 0 || value > 3) {
      throw new IllegalArgumentException("PSTATE.BTYPE is 0 to 3, not " + value);
    }
  }

  /** Whether the instruction was reached by an indirect branch. */
  public boolean isSet() {
    return value != 0;
  }
}
