// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.armcall.model.function.FunctionId;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/** Which names are of one function, and which numbers of it are twins. */
final class UnlikeTwinsTest {
  private static final Owner FIRMWARE = new Owner("firmware", OwnerRole.FIRMWARE, "firmware");

  private static SampleClaim named(String name, int id) {
    SampleClaim claim = new SampleClaim(FIRMWARE);
    claim.name = name;
    claim.ids = ClaimedIds.one(new FunctionId(id));
    return claim;
  }

  private static List<UnlikeTwins> among(SampleClaim... claims) {
    return UnlikeTwins.among(
        new Registry(Stream.of(claims).map(SampleClaim::claim).toList(), List.of()));
  }

  /** The ways of Linux (FN, FN64), of Trusted Firmware-A (AARCH32, AARCH64) and of others. */
  @Test
  void aNameIsOfItsFunctionWhateverWidthItAdds() {
    assertEquals("PSCI_0_2_CPU_ON", UnlikeTwins.functionOf("PSCI_0_2_FN_CPU_ON"));
    assertEquals("PSCI_0_2_CPU_ON", UnlikeTwins.functionOf("PSCI_0_2_FN64_CPU_ON"));
    assertEquals("PSCI_CPU_ON", UnlikeTwins.functionOf("PSCI_CPU_ON_AARCH32"));
    assertEquals("FFA_MEM_SHARE", UnlikeTwins.functionOf("FFA_MEM_SHARE_SMC64"));
    assertEquals("TRNG_RND", UnlikeTwins.functionOf("TRNG_RND_64"));
    assertEquals("GET", UnlikeTwins.functionOf("SMC32_GET"));
  }

  @Test
  void aNumberOfAnotherWidthIsPartOfAName() {
    assertEquals("SHA_256", UnlikeTwins.functionOf("SHA_256"));
    assertEquals("AES128", UnlikeTwins.functionOf("AES128"));
    assertEquals("X64K", UnlikeTwins.functionOf("X64K"));
    assertEquals("FNORD", UnlikeTwins.functionOf("FNORD"));
  }

  @Test
  void twinsDifferInBit30Only() {
    SampleClaim narrow = named("RND_32", 0x8400_0053);
    assertEquals(List.of(), among(narrow, named("RND_64", 0xc400_0053)));
    List<UnlikeTwins> found = among(narrow, named("RND_64", 0xc400_0054));
    assertEquals(List.of(Rule.NSP_TWINS), found.stream().map(UnlikeTwins::rule).toList());
    assertEquals(
        "RND_32 of firmware is 0x84000053 and RND_64 of it is 0xc4000054: the numbers differ in"
            + " more than bit 30.",
        found.get(0).sentence());
  }

  /** A like one among several says that the others are of another version. */
  @Test
  void aFunctionWithOneLikeTwinHasNoUnlikeOne() {
    assertEquals(
        List.of(),
        among(named("RND", 0x8400_0053), named("RND_64", 0xc400_0054), named("RND", 0xc400_0053)));
  }

  @Test
  void noTwinsAreOthersFunctionsWithdrawnOnesBlocksAndYieldingCalls() {
    SampleClaim narrow = named("RND_32", 0x8400_0053);
    assertEquals(List.of(), among(narrow, named("VERSION_64", 0xc400_0054)));
    SampleClaim withdrawn = named("RND_64", 0xc400_0054);
    withdrawn.status = Status.WITHDRAWN;
    assertEquals(List.of(), among(narrow, withdrawn));
    SampleClaim block = named("RND_64", 0);
    block.ids = new ClaimedIds.Range(new FunctionId(0xc400_0054), new FunctionId(0xc400_0055));
    assertEquals(List.of(), among(narrow, block));
    assertEquals(List.of(), among(narrow, named("RND_64", 0x4400_0054)));
    SampleClaim tagged = named("RND_64", 0xc400_0054);
    tagged.immediate = 1;
    assertEquals(List.of(), among(narrow, tagged));
  }
}
