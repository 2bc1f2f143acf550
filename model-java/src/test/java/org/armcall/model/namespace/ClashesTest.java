// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.state.SecurityState;

/** What is a clash, and each reason why two claims to one number are none. */
final class ClashesTest {
  private static final Owner ONE = new Owner("one", OwnerRole.HYPERVISOR, "one");
  private static final Owner TWO = new Owner("two", OwnerRole.HYPERVISOR, "two");
  private static final int ID = 0x8600_0001;

  /** A claim that a test changes in one point. */
  private static final class Sample {
    private final Owner owner;
    private Set<Conduit> conduits = EnumSet.of(Conduit.HVC);
    private int immediate;
    private ClaimedIds ids = ClaimedIds.one(new FunctionId(ID));
    private Optional<String> numberIn = Optional.empty();
    private Width width = Width.ANY;
    private Set<SecurityState> callers = Set.of(SecurityState.NONSECURE);
    private Set<Layer> layers = Set.of(Layer.EL2);
    private Status status = Status.IN_USE;
    private boolean block;
    private Optional<String> sameAs = Optional.empty();
    private Optional<String> doubt = Optional.empty();

    Sample(Owner owner) {
      this.owner = owner;
    }

    Sample smcTo(Layer layer) {
      conduits = EnumSet.of(Conduit.SMC);
      layers = Set.of(layer);
      return this;
    }

    Claim claim() {
      Immediate value = new Immediate(immediate, 16);
      return new Claim(
          owner,
          "function",
          new CallPattern(
              conduits, new ClaimedImmediates(value, value), ids, numberIn, width, callers, layers),
          Optional.empty(),
          status,
          block,
          sameAs,
          doubt,
          "a test");
    }
  }

  private static List<Clash.Kind> kinds(Sample... samples) {
    return kinds(List.of(), samples);
  }

  private static List<Clash.Kind> kinds(List<UidAnswer> uids, Sample... samples) {
    List<Claim> claims = java.util.Arrays.stream(samples).map(Sample::claim).toList();
    return Clashes.among(new Registry(claims, uids)).stream().map(Clash::kind).toList();
  }

  @Example
  void oneNumberOfTwoOwnersHasTwoMeanings() {
    assertEquals(List.of(Clash.Kind.TWO_MEANINGS), kinds(new Sample(ONE), new Sample(TWO)));
  }

  @Example
  void aCallThatNoneCanMakeToBothIsNoClash() {
    Sample other = new Sample(TWO);
    other.immediate = 1;
    assertEquals(List.of(), kinds(new Sample(ONE), other));
    other = new Sample(TWO);
    other.ids = ClaimedIds.one(new FunctionId(ID + 1));
    assertEquals(List.of(), kinds(new Sample(ONE), other));
    other = new Sample(TWO);
    other.callers = Set.of(SecurityState.SECURE);
    assertEquals(List.of(), kinds(new Sample(ONE), other));
    other = new Sample(TWO);
    other.layers = Set.of(Layer.S_EL2);
    assertEquals(List.of(), kinds(new Sample(ONE), other));
    assertEquals(List.of(), kinds(new Sample(ONE), new Sample(TWO).smcTo(Layer.EL2)));
    Sample narrow = new Sample(ONE);
    narrow.width = Width.NARROW;
    Sample wide = new Sample(TWO);
    wide.width = Width.WIDE;
    assertEquals(List.of(), kinds(narrow, wide));
  }

  @Example
  void oneOwnerDoesNotClashWithItselfUnlessItUsesAWithdrawnNumberAgain() {
    assertEquals(List.of(), kinds(new Sample(ONE), new Sample(ONE)));
    Sample old = new Sample(ONE);
    old.status = Status.WITHDRAWN;
    assertEquals(List.of(Clash.Kind.REUSED), kinds(old, new Sample(ONE)));
    assertEquals(List.of(), kinds(old, old));
    Sample kept = new Sample(ONE);
    kept.block = true;
    assertEquals(List.of(), kinds(old, kept));
  }

  @Example
  void aHypervisorShadowsWhatSmcWasMeantFor() {
    assertEquals(
        List.of(Clash.Kind.SHADOWED),
        kinds(new Sample(ONE).smcTo(Layer.EL2), new Sample(TWO).smcTo(Layer.S_EL1)));
    assertEquals(
        List.of(Clash.Kind.TWO_MEANINGS),
        kinds(new Sample(ONE).smcTo(Layer.EL3), new Sample(TWO).smcTo(Layer.S_EL1)));
  }

  @Example
  void ownersThatAUidTellsApartDoNotClash() {
    List<UidAnswer> both = List.of(uid(ONE, 0x8600_ff01), uid(TWO, 0x8600_ff01));
    assertEquals(List.of(), kinds(both, new Sample(ONE), new Sample(TWO)));
    assertEquals(
        List.of(Clash.Kind.TWO_MEANINGS),
        kinds(both.subList(0, 1), new Sample(ONE), new Sample(TWO)));
    List<UidAnswer> elsewhere = List.of(uid(ONE, 0x8600_ff01), uid(TWO, 0x8500_ff01));
    assertEquals(
        List.of(Clash.Kind.TWO_MEANINGS), kinds(elsewhere, new Sample(ONE), new Sample(TWO)));
  }

  /** No query says whose a non-zero immediate is. */
  @Example
  void aUidDoesNotTellImmediatesApart() {
    Sample one = new Sample(ONE);
    one.immediate = 7;
    Sample two = new Sample(TWO);
    two.immediate = 7;
    assertEquals(
        List.of(Clash.Kind.TWO_MEANINGS),
        kinds(List.of(uid(ONE, 0x8600_ff01), uid(TWO, 0x8600_ff01)), one, two));
  }

  @Example
  void theTrustedOsesShareOneQuery() {
    Owner first = new Owner("first", OwnerRole.TRUSTED_OS, "first");
    Owner second = new Owner("second", OwnerRole.TRUSTED_OS, "second");
    Sample one = new Sample(first).smcTo(Layer.S_EL1);
    one.ids = ClaimedIds.one(new FunctionId(0x3200_0004));
    Sample two = new Sample(second).smcTo(Layer.S_EL1);
    two.ids = ClaimedIds.one(new FunctionId(0x3200_0004));
    assertEquals(List.of(Clash.Kind.TWO_MEANINGS), kinds(one, two));
    assertEquals(
        List.of(), kinds(List.of(uid(first, 0xbf00_ff01), uid(second, 0xbf00_ff01)), one, two));
  }

  @Example
  void makersOfTwoMachinesDoNotClash() {
    Owner first = new Owner("first", OwnerRole.SILICON, "first");
    Owner second = new Owner("second", OwnerRole.SILICON, "second");
    assertEquals(
        List.of(), kinds(new Sample(first).smcTo(Layer.EL3), new Sample(second).smcTo(Layer.EL3)));
  }

  @Example
  void copiesAndDoubtfulClaimsDoNotClash() {
    Sample copy = new Sample(TWO);
    copy.sameAs = Optional.of("one: function");
    assertEquals(List.of(), kinds(new Sample(ONE), copy));
    assertEquals(List.of(), kinds(copy, new Sample(ONE)));
    Sample doubtful = new Sample(TWO);
    doubtful.doubt = Optional.of("hearsay");
    assertEquals(List.of(), kinds(new Sample(ONE), doubtful));
  }

  @Example
  void aBlockIsNamedOnlyWhereNoFunctionIs() {
    Sample block = new Sample(TWO);
    block.block = true;
    block.ids = new ClaimedIds.Range(new FunctionId(ID), new FunctionId(ID + 9));
    assertEquals(List.of(Clash.Kind.TWO_MEANINGS), kinds(new Sample(ONE), block));
    assertEquals(List.of(Clash.Kind.TWO_MEANINGS), kinds(new Sample(ONE), new Sample(TWO), block));
  }

  /** It is a breach of its own, and would otherwise clash with every call there is. */
  @Example
  void aNumberInAnotherRegisterIsABreachAndNoClash() {
    Sample elsewhere = new Sample(TWO);
    elsewhere.ids = ClaimedIds.Range.ANY;
    elsewhere.numberIn = Optional.of("r12");
    assertEquals(List.of(), kinds(new Sample(ONE), elsewhere));
    assertEquals(
        List.of(Breach.Kind.NUMBER_ELSEWHERE),
        Breaches.of(elsewhere.claim()).stream().map(Breach::kind).toList());
  }

  @Example
  void hvcToALayerThatItCannotReachIsRefused() {
    Sample wrong = new Sample(ONE);
    wrong.layers = Set.of(Layer.EL3);
    assertThrows(IllegalArgumentException.class, wrong::claim);
  }

  @Example
  void theSentenceNamesTheCallAndBothMeanings() {
    List<Clash> found =
        Clashes.among(
            new Registry(
                List.of(
                    new Sample(ONE).smcTo(Layer.EL2).claim(),
                    new Sample(TWO).smcTo(Layer.S_EL1).claim()),
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
