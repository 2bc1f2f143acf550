// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.junit.jupiter.api.Test;

/** Whose a number and an immediate are. */
final class RegistryTest {
  private static final Owner ONE = new Owner("one", OwnerRole.HYPERVISOR, "one");
  private static final Owner TWO = new Owner("two", OwnerRole.HYPERVISOR, "two");
  private static final FunctionId ID = new FunctionId(0x8600_0001);

  private static Registry of(Claim... claims) {
    return new Registry(List.of(claims), List.of());
  }

  @Test
  void aNumberIsOfFunctionsBeforeBlocks() {
    Claim function = new SampleClaim(ONE).claim();
    SampleClaim block = new SampleClaim(TWO);
    block.block = true;
    assertEquals(List.of(function, block.claim()), of(block.claim(), function).claimsOf(ID));
    SampleClaim tagged = new SampleClaim(TWO);
    tagged.immediate = 1;
    SampleClaim elsewhere = new SampleClaim(TWO);
    elsewhere.numberIn = Optional.of("r12");
    Registry others = of(tagged.claim(), elsewhere.claim());
    assertEquals(List.of(), others.claimsOf(ID));
    assertEquals(List.of(), of(function).claimsOf(new FunctionId(0x8600_0002)));
  }

  @Test
  void anImmediateIsOfItsConduit() {
    SampleClaim tagged = new SampleClaim(ONE);
    tagged.immediate = 0xea1;
    Registry registry = of(new SampleClaim(TWO).claim(), tagged.claim());
    Immediate tag = new Immediate(0xea1, 16);
    assertEquals(List.of(tagged.claim()), registry.claimsOf(Conduit.HVC, tag));
    assertEquals(List.of(), registry.claimsOf(Conduit.SMC, tag));
    assertEquals(List.of(), registry.claimsOf(Conduit.HVC, new Immediate(0xea2, 16)));
  }

  @Test
  void registriesAreJoinedInTheirOrder() {
    Claim one = new SampleClaim(ONE).claim();
    Claim two = new SampleClaim(TWO).claim();
    UidAnswer uid = new UidAnswer(ONE, ID, new UUID(1, 2), Optional.empty(), Layer.EL2, "a test");
    Registry both = of(one).with(new Registry(List.of(two, one), List.of(uid)));
    assertEquals(List.of(one, two, one), both.claims());
    assertEquals(List.of(uid), both.uids());
    assertEquals(List.of(ONE, TWO), both.owners());
  }

  /** Section 6.2: byte 0 of the UUID is in bits 7:0 of W0. KVM's is 28b46fb6-2ec5-11e9-... */
  @Test
  void aUidIsFourWords() {
    UUID kvm = UUID.fromString("28b46fb6-2ec5-11e9-a9ca-4b564d003a74");
    UidAnswer answer = new UidAnswer(ONE, ID, kvm, Optional.empty(), Layer.EL2, "a test");
    assertEquals(
        List.of(0xb66f_b428, 0xe911_c52e, 0x564b_caa9, 0x743a_004d), answer.wordsOfConvention());
    assertThrows(
        IllegalArgumentException.class,
        () -> new UidAnswer(ONE, ID, kvm, Optional.of(List.of(1, 2, 3)), Layer.EL2, "a test"));
  }

  @Test
  void theWordsAreThoseOfTheFiles() {
    assertEquals("debug only", Status.DEBUG_ONLY.text());
    assertEquals("32", Width.NARROW.text());
    assertEquals("S-EL1", Layer.S_EL1.text());
    assertEquals("firmware", Layer.EL3.meaning());
  }

  @Test
  void aRangeIsWithinItself() {
    FunctionId last = new FunctionId(0x8600_0003);
    ClaimedIds range = new ClaimedIds.Range(ID, last);
    assertEquals(true, range.within(ID, last));
    assertEquals(false, range.within(new FunctionId(0x8600_0002), last));
    assertEquals(false, range.within(ID, new FunctionId(0x8600_0002)));
  }

  /** HVC ends at the caller's hypervisor. */
  @Test
  void aLayerThatTheConduitDoesNotReachIsNotShared() {
    SampleClaim one = new SampleClaim(ONE);
    one.layers = Set.of(Layer.EL2, Layer.EL3);
    SampleClaim two = new SampleClaim(TWO);
    two.layers = Set.of(Layer.S_EL2, Layer.EL3);
    CallPattern calls = one.claim().calls();
    assertEquals(false, calls.sharesLayer(two.claim().calls(), Conduit.HVC));
    assertEquals(true, calls.sharesLayer(two.claim().calls(), Conduit.SMC));
  }
}
