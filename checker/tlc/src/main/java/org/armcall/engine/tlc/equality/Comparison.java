// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tlc2.value.impl.Value;

/** Compares the specification with the Java model and says what differs. */
public final class Comparison {
  private final ModelSide model = new ModelSide(SeededFault.NONE);
  private final Map<String, ModelSide> faulty = new ConcurrentHashMap<>();
  private final RandomPoints points;
  private final Consumer<String> report;

  /**
   * A comparison whose random points have that seed, and that hands each difference over as one
   * line.
   */
  public Comparison(long seed, Consumer<String> report) {
    this.points = new RandomPoints(seed, model);
    this.report = report;
  }

  /**
   * Whether the outcomes are the same, with that fault seeded into the model's ({@code none} for
   * the model as it is).
   */
  public boolean outcomesAgree(String fault, Value p, Value s, Value i, Value spec) {
    Set<FlatOutcome> expected = ModelSide.spec(spec);
    try {
      Set<FlatOutcome> actual = side(fault).outcomes(p, s, i);
      if (expected.equals(actual)) {
        return true;
      }
      differ(input(p, s, i), expected, actual);
    } catch (IllegalArgumentException refused) {
      differ(input(p, s, i), expected, refused.getMessage());
    }
    return false;
  }

  private ModelSide side(String fault) {
    return faulty.computeIfAbsent(fault, name -> new ModelSide(SeededFault.ofText(name)));
  }

  /** Whether both say the same about the state. */
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

  private static String input(Value p, Value s, Value i) {
    return "p=" + p + " s=" + s + " i=" + i;
  }

  private void differ(String input, Object spec, Object java) {
    report.accept(input + " spec=" + spec + " java=" + java);
  }
}
