// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.Set;
import tlc2.value.impl.Value;

/** Compares the specification with the Java model and says what differs. */
public final class Comparison {
  private final ModelSide model;
  private final RandomPoints points;

  /** A comparison with that seeded fault ({@code none} for the model as it is) and that seed. */
  public Comparison(String fault, long seed) {
    this.model = new ModelSide(SeededFault.ofText(fault));
    this.points = new RandomPoints(seed, new ModelSide(SeededFault.NONE));
  }

  /** Whether the outcomes are the same; a difference is printed on one line. */
  public boolean outcomesAgree(Value p, Value s, Value i, Value spec) {
    Set<FlatOutcome> expected = ModelSide.spec(spec);
    try {
      Set<FlatOutcome> actual = model.outcomes(p, s, i);
      if (expected.equals(actual)) {
        return true;
      }
      differ(input(p, s, i), expected, actual);
    } catch (IllegalArgumentException refused) {
      differ(input(p, s, i), expected, refused.getMessage());
    }
    return false;
  }

  private static String input(Value p, Value s, Value i) {
    return "p=" + p + " s=" + s + " i=" + i;
  }

  /** Whether both say the same about the state; a difference is printed on one line. */
  public boolean reachabilityAgrees(Value p, Value s, boolean spec) {
    boolean actual = model.reaches(p, s);
    if (actual != spec) {
      differ("reachable? p=" + p + " s=" + s, spec, actual);
    }
    return actual == spec;
  }

  /** Point k of the random points. */
  public Value randomPoint(int k) {
    return points.point(k);
  }

  private static void differ(String input, Object spec, Object java) {
    util.ToolIO.out.println("MISMATCH " + input + " spec=" + spec + " java=" + java);
  }
}
