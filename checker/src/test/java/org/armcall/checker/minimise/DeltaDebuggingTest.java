// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DeltaDebuggingTest {
  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** Whatever else there is does no harm: the needed ones are the one minimum. */
  @Property(tries = 300)
  void whatIsNeededIsLeftAndNothingElse(
      @ForAll @IntRange(min = 40, max = 200) int count,
      @ForAll @Size(min = 1, max = 5) Set<@IntRange(min = 0, max = 39) Integer> needed) {
    assertEquals(
        needed.stream().sorted().toList(),
        DeltaDebugging.minimal(upTo(count), some -> some.containsAll(needed)));
  }

  /**
   * A predicate without any order in it, as replay's is: what is left out may be what mended it.
   */
  @Property(tries = 300)
  void whatIsLeftFailsAndNoItemCanBeLeftOut(
      @ForAll @IntRange(min = 1, max = 40) int count, @ForAll int seed) {
    List<Integer> all = upTo(count);
    Predicate<List<Integer>> fails =
        some -> some.equals(all) || (some.hashCode() * 31 + seed) % 3 == 0;
    List<Integer> left = DeltaDebugging.minimal(all, fails);
    assertTrue(fails.test(left));
    assertEquals(left.stream().sorted().toList(), left);
    for (int i = 0; i < left.size() && left.size() > 1; i++) {
      List<Integer> without = new ArrayList<>(left);
      without.remove(i);
      assertFalse(fails.test(without), () -> "not minimal: " + left);
    }
  }

  @Property(tries = 20)
  void oneOfManyIsFoundInAFewSteps(@ForAll @IntRange(min = 0, max = 9_999) int needed) {
    int[] asked = new int[1];
    DeltaDebugging.minimal(
        upTo(10_000),
        some -> {
          asked[0]++;
          return some.contains(needed);
        });
    // 14 halvings of 10,000, each of one or two questions.
    assertTrue(asked[0] <= 30, () -> asked[0] + " questions");
  }
}
