// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.armcall.model.convention.Conduit;
import org.armcall.model.instruction.InstructionSet;
import org.junit.jupiter.api.Test;

/** The chance of a clash among random tags (D3). */
class DrawClashTest {
  /** P = draws with a clash / all draws, counted one by one. */
  @Property
  void theFormulaIsWhatCountingGives(
      @ForAll @IntRange(max = 5) int drawers, @ForAll @IntRange(min = 1, max = 6) int tags) {
    long all = 1;
    for (int each = 0; each < drawers; each++) {
      all *= tags;
    }
    long clashing = 0;
    for (long draw = 0; draw < all; draw++) {
      clashing += clashes(draw, drawers, tags) ? 1 : 0;
    }
    assertEquals((double) clashing / all, new DrawClash(drawers, tags).probability(), 1e-12);
  }

  private static boolean clashes(long draw, int drawers, int tags) {
    int seen = 0;
    long left = draw;
    for (int each = 0; each < drawers; each++) {
      int tag = 1 << left % tags;
      if ((seen & tag) != 0) {
        return true;
      }
      seen |= tag;
      left /= tags;
    }
    return false;
  }

  /** P grows with the drawers and shrinks with the tags. */
  @Property
  void moreDrawersClashMoreAndMoreTagsLess(
      @ForAll @IntRange(min = 2, max = 20) int drawers,
      @ForAll @IntRange(min = 1, max = 70_000) int tags) {
    double here = new DrawClash(drawers, tags).probability();
    assertTrue(new DrawClash(drawers + 1, tags).probability() >= here);
    assertTrue(new DrawClash(drawers, tags + 1).probability() <= here);
    assertEquals(drawers > tags, here == 1.0, drawers + " of " + tags);
  }

  /** SMC of A32 and T32 has four bits, everything else sixteen; zero is not drawn. */
  @Test
  void theTagsAreThoseOfTheEncoding() {
    for (InstructionSet isa : InstructionSet.values()) {
      assertEquals(65_535, DrawClash.of(2, Conduit.HVC, isa).tags());
      assertEquals(
          isa == InstructionSet.A64 ? 65_535 : 15, DrawClash.of(2, Conduit.SMC, isa).tags());
    }
  }

  @Test
  void nobodyDrawsFromNothing() {
    assertThrows(IllegalArgumentException.class, () -> new DrawClash(2, 0));
    assertThrows(IllegalArgumentException.class, () -> new DrawClash(-1, 15));
  }
}
