// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioWriter;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Platform;

/** The generator of guests is what the laws say that it is. */
class GuestCallsTest {
  private static final int MANY = 3000;

  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.all();
  }

  @Provide
  Arbitrary<GuestCall> conditional() {
    return GuestCalls.conditional(kind -> true);
  }

  private static List<GuestCall> some(long seed) {
    RandomGenerator<GuestCall> generator = GuestCalls.all().generator(1000);
    Random random = new Random(seed);
    List<GuestCall> all = new ArrayList<>();
    for (int count = 0; count < MANY; count++) {
      all.add(generator.next(random).value());
    }
    return all;
  }

  @Example
  void theSameSeedMakesTheSameGuests() {
    assertEquals(some(7), some(7));
    assertFalse(some(7).equals(some(8)));
  }

  @Example
  void everyFormatEveryRouteAndEveryPlatformWithACallIsMet() {
    Set<StageOne> formats = EnumSet.noneOf(StageOne.class);
    Set<PageTables.Format> second = EnumSet.noneOf(PageTables.Format.class);
    Set<Route> routes = EnumSet.noneOf(Route.class);
    Set<InstructionSet> sets = EnumSet.noneOf(InstructionSet.class);
    Set<Platform> platforms = new HashSet<>();
    for (GuestCall guest : some(1)) {
      formats.add(guest.kind().stageOne());
      guest.kind().stageTwo().ifPresent(second::add);
      routes.add(guest.kind().route());
      sets.add(guest.kind().isa());
      platforms.add(guest.kind().platform());
    }
    assertEquals(EnumSet.allOf(StageOne.class), formats);
    assertEquals(4, second.size());
    assertEquals(EnumSet.allOf(Route.class), routes);
    assertEquals(EnumSet.allOf(InstructionSet.class), sets);
    // A machine with EL1 alone has no handler for any call.
    assertEquals(11, platforms.size());
  }

  @Example
  void everyEdgeIsMetOften() {
    int straddles = 0;
    int firsts = 0;
    int lasts = 0;
    int wraps = 0;
    int acrossRanges = 0;
    int lastOfMemory = 0;
    int bigEndian = 0;
    Set<Integer> immediates = new HashSet<>();
    for (GuestCall guest : some(2)) {
      Place place = guest.place();
      straddles += guest.straddles() ? 1 : 0;
      firsts += place.offset() == 0 ? 1 : 0;
      lasts += guest.endsItsPage() && !guest.straddles() ? 1 : 0;
      wraps += guest.endsItsPage() && place.next() == 0 ? 1 : 0;
      boolean ranges = place.page() >>> place.bits() == 0 && place.next() >>> place.bits() != 0;
      acrossRanges += ranges ? 1 : 0;
      boolean end = place.physical(place.call()) + 4 == Place.CODE + Place.CODE_SIZE;
      lastOfMemory += end ? 1 : 0;
      bigEndian += guest.bigEndian() ? 1 : 0;
      immediates.add(guest.immediate());
    }
    assertTrue(straddles > 30, "halves on two pages: " + straddles);
    assertTrue(firsts > 200, "first of its page: " + firsts);
    assertTrue(lasts > 100, "last of its page: " + lasts);
    assertTrue(wraps > 10, "last of the address space: " + wraps);
    assertTrue(acrossRanges > 10, "the page behind has other tables: " + acrossRanges);
    assertTrue(lastOfMemory > 10, "last of memory: " + lastOfMemory);
    assertTrue(bigEndian > 300, "big-endian data: " + bigEndian);
    assertTrue(immediates.containsAll(GuestCalls.IMMEDIATES), "edges of the immediate");
  }

  /**
   * read(write(scenario of guest)) = scenario of guest, and no two of its lines are in one place
   */
  @Property(tries = 60)
  void aGuestIsAScenarioThatCanBeWrittenAndRead(@ForAll("guests") GuestCall guest) {
    isAScenario(guest);
  }

  @Property(tries = 40)
  void soIsAConditionalOne(@ForAll("conditional") GuestCall guest) {
    isAScenario(guest);
  }

  private static void isAScenario(GuestCall guest) {
    Scenario scenario = Trial.of(guest, GuestMemory.CAREFUL).recovers(guest.immediate()).scenario();
    String written = ScenarioWriter.write(scenario);
    assertEquals(scenario, ScenarioReader.parse("law.yaml", written), written);
    long distinct = guest.used().stream().map(guest.place()::physical).distinct().count();
    assertEquals(guest.used().size(), distinct);
  }

  @Property(tries = 300)
  void anItBlockEndsWithItsCallAndIsOnOnePage(@ForAll("conditional") GuestCall guest) {
    assertTrue(guest.start() >= guest.place().page());
    assertEquals(guest.place().call(), guest.used().get(guest.used().size() - 4));
    assertEquals(
        guest.block() > 0,
        guest.kind().isa() == InstructionSet.T32 && guest.condition() != Condition.AL);
  }
}
