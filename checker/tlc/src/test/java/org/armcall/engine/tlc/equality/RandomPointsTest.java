// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/** The random points: the same for a seed, reachable, and spread over the space. */
final class RandomPointsTest {
  private static final ModelSide MODEL = new ModelSide(SeededFault.NONE);
  private static final int POINTS = 2000;

  private static Value part(Value point, String name) {
    return ((RecordValue) point).select(new StringValue(name));
  }

  @Test
  void aSeedAlwaysGivesTheSamePoints() {
    for (int k = 1; k <= 50; k++) {
      assertEquals(new RandomPoints(7, MODEL).point(k), new RandomPoints(7, MODEL).point(k));
    }
    assertNotEquals(new RandomPoints(7, MODEL).point(1), new RandomPoints(8, MODEL).point(1));
  }

  @Test
  void everyPointHasAnAnswerAndEveryLevelAndCallIsMet() {
    RandomPoints points = new RandomPoints(1, MODEL);
    Set<String> met = new HashSet<>();
    for (int k = 1; k <= POINTS; k++) {
      Value point = points.point(k);
      assertFalse(MODEL.outcomes(part(point, "p"), part(point, "s"), part(point, "i")).isEmpty());
      met.add("el" + part(part(point, "s"), "el"));
      met.add(part(part(point, "s"), "isa") + "" + part(part(point, "i"), "op"));
      met.add("sec" + part(part(point, "s"), "sec"));
    }
    assertEquals(4 + 9 + 4, met.size(), met.toString());
  }

  @Test
  void everySeededFaultChangesSomeAnswer() {
    RandomPoints points = new RandomPoints(1, MODEL);
    for (SeededFault fault : SeededFault.values()) {
      ModelSide faulty = new ModelSide(fault);
      boolean differs = false;
      for (int k = 1; k <= POINTS && !differs; k++) {
        Value point = points.point(k);
        Value p = part(point, "p");
        Value s = part(point, "s");
        Value i = part(point, "i");
        differs = !MODEL.outcomes(p, s, i).equals(faulty.outcomes(p, s, i));
      }
      assertEquals(fault != SeededFault.NONE, differs, fault.text());
      assertTrue(SeededFault.ofText(fault.text()) == fault);
    }
  }
}
