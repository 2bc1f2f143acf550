// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/** Each rule that a claim can break on its own, beside its nearest neighbour that breaks none. */
final class BreachesTest {
  private static final Owner XEN = new Owner("xen", OwnerRole.HYPERVISOR, "a hypervisor");

  private static List<Rule> kinds(SampleClaim claim) {
    return Breaches.of(claim.claim()).stream().map(Breach::rule).toList();
  }

  private static SampleClaim claim(OwnerRole role, int from, int to) {
    SampleClaim claim = new SampleClaim(new Owner("someone", role, "someone"));
    claim.ids = new ClaimedIds.Range(new FunctionId(from), new FunctionId(to));
    return claim;
  }

  private static List<Rule> kinds(OwnerRole role, int id) {
    return kinds(claim(role, id, id));
  }

  /** DEN0028 section 6, table 6-2: 0x01010000 to 0x01ffffff, and above 0x1fffffff. */
  @Test
  void yieldingNumbersHaveAReservedZone() {
    List<Rule> zone = List.of(Rule.NSP_RESERVED_ZONE);
    assertEquals(List.of(), kinds(OwnerRole.TRUSTED_OS, 0x0100_ffff));
    assertEquals(zone, kinds(OwnerRole.TRUSTED_OS, 0x0101_0000));
    assertEquals(zone, kinds(OwnerRole.TRUSTED_OS, 0x01ff_ffff));
    assertEquals(List.of(), kinds(OwnerRole.TRUSTED_OS, 0x0200_0000));
    assertEquals(List.of(), kinds(OwnerRole.TRUSTED_OS, 0x1fff_ffff));
    assertEquals(zone, kinds(OwnerRole.TRUSTED_OS, 0x2000_0000));
  }

  /** Table 6-1: owners 8 to 47 are nobody's. */
  @Test
  void fastNumbersHaveReservedOwners() {
    assertEquals(List.of(), kinds(OwnerRole.FIRMWARE, 0x8700_0000));
    assertEquals(List.of(Rule.NSP_RESERVED_OWNER), kinds(OwnerRole.FIRMWARE, 0x8800_0000));
    assertEquals(List.of(Rule.NSP_RESERVED_OWNER), kinds(OwnerRole.TRUSTED_OS, 0xaf00_0000));
    assertEquals(List.of(), kinds(OwnerRole.TRUSTED_OS, 0xb000_0000));
  }

  /** Section 2.5: bits 23:17 of a fast number; bit 16 is the hint. */
  @Test
  void fastNumbersHaveReservedBits() {
    assertEquals(List.of(), kinds(OwnerRole.HYPERVISOR, 0x8601_0000));
    assertEquals(List.of(Rule.NSP_RESERVED_BITS), kinds(OwnerRole.HYPERVISOR, 0x8602_0000));
    assertEquals(List.of(Rule.NSP_RESERVED_BITS), kinds(OwnerRole.HYPERVISOR, 0x8680_0000));
    assertEquals(List.of(), kinds(OwnerRole.TRUSTED_OS, 0x0202_0000));
  }

  @Test
  void callersOf32BitsMakeNoCallsOf64() {
    SampleClaim wide = claim(OwnerRole.HYPERVISOR, 0xc600_0001, 0xc600_0001);
    assertEquals(List.of(), kinds(wide));
    wide.width = Width.NARROW;
    assertEquals(List.of(Rule.NSP_WIDTH), kinds(wide));
    SampleClaim narrow = claim(OwnerRole.HYPERVISOR, 0x8600_0001, 0x8600_0001);
    narrow.width = Width.NARROW;
    assertEquals(List.of(), kinds(narrow));
    SampleClaim yielding = claim(OwnerRole.TRUSTED_OS, 0x0400_0000, 0x0400_0000);
    yielding.width = Width.NARROW;
    assertEquals(List.of(), kinds(yielding));
  }

  /** Each kind of owner in its own range, and in one of another. */
  @Test
  void ownersKeepToTheirRanges() {
    List<Rule> foreign = List.of(Rule.NSP_OWNER);
    assertEquals(List.of(), kinds(OwnerRole.HYPERVISOR, 0x8600_0000));
    assertEquals(foreign, kinds(OwnerRole.HYPERVISOR, 0x8400_0000));
    assertEquals(List.of(), kinds(OwnerRole.STANDARD, 0x8400_0000));
    assertEquals(foreign, kinds(OwnerRole.STANDARD, 0x8200_0000));
    assertEquals(List.of(), kinds(OwnerRole.SILICON, 0x8200_0000));
    assertEquals(foreign, kinds(OwnerRole.SILICON, 0xb200_0000));
    assertEquals(List.of(), kinds(OwnerRole.HYPERVISOR, 0x0000_0003), "before 1.0 anyone's");
    assertTrue(OwnerRole.HYPERVISOR.mayUse(OwningEntity.LEGACY));
    assertFalse(OwnerRole.FIRMWARE.mayUse(OwningEntity.TRUSTED_OS));
    assertEquals("trusted os", OwnerRole.TRUSTED_OS.text());
  }

  /** Xen answers PSCI, whose numbers are in a range of Arm's; a copy by name alone is none. */
  @Test
  void whoCopiesAFunctionIsInTheRangeOfItsOwner() {
    Owner psci = new Owner("psci", OwnerRole.STANDARD, "a standard");
    SampleClaim original = new SampleClaim(psci);
    original.ids = ClaimedIds.one(new FunctionId(0x8400_0003));
    SampleClaim copy = new SampleClaim(XEN);
    copy.ids = original.ids;
    assertEquals(List.of(Rule.NSP_OWNER), rules(original, copy));
    copy.sameAs = Optional.of("psci: function");
    assertEquals(List.of(), rules(original, copy));
    assertEquals(List.of(Rule.NSP_OWNER), rules(copy));
    copy.ids = ClaimedIds.one(new FunctionId(0x8400_0004));
    assertEquals(List.of(Rule.NSP_OWNER), rules(original, copy));
  }

  private static List<Rule> rules(SampleClaim... claims) {
    Registry registry = new Registry(Stream.of(claims).map(SampleClaim::claim).toList(), List.of());
    return Breaches.among(registry).stream().map(Breach::rule).toList();
  }

  /** A block breaks a rule if both its ends do. */
  @Test
  void aBlockBreaksARuleAsAWhole() {
    assertEquals(List.of(), kinds(claim(OwnerRole.HYPERVISOR, 0x8601_ffff, 0x8602_0000)));
    assertEquals(List.of(), kinds(claim(OwnerRole.HYPERVISOR, 0x867f_ffff, 0x8700_0000)));
    assertEquals(
        List.of(Rule.NSP_RESERVED_BITS),
        kinds(claim(OwnerRole.HYPERVISOR, 0x8602_0000, 0x8603_0000)));
  }

  /** Section 2.10: SMC has no immediate but zero; HVC's others are the hypervisor's own. */
  @Test
  void anSmcHasTheImmediateZero() {
    SampleClaim hvc = new SampleClaim(XEN);
    hvc.immediate = 0xea1;
    assertEquals(List.of(), kinds(hvc));
    SampleClaim smc = new SampleClaim(XEN).smcTo(Layer.EL3);
    assertEquals(List.of(), kinds(smc));
    smc.immediate = 1;
    assertEquals(List.of(Rule.NSP_IMMEDIATE), kinds(smc));
    hvc.ids = ClaimedIds.one(new FunctionId(0x8602_0000));
    assertEquals(List.of(), kinds(hvc), "its numbers are no identifiers of the convention");
  }

  @Test
  void theNumberIsInTheFirstRegister() {
    SampleClaim elsewhere = new SampleClaim(XEN);
    elsewhere.ids = ClaimedIds.Range.ANY;
    elsewhere.numberIn = Optional.of("r12");
    assertEquals(List.of(Rule.NSP_NUMBER_REGISTER), kinds(elsewhere));
    elsewhere.immediate = 0xea1;
    assertEquals(List.of(), kinds(elsewhere));
  }

  @Test
  void aRegistrysBreachesAreThoseOfItsConfirmedClaims() {
    SampleClaim wrong = claim(OwnerRole.HYPERVISOR, 0x8602_0000, 0x8602_0000);
    SampleClaim doubtful = claim(OwnerRole.HYPERVISOR, 0x8604_0000, 0x8604_0000);
    doubtful.doubt = Optional.of("only a proposal");
    Registry registry =
        new Registry(
            List.of(new SampleClaim(XEN).claim(), doubtful.claim(), wrong.claim()), List.of());
    List<Breach> found = Breaches.among(registry);
    assertEquals(List.of(wrong.claim()), found.stream().map(Breach::claim).toList());
    assertEquals(
        "function of someone (0x86020000, in use) sets bits 23:17, which must be zero in a fast"
            + " call (DEN0028 section 2.5).",
        found.get(0).sentence());
  }
}
