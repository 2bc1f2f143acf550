// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/** A claim beside a description that names its conduit. */
final class ConduitMismatchTest {
  private static final Owner XEN = new Owner("xen", OwnerRole.HYPERVISOR, "a hypervisor");
  private static final Declaration BY_SMC =
      new Declaration(
          "/psci",
          new ClaimedIds.Range(new FunctionId(0x8400_0000), new FunctionId(0x8400_001f)),
          Conduit.SMC,
          "board.dtb");

  private static List<Rule> rules(SampleClaim claim) {
    return ConduitMismatch.among(List.of(claim.claim()), List.of(BY_SMC)).stream()
        .map(ConduitMismatch::rule)
        .toList();
  }

  private static SampleClaim claim(int id) {
    SampleClaim claim = new SampleClaim(XEN);
    claim.ids = ClaimedIds.one(new FunctionId(id));
    return claim;
  }

  @Test
  void aClaimByTheOtherConduitIsAMismatch() {
    assertEquals(List.of(Rule.NSP_CONDUIT), rules(claim(0x8400_0003)));
    assertEquals(
        "function of xen is called by HVC, but board.dtb says that /psci is called by SMC.",
        ConduitMismatch.among(List.of(claim(0x8400_0003).claim()), List.of(BY_SMC))
            .get(0)
            .sentence());
  }

  @Test
  void aClaimByBothConduitsIsNone() {
    SampleClaim both = claim(0x8400_0003);
    both.conduits = EnumSet.allOf(Conduit.class);
    assertEquals(List.of(), rules(both));
  }

  @Test
  void whatIsNotDeclaredIsNone() {
    assertEquals(List.of(), rules(claim(0x8400_0020)));
    SampleClaim tagged = claim(0x8400_0003);
    tagged.immediate = 1;
    assertEquals(List.of(), rules(tagged));
    SampleClaim every = claim(0);
    every.ids = ClaimedIds.Range.ANY;
    assertEquals(List.of(), rules(every));
    SampleClaim withdrawn = claim(0x8400_0003);
    withdrawn.status = Status.WITHDRAWN;
    assertEquals(List.of(), rules(withdrawn));
    SampleClaim unconfirmed = claim(0x8400_0003);
    unconfirmed.doubt = Optional.of("only heard of");
    assertEquals(List.of(), rules(unconfirmed));
  }
}
