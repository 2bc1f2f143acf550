// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.Breaches;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Clash;
import org.armcall.model.namespace.Clashes;
import org.armcall.model.namespace.Registry;
import org.armcall.model.namespace.Status;
import org.armcall.model.namespace.UidAnswer;
import org.armcall.model.namespace.UnlikeTwins;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.rule.Rule;

/** The clashes of the registry: the ones that are known from the field, and no other. */
final class RealClashesTest {
  private static final Registry REGISTRY = RegistryFile.builtIn();

  /** Every clash of the registry with the reason why it is one. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          why(
              "TWO_MEANINGS 0x84000060 arm-ff-a: FFA_ERROR, tf-a-spm-mm: SPM_MM_VERSION_AARCH32",
              "a secure partition that asks an FF-A firmware for SPM_MM_VERSION reports an error"),
          why(
              "TWO_MEANINGS 0xc4000061 arm-ff-a: FFA_SUCCESS, tf-a-spm-mm: MM_SP_EVENT_COMPLETE_AARCH64",
              "the same pair; a completed event reads as FFA_SUCCESS64"),
          why(
              "TWO_MEANINGS 0xc4000064 arm-ff-a: FF-A numbers, tf-a-spm-mm: MM_SP_MEMORY_ATTRIBUTES_GET_AARCH64",
              "FF-A firmware takes the whole range for itself (is_ffa_fid of TF-A)"),
          why(
              "TWO_MEANINGS 0xc4000065 arm-ff-a: FF-A numbers, tf-a-spm-mm: MM_SP_MEMORY_ATTRIBUTES_SET_AARCH64",
              "FF-A firmware takes the whole range for itself (is_ffa_fid of TF-A)"),
          why(
              "TWO_MEANINGS 0x84000005 arm-psci: MIGRATE, mobicore: MC_FC_SWAP_CPU",
              "a Trusted OS in the range of Standard Secure calls"),
          why(
              "REUSED 0xc4000015 arm-psci: SYSTEM_OFF2, arm-psci: CLEAN_INV_MEMREGION",
              "headers of the alpha of PSCI 1.3 are still about: cleaning memory turns the machine off"),
          why(
              "REUSED 0x84000013 arm-psci: MEM_PROTECT, linux-psci-header: MEM_PROTECT_CHECK_RANGE",
              "a header with the wrong number, which QEMU had copied"),
          why(
              "REUSED 0xc4000013 arm-psci: PSCI numbers, linux-psci-header: MEM_PROTECT_CHECK_RANGE",
              "the 64-bit twin of that mistake; PSCI may still give the number away"),
          why(
              "REUSED 0xc2000010 intel: INTEL_SIP_SMC_RSU_DCMF_VERSION, tf-a: PMF_SMC_GET_TIMESTAMP",
              "TF-A's own service was in the range of the silicon provider; it is at owner 7 since"),
          why(
              "SHADOWED 0x00000001 qualcomm: legacy call by a command buffer, xen: PSCI_cpu_off",
              "numbers of before the convention: Qualcomm's call turns the processor off"),
          why(
              "SHADOWED 0x00000003 mobicore: MC_SMC_N_YIELD, xen: PSCI_migrate",
              "numbers of before the convention"),
          why(
              "TWO_MEANINGS 0x00000000 linux-hyp-stub: HVC_SET_VECTORS, xen: PSCI_cpu_suspend",
              "a kernel that believes that its stub is at EL2, as a guest of Xen"),
          why(
              "TWO_MEANINGS 0x00000001 linux-hyp-stub: HVC_SOFT_RESTART, xen: PSCI_cpu_off",
              "the same"),
          why(
              "TWO_MEANINGS 0x00000002 linux-hyp-stub: HVC_RESET_VECTORS, xen: PSCI_cpu_on",
              "the same"),
          why(
              "TWO_MEANINGS 0x00000003 linux-hyp-stub: HVC_FINALISE_EL2, xen: PSCI_migrate",
              "the same"),
          why(
              "TWO_MEANINGS #0xfffd khypervisor: hsvc_yield, xen: debug: reached",
              "nobody arbitrates the immediates of HVC"),
          why(
              "TWO_MEANINGS #0xfffe khypervisor: hsvc_ping, xen: debug: putchar",
              "nobody arbitrates the immediates of HVC"),
          why(
              "TWO_MEANINGS #0xffff khypervisor: stay in hyp mode, xen: debug: dump",
              "nobody arbitrates the immediates of HVC"),
          why(
              "TWO_MEANINGS #0xffff ryujinx: exception in the guest, xen: debug: dump",
              "nobody arbitrates the immediates of HVC"),
          why(
              "TWO_MEANINGS #1 muen: trigger event, nvidia-hv: HVC_NR_READ_STAT",
              "nobody arbitrates the immediates of HVC, and one is everybody's first"),
          why(
              "REUSED #1 hyper-v: hypercalls before the convention, muen: trigger event",
              "the third that began at one; it has a number of the convention since"),
          why(
              "REUSED #1 hyper-v: hypercalls before the convention, nvidia-hv: HVC_NR_READ_STAT",
              "the third that began at one; it has a number of the convention since"),
          why(
              "TWO_MEANINGS 0x86000001 bao: HC_IPC, kvm: KVM PTP",
              "Bao answers no UID, so that its guest cannot find out whose numbers these are"),
          why(
              "TWO_MEANINGS 0xc6000001 bao: HC_IPC, kvm: KVM host: nVHE hypercalls",
              "the same, with the numbers of KVM's host"),
          why(
              "TWO_MEANINGS 0xc6000002 bao: HC_REMIO, kvm: KVM HYP_MEMINFO",
              "Bao answers no UID, so that its guest cannot find out whose numbers these are"),
          why(
              "TWO_MEANINGS 0xfffffffd exynos: SMC_CMD_SLEEP, mobicore: MC_FC_POWER",
              "negative numbers; Exynos has most of them as MobiCore has them, and not this one"),
          why(
              "TWO_MEANINGS 0xfffffffc exynos: SMC_CMD_CPU1BOOT, mobicore: MC_FC_DUMP",
              "negative numbers; Exynos has most of them as MobiCore has them, and not this one"),
          why(
              "TWO_MEANINGS 0xfffffffc exynos: SMC_CMD_CPU1BOOT, trusted-foundations: TF_CPU_PM",
              "negative numbers of two worlds of ARMv7, with no query between them"),
          why(
              "TWO_MEANINGS 0xfffffffc mobicore: MC_FC_DUMP, trusted-foundations: TF_CPU_PM",
              "negative numbers of two Trusted OSes, with no query between them"));

  private static Map.Entry<String, String> why(String clash, String reason) {
    return Map.entry(clash, reason);
  }

  private static String line(Clash clash) {
    Immediate immediate = clash.first().calls().immediates().from();
    return clash.kind()
        + " "
        + (immediate.value() == 0
            ? String.format("0x%08x", clash.example().value())
            : immediate.text())
        + " "
        + clash.first().title()
        + ", "
        + clash.second().title();
  }

  @Example
  void theClashesOfTheRegistryAreTheKnownOnesAndNoOther() {
    Map<String, String> found = new TreeMap<>();
    for (Clash clash : Clashes.among(REGISTRY)) {
      found.put(line(clash), KNOWN.getOrDefault(line(clash), "not known"));
    }
    assertEquals(new TreeMap<>(KNOWN), found);
  }

  /** One sentence that names both owners, and the number or the immediate. */
  @Example
  void everyClashIsExplainedInOneSentence() {
    for (Clash clash : Clashes.among(REGISTRY)) {
      String sentence = clash.sentence();
      assertTrue(sentence.contains(" of " + clash.first().owner().name()), sentence);
      assertTrue(sentence.contains(" of " + clash.second().owner().name()), sentence);
      assertTrue(sentence.matches("(HVC|SMC|HVC or SMC) #[^.]*\\."), sentence);
    }
  }

  private static Set<String> owners(Rule rule) {
    return Breaches.among(REGISTRY).stream()
        .filter(each -> each.rule() == rule)
        .map(each -> each.claim().owner().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Hyper-V, and every Trusted OS whose yielding calls carry the owning entity number of one. */
  @Example
  void yieldingNumbersInTheReservedZoneAreFound() {
    assertEquals(
        Set.of("hyper-v", "op-tee", "tlk", "trusty", "tsp"), owners(Rule.NSP_RESERVED_ZONE));
    assertTrue(
        Breaches.among(REGISTRY).stream()
            .anyMatch(each -> each.sentence().startsWith("HV_FUNC_ID of hyper-v (0x46000001")));
  }

  /** 0x95c1.... of PSCI 0.1, the negative numbers of ARMv7, and Tegra 210 before its fix. */
  @Example
  void numbersWithBitsThatMustBeZeroAreFound() {
    assertEquals(
        Set.of(
            "devicetree",
            "exynos",
            "kvm",
            "mobicore",
            "nvidia-tegra",
            "trusted-foundations",
            "u-boot"),
        owners(Rule.NSP_RESERVED_BITS));
    assertEquals(Set.of("devicetree", "kvm", "u-boot"), owners(Rule.NSP_RESERVED_OWNER));
    Breaches.among(REGISTRY).stream()
        .filter(each -> each.claim().owner().name().equals("nvidia-tegra"))
        .forEach(each -> assertEquals(Status.WITHDRAWN, each.claim().status()));
  }

  @Example
  void callersOfThirtyTwoBitsWithNumbersOfSixtyFourAreFound() {
    assertEquals(Set.of("exynos", "mobicore", "trusted-foundations"), owners(Rule.NSP_WIDTH));
  }

  @Example
  void whatTakesOtherImmediatesOrRegistersOfSmcIsFound() {
    assertEquals(Set.of("ti-omap"), owners(Rule.NSP_IMMEDIATE));
    assertEquals(Set.of("ti-omap"), owners(Rule.NSP_NUMBER_REGISTER));
  }

  /** TF-A's partition manager and timestamps; MobiCore and Exynos by their signs. */
  @Example
  void numbersInTheRangeOfAnotherOwnerAreFound() {
    assertEquals(Set.of("exynos", "mobicore", "tf-a", "tf-a-spm-mm"), owners(Rule.NSP_OWNER));
  }

  private static Set<FunctionId> functionsOf(String owner) {
    return REGISTRY.claims().stream()
        .filter(each -> each.owner().name().equals(owner) && !each.isBlock())
        .filter(each -> each.status() == Status.STANDARD)
        .map(each -> each.calls().ids().lowest())
        .collect(Collectors.toSet());
  }

  /** The model's table was made from other sources than the registry. */
  @Example
  void theNumbersOfPsciAreThoseOfTheModel() {
    Set<FunctionId> ofModel = new HashSet<>();
    for (PsciFunction function : PsciFunction.values()) {
      if (!function.withdrawn()) {
        ofModel.add(function.id32());
        function.id64().ifPresent(ofModel::add);
      }
    }
    assertEquals(ofModel, functionsOf("arm-psci"));
  }

  @Example
  void theArchitectureCallsOfTheModelAreInTheRegistry() {
    for (ArchitectureFunction function : ArchitectureFunction.values()) {
      assertTrue(functionsOf("arm-smccc").contains(function.id()), function.name());
    }
  }

  @Example
  void everyCopyIsOfAClaimWithTheSameNumber() {
    for (Claim copy : REGISTRY.claims()) {
      copy.sameAs()
          .ifPresent(
              title ->
                  assertEquals(
                      List.of(copy.calls().ids()),
                      REGISTRY.claims().stream()
                          .filter(each -> each.title().equals(title))
                          .map(each -> each.calls().ids())
                          .toList(),
                      copy.title()));
    }
  }

  /** Each source says where: a project and a file, a commit, or a posted patch. */
  @Example
  void everySourceNamesAPlace() {
    Stream.concat(
            REGISTRY.claims().stream().filter(Claim::isConfirmed).map(Claim::source),
            REGISTRY.uids().stream().map(UidAnswer::source))
        .forEach(source -> assertTrue(source.matches(".{8,}[,:] .{4,}"), source));
  }

  /** The first word of a UID must not look like NOT_SUPPORTED. */
  @Example
  void noUidLooksLikeNotSupportedAndNoneIsGivenTwiceAtOneQuery() {
    Set<Map.Entry<FunctionId, UUID>> seen = new HashSet<>();
    for (UidAnswer answer : REGISTRY.uids()) {
      assertNotEquals(-1, answer.wordsOfConvention().get(0), answer.toString());
      assertTrue(answer.query().isGeneralQuery(), answer.toString());
      assertTrue(seen.add(Map.entry(answer.query(), answer.uid())), answer.toString());
    }
  }

  /** OP-TEE answers the words of its UID as they are written, most significant byte first. */
  @Example
  void theWordsThatWereSeenAreTheConventionsExceptForOpTee() {
    for (UidAnswer answer : REGISTRY.uids()) {
      answer
          .words()
          .ifPresent(
              words ->
                  assertEquals(
                      answer.owner().name().equals("op-tee")
                          ? answer.wordsOfConvention().stream().map(Integer::reverseBytes).toList()
                          : answer.wordsOfConvention(),
                      words));
    }
  }

  @Example
  void whoIsAtANumberOrAnImmediateIsFoundFunctionsFirst() {
    assertEquals(
        List.of("MIGRATE", "MC_FC_SWAP_CPU", "PSCI numbers"),
        REGISTRY.claimsOf(new FunctionId(0x8400_0005)).stream().map(Claim::name).toList());
    assertEquals(
        List.of("xen: Xen hypercalls"),
        REGISTRY.claimsOf(Conduit.HVC, new Immediate(0xea1, 16)).stream()
            .map(Claim::title)
            .toList());
    assertFalse(REGISTRY.owners().isEmpty());
  }

  /** Every function of the registry that has both widths keeps one number for both. */
  @Example
  void noFunctionHasUnlikeTwins() {
    assertEquals(List.of(), UnlikeTwins.among(REGISTRY));
  }
}
