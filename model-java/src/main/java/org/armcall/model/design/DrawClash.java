// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import org.armcall.model.convention.Conduit;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;

/**
 * The chance that of some interfaces that draw a tag at random (D3) two draw the same.
 *
 * @param drawers how many draw
 * @param tags how many tags there are, zero not counted
 */
public record DrawClash(int drawers, int tags) {
  /** The formula, n interfaces and t tags. */
  public static final String FORMULA = "1 - (1 - 1/t)(1 - 2/t)...(1 - (n-1)/t)";

  /** Checks that there is something to draw and nobody draws less than nothing. */
  public DrawClash {
    if (drawers < 0 || tags < 1) {
      throw new IllegalArgumentException("there is a tag to draw, and no drawer is negative");
    }
  }

  /** The draw of tags that fit an encoding: 15 for an SMC of A32 and T32, elsewhere 65,535. */
  public static DrawClash of(int drawers, Conduit conduit, InstructionSet isa) {
    return new DrawClash(drawers, (1 << Encodings.of(conduit.call(), isa).immediateWidth()) - 1);
  }

  /** The probability, 0 to 1; 1 where there are more drawers than tags. */
  public double probability() {
    double apart = 1;
    for (int each = 1; each < drawers; each++) {
      apart *= Math.max(0, 1 - (double) each / tags);
    }
    return 1 - apart;
  }
}
