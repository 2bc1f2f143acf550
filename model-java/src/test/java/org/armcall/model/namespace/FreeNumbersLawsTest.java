// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;

/** What is proposed is free, as a claim breaks no rule, and is the lowest such number. */
final class FreeNumbersLawsTest {
  private static final Owner OTHER = new Owner("other", OwnerRole.HYPERVISOR, "a hypervisor");
  private static final Owner MINE = new Owner("mine", OwnerRole.HYPERVISOR, "a hypervisor");
  private static final int HYPERVISOR = 6;

  private static SampleClaim claim(Owner owner, int from, int to) {
    SampleClaim claim = new SampleClaim(owner);
    claim.ids = new ClaimedIds.Range(new FunctionId(from), new FunctionId(to));
    return claim;
  }

  /**
   * Short ranges with holes of 0 to 4 between them from number 0 on, so that a search has to pass
   * several; in both widths, some with the hint, some withdrawn or only heard of.
   */
  @Provide
  Arbitrary<Registry> registries() {
    Arbitrary<Integer> forms = Arbitraries.of(0, 0x4000_0000, 0x1_0000, 0x4001_0000);
    Arbitrary<Integer> steps = Arbitraries.integers().between(0, 4);
    Arbitrary<Status> statuses = Arbitraries.of(Status.IN_USE, Status.WITHDRAWN);
    return Combinators.combine(forms, steps, steps, statuses, Arbitraries.of(true, false))
        .as(Drawn::new)
        .list()
        .ofMaxSize(8)
        .map(FreeNumbersLawsTest::registry);
  }

  private record Drawn(int form, int hole, int more, Status status, boolean doubted) {}

  private static Registry registry(List<Drawn> drawn) {
    List<Claim> claims = new ArrayList<>();
    int next = 0;
    for (Drawn each : drawn) {
      int first = 0x8600_0000 | each.form() | next + each.hole();
      SampleClaim claim = claim(OTHER, first, first + each.more());
      claim.status = each.status();
      claim.doubt = each.doubted() ? Optional.of("only heard of") : Optional.empty();
      claims.add(claim.claim());
      next += each.hole() + each.more() + 1;
    }
    return new Registry(claims, List.of());
  }

  /** The numbers that any claim has in any of the four forms, listed one by one. */
  private static Set<Integer> taken(Registry registry) {
    Set<Integer> taken = new TreeSet<>();
    for (Claim claim : registry.claims()) {
      for (int id = claim.calls().ids().lowest().value();
          id <= claim.calls().ids().highest().value();
          id++) {
        taken.add(id & 0xffff);
      }
    }
    return taken;
  }

  /** free(n, c) is the least f with {f, ..., f+c-1} and taken disjoint. */
  @Property
  void theLowestFreeNumbersAreProposed(
      @ForAll("registries") Registry registry, @ForAll @IntRange(min = 1, max = 6) int count) {
    Set<Integer> taken = taken(registry);
    int expected = 0;
    for (int run = 0; run < count; ) {
      if (taken.contains(expected + run)) {
        expected += run + 1;
        run = 0;
      } else {
        run++;
      }
    }
    assertEquals(
        OptionalInt.of(expected), new FreeNumbers(registry).functions(HYPERVISOR, 0, count));
  }

  /** found(registry + claim(free)) = found(registry): the laws that check claims agree. */
  @Property
  void whatIsProposedBreaksNoRule(
      @ForAll("registries") Registry registry, @ForAll @IntRange(min = 1, max = 6) int count) {
    int first = new FreeNumbers(registry).functions(HYPERVISOR, 0, count).orElseThrow();
    List<Claim> mine = new ArrayList<>();
    for (FunctionId id : FreeNumbers.identifiers(HYPERVISOR, first)) {
      mine.add(claim(MINE, id.value(), id.value() + count - 1).claim());
    }
    List<Finding> before = Finding.among(registry);
    List<Finding> after = Finding.among(registry.with(new Registry(mine, List.of())));
    assertEquals(before, after);
  }

  @Property
  void theLowestFreeImmediateIsProposed(@ForAll Set<@IntRange(min = 0, max = 40) Integer> taken) {
    List<Claim> claims = new ArrayList<>();
    for (int each : taken) {
      SampleClaim claim = claim(OTHER, 0, -1);
      claim.immediate = each;
      claims.add(claim.claim());
    }
    int expected = 1;
    while (taken.contains(expected)) {
      expected++;
    }
    assertEquals(
        Optional.of(new Immediate(expected, 16)),
        new FreeNumbers(new Registry(claims, List.of())).hvcImmediates(1, 1));
  }

  /** An SMC with an immediate is no HVC with it. */
  @Example
  void anImmediateOfSmcLeavesThatOfHvcFree() {
    SampleClaim smc = claim(OTHER, 0, -1).smcTo(Layer.EL3);
    smc.immediate = 1;
    FreeNumbers free = new FreeNumbers(new Registry(List.of(smc.claim()), List.of()));
    assertEquals(Optional.of(new Immediate(1, 16)), free.hvcImmediates(1, 1));
    smc.conduits = EnumSet.allOf(Conduit.class);
    smc.layers = Set.of(Layer.EL2);
    free = new FreeNumbers(new Registry(List.of(smc.claim()), List.of()));
    assertEquals(Optional.of(new Immediate(2, 16)), free.hvcImmediates(1, 1));
  }

  /** The last number before the general queries, and the last immediate. */
  @Example
  void thereAreAsManyAsThereAre() {
    FreeNumbers all = new FreeNumbers(new Registry(List.of(), List.of()));
    assertEquals(OptionalInt.of(0), all.functions(HYPERVISOR, 0, 0xff00));
    assertEquals(OptionalInt.empty(), all.functions(HYPERVISOR, 0, 0xff01));
    assertEquals(OptionalInt.of(0xfeff), all.functions(HYPERVISOR, 0xfeff, 1));
    assertEquals(OptionalInt.empty(), all.functions(HYPERVISOR, 0xfeff, 2));
    assertEquals(Optional.of(new Immediate(0xffff, 16)), all.hvcImmediates(0xffff, 1));
    assertEquals(Optional.empty(), all.hvcImmediates(0xffff, 2));
    assertEquals(Optional.of(new Immediate(1, 16)), all.hvcImmediates(1, 0xffff));
  }

  /**
   * Calls of a convention of their own, by another immediate or another register, are elsewhere.
   */
  @Example
  void whatIsNoCallOfTheConventionTakesNoNumber() {
    SampleClaim tagged = claim(OTHER, 0x8600_0000, 0x8600_0007);
    tagged.immediate = 1;
    SampleClaim elsewhere = claim(OTHER, 0x8600_0000, 0x8600_0007);
    elsewhere.numberIn = Optional.of("r12");
    SampleClaim every = claim(OTHER, 0, -1);
    Registry registry =
        new Registry(List.of(tagged.claim(), elsewhere.claim(), every.claim()), List.of());
    assertEquals(OptionalInt.of(0), new FreeNumbers(registry).functions(HYPERVISOR, 0, 1));
    assertTrue(every.claim().calls().ids().equals(ClaimedIds.Range.ANY));
  }
}
