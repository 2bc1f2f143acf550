// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.platform.ExceptionLevel;
import org.junit.jupiter.api.Test;

/** Why the representatives stand for the rest, and what every handler of a narrow SMC sees. */
class SightingLawsTest {
  private static final FunctionId ANY = new FunctionId(0x84000000);

  private static Offered offered(String name, int tag) {
    return new Offered(name, new Immediate(tag, 16), ClaimedIds.Range.ANY);
  }

  private static Seen hvc(int immediate) {
    return new Seen(false, OptionalInt.of(immediate), ANY, new Immediate(immediate, 16));
  }

  /**
   * For any two immediates, the dispatchers on tags take a call of one for the other exactly if
   * they are equal: as for the representatives.
   */
  @Property(tries = 2000)
  void anyTwoTagsAreAsTwoRepresentatives(
      @ForAll @IntRange(max = 0xffff) int mine, @ForAll @IntRange(max = 0xffff) int other) {
    List<Offered> here = List.of(offered("mine", mine), offered("other", other));
    for (Design design : List.of(Design.D2, Design.D3, Design.D7)) {
      List<Offered> picked = Dispatcher.of(design, true).picks(hvc(mine), here);
      assertEquals(mine == other ? 2 : 1, picked.size());
      assertEquals("mine", picked.get(0).name());
    }
    boolean alike = (mine == 0) == (other == 0);
    assertEquals(alike ? 2 : 1, Dispatcher.of(Design.D1, true).picks(hvc(mine), here).size());
  }

  /** Each pair of representatives differs where it should: any bit that differs is one of them. */
  @Test
  void everyBitAloneIsARepresentative() {
    for (Column column : Cores.COLUMNS) {
      List<Immediate> tags =
          Sightings.representatives(column.conduit(), column.machines().get(0).isa());
      assertEquals(new HashSet<>(tags).size(), tags.size());
      assertEquals(column.isNarrowSmc() ? 16 : 19, tags.size());
      for (int bit = 0; bit < tags.get(0).width(); bit++) {
        assertTrue(tags.contains(new Immediate(1 << bit, tags.get(0).width())));
      }
    }
  }

  /** On every machine and at every level that takes one, seen one by one. */
  @Test
  void everyNarrowSmcOfAnyImmediateLooksAsOneOfZeroDoes() {
    int looked = 0;
    for (Column column : Cores.COLUMNS) {
      if (!column.isNarrowSmc()) {
        continue;
      }
      Sightings sightings = Sightings.of(column);
      Set<Object> ofZero = syndromes(sightings, new Immediate(0, 4));
      for (int value = 1; value < 16; value++) {
        assertEquals(ofZero, syndromes(sightings, new Immediate(value, 4)));
        looked += ofZero.size();
      }
    }
    assertTrue(looked > 100, looked + " syndromes");
  }

  private static Set<Object> syndromes(Sightings sightings, Immediate immediate) {
    return sightings.of(immediate).stream()
        .map(
            each ->
                List.of(
                    each.taken().entry().target(),
                    each.taken().entry().targetState(),
                    each.taken().entry().syndrome()))
        .collect(Collectors.toSet());
  }

  /** What EL2 sees does not depend on EL3: the reason why one Alloy command is for both. */
  @Test
  void whatComesToEl2IsTheSameWithAndWithoutEl3() {
    for (Column column : Cores.COLUMNS) {
      if (column.el3()) {
        continue;
      }
      Column trapped = column.leavesTheTrapOpen() ? column.withTrap(true) : column;
      Sightings without = Sightings.of(trapped);
      if (without.isEmpty()) {
        continue;
      }
      Sightings with = Sightings.of(Cores.withEl3(column));
      for (Immediate tag :
          Sightings.representatives(column.conduit(), column.machines().get(0).isa())) {
        Set<Object> atEl2 =
            with.of(tag).stream()
                .filter(each -> each.taken().entry().target() == ExceptionLevel.EL2)
                .map(each -> each.taken().entry().syndrome())
                .collect(Collectors.toSet());
        Set<Object> all =
            without.of(tag).stream()
                .map(each -> each.taken().entry().syndrome())
                .collect(Collectors.toSet());
        assertFalse(all.isEmpty());
        assertEquals(atEl2, all, column.kind() + " " + column.conduit());
      }
    }
  }

  @Test
  void aTagLooksAtNoNumberAndANumberAtNoTag() {
    for (int iss : new int[] {0, 1, 0xea1, 0xffff}) {
      List<Offered> here = List.of(offered("one", 0), offered("two", 0xea1));
      assertEquals(
          here,
          Dispatcher.of(Design.D4, true).picks(hvc(iss), here),
          "both claim every number, whatever the immediate");
    }
  }
}
