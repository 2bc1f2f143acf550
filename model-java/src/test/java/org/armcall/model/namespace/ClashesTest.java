// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import org.armcall.model.function.FunctionId;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.SecurityState;

/** What is a clash, and each reason why two claims to one number are none. */
final class ClashesTest {
  private static final Owner ONE = new Owner("one", OwnerRole.HYPERVISOR, "one");
  private static final Owner TWO = new Owner("two", OwnerRole.HYPERVISOR, "two");
  private static final int ID = 0x8600_0001;

  private static List<Rule> kinds(SampleClaim... samples) {
    return kinds(List.of(), samples);
  }

  private static List<Rule> kinds(List<UidAnswer> uids, SampleClaim... samples) {
    List<Claim> claims = java.util.Arrays.stream(samples).map(SampleClaim::claim).toList();
    return Clashes.among(new Registry(claims, uids)).stream().map(Clash::rule).toList();
  }

  @Example
  void oneNumberOfTwoOwnersHasTwoMeanings() {
    assertEquals(List.of(Rule.NSP_ONE_MEANING), kinds(new SampleClaim(ONE), new SampleClaim(TWO)));
  }

  @Example
  void aCallThatNoneCanMakeToBothIsNoClash() {
    SampleClaim other = new SampleClaim(TWO);
    other.immediate = 1;
    assertEquals(List.of(), kinds(new SampleClaim(ONE), other));
    other = new SampleClaim(TWO);
    other.ids = ClaimedIds.one(new FunctionId(ID + 1));
    assertEquals(List.of(), kinds(new SampleClaim(ONE), other));
    other = new SampleClaim(TWO);
    other.callers = Set.of(SecurityState.SECURE);
    assertEquals(List.of(), kinds(new SampleClaim(ONE), other));
    other = new SampleClaim(TWO);
    other.layers = Set.of(Layer.S_EL2);
    assertEquals(List.of(), kinds(new SampleClaim(ONE), other));
    assertEquals(List.of(), kinds(new SampleClaim(ONE), new SampleClaim(TWO).smcTo(Layer.EL2)));
    SampleClaim narrow = new SampleClaim(ONE);
    narrow.width = Width.NARROW;
    SampleClaim wide = new SampleClaim(TWO);
    wide.width = Width.WIDE;
    assertEquals(List.of(), kinds(narrow, wide));
  }

  @Example
  void oneOwnerDoesNotClashWithItselfUnlessItUsesAWithdrawnNumberAgain() {
    assertEquals(List.of(), kinds(new SampleClaim(ONE), new SampleClaim(ONE)));
    SampleClaim old = new SampleClaim(ONE);
    old.status = Status.WITHDRAWN;
    assertEquals(List.of(Rule.NSP_REUSED), kinds(old, new SampleClaim(ONE)));
    assertEquals(List.of(), kinds(old, old));
    SampleClaim kept = new SampleClaim(ONE);
    kept.block = true;
    assertEquals(List.of(), kinds(old, kept));
  }

  @Example
  void aHypervisorShadowsWhatSmcWasMeantFor() {
    assertEquals(
        List.of(Rule.NSP_SHADOWED),
        kinds(new SampleClaim(ONE).smcTo(Layer.EL2), new SampleClaim(TWO).smcTo(Layer.S_EL1)));
    assertEquals(
        List.of(Rule.NSP_ONE_MEANING),
        kinds(new SampleClaim(ONE).smcTo(Layer.EL3), new SampleClaim(TWO).smcTo(Layer.S_EL1)));
  }

  @Example
  void ownersThatAUidTellsApartDoNotClash() {
    List<UidAnswer> both = List.of(uid(ONE, 0x8600_ff01), uid(TWO, 0x8600_ff01));
    assertEquals(List.of(), kinds(both, new SampleClaim(ONE), new SampleClaim(TWO)));
    assertEquals(
        List.of(Rule.NSP_ONE_MEANING),
        kinds(both.subList(0, 1), new SampleClaim(ONE), new SampleClaim(TWO)));
    List<UidAnswer> elsewhere = List.of(uid(ONE, 0x8600_ff01), uid(TWO, 0x8500_ff01));
    assertEquals(
        List.of(Rule.NSP_ONE_MEANING),
        kinds(elsewhere, new SampleClaim(ONE), new SampleClaim(TWO)));
  }

  /** No query says whose a non-zero immediate is. */
  @Example
  void aUidDoesNotTellImmediatesApart() {
    SampleClaim one = new SampleClaim(ONE);
    one.immediate = 7;
    SampleClaim two = new SampleClaim(TWO);
    two.immediate = 7;
    assertEquals(
        List.of(Rule.NSP_ONE_MEANING),
        kinds(List.of(uid(ONE, 0x8600_ff01), uid(TWO, 0x8600_ff01)), one, two));
  }

  @Example
  void theTrustedOsesShareOneQuery() {
    Owner first = new Owner("first", OwnerRole.TRUSTED_OS, "first");
    Owner second = new Owner("second", OwnerRole.TRUSTED_OS, "second");
    SampleClaim one = new SampleClaim(first).smcTo(Layer.S_EL1);
    one.ids = ClaimedIds.one(new FunctionId(0x3200_0004));
    SampleClaim two = new SampleClaim(second).smcTo(Layer.S_EL1);
    two.ids = ClaimedIds.one(new FunctionId(0x3200_0004));
    assertEquals(List.of(Rule.NSP_ONE_MEANING), kinds(one, two));
    assertEquals(
        List.of(), kinds(List.of(uid(first, 0xbf00_ff01), uid(second, 0xbf00_ff01)), one, two));
  }

  @Example
  void makersOfTwoMachinesDoNotClash() {
    Owner first = new Owner("first", OwnerRole.SILICON, "first");
    Owner second = new Owner("second", OwnerRole.SILICON, "second");
    assertEquals(
        List.of(),
        kinds(new SampleClaim(first).smcTo(Layer.EL3), new SampleClaim(second).smcTo(Layer.EL3)));
  }

  @Example
  void copiesAndDoubtfulClaimsDoNotClash() {
    SampleClaim copy = new SampleClaim(TWO);
    copy.sameAs = Optional.of("one: function");
    assertEquals(List.of(), kinds(new SampleClaim(ONE), copy));
    assertEquals(List.of(), kinds(copy, new SampleClaim(ONE)));
    SampleClaim doubtful = new SampleClaim(TWO);
    doubtful.doubt = Optional.of("hearsay");
    assertEquals(List.of(), kinds(new SampleClaim(ONE), doubtful));
  }

  @Example
  void twoFunctionsOfAnOwnerWithOneNumberClash() {
    SampleClaim get = new SampleClaim(ONE);
    get.name = "get";
    SampleClaim set = new SampleClaim(ONE);
    set.name = "set";
    assertEquals(List.of(Rule.NSP_ONE_MEANING), kinds(get, set));
    set.sameAs = Optional.of("one: get");
    assertEquals(List.of(), kinds(get, set));
    set.sameAs = Optional.empty();
    set.ids = new ClaimedIds.Range(new FunctionId(0x8600_0000), new FunctionId(0x8600_0007));
    assertEquals(List.of(), kinds(get, set), "a range that a function is in");
  }

  /** A copy is one by its number, not by what it says of itself. */
  @Example
  void aCopyOfAFunctionDoesNotClashWithTheBlockThatTheFunctionIsIn() {
    SampleClaim function = new SampleClaim(ONE);
    SampleClaim block = new SampleClaim(ONE);
    block.name = "numbers";
    block.block = true;
    block.ids = new ClaimedIds.Range(new FunctionId(0x8600_0000), new FunctionId(0x8600_001f));
    SampleClaim copy = new SampleClaim(TWO);
    copy.sameAs = Optional.of("one: function");
    assertEquals(List.of(), kinds(function, block, copy));
    assertEquals(List.of(Rule.NSP_ONE_MEANING), kinds(block, copy));
    copy.ids = ClaimedIds.one(new FunctionId(0x8600_0002));
    assertEquals(List.of(Rule.NSP_ONE_MEANING), kinds(function, block, copy));
  }

  @Example
  void aBlockIsNamedOnlyWhereNoFunctionIs() {
    SampleClaim block = new SampleClaim(TWO);
    block.block = true;
    block.ids = new ClaimedIds.Range(new FunctionId(ID), new FunctionId(ID + 9));
    assertEquals(List.of(Rule.NSP_ONE_MEANING), kinds(new SampleClaim(ONE), block));
    assertEquals(
        List.of(Rule.NSP_ONE_MEANING), kinds(new SampleClaim(ONE), new SampleClaim(TWO), block));
  }

  /** It is a breach of its own, and would otherwise clash with every call there is. */
  @Example
  void aNumberInAnotherRegisterIsABreachAndNoClash() {
    SampleClaim elsewhere = new SampleClaim(TWO);
    elsewhere.ids = ClaimedIds.Range.ANY;
    elsewhere.numberIn = Optional.of("r12");
    assertEquals(List.of(), kinds(new SampleClaim(ONE), elsewhere));
    assertEquals(
        List.of(Rule.NSP_NUMBER_REGISTER),
        Breaches.of(elsewhere.claim()).stream().map(Breach::rule).toList());
  }

  @Example
  void hvcToALayerThatItCannotReachIsRefused() {
    SampleClaim wrong = new SampleClaim(ONE);
    wrong.layers = Set.of(Layer.EL3);
    assertThrows(IllegalArgumentException.class, wrong::claim);
  }

  @Example
  void theSentenceNamesTheCallAndBothMeanings() {
    List<Clash> found =
        Clashes.among(
            new Registry(
                List.of(
                    new SampleClaim(ONE).smcTo(Layer.EL2).claim(),
                    new SampleClaim(TWO).smcTo(Layer.S_EL1).claim()),
                List.of()));
    assertEquals(
        "SMC #0 with the number 0x86000001 is meant for function of two, but a hypervisor that"
            + " traps SMC answers it as function of one.",
        found.get(0).sentence());
  }

  private static UidAnswer uid(Owner owner, int query) {
    return new UidAnswer(
        owner,
        new FunctionId(query),
        UUID.fromString("28b46fb6-2ec5-11e9-a9ca-4b564d003a74"),
        Optional.empty(),
        Layer.EL2,
        "a test");
  }
}
