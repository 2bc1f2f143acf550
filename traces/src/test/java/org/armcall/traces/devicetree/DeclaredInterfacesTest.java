// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.Declaration;
import org.armcall.traces.devicetree.TreeFinding.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What trees say about calls; the nodes are the examples of the bindings, or those broken. */
class DeclaredInterfacesTest {
  private static DeclaredInterfaces of(TestTree... below) {
    return DeclaredInterfaces.of(TestTree.root(below).tree());
  }

  private static TestTree psci(String... compatible) {
    return TestTree.node("psci").texts("compatible", compatible);
  }

  private static TestTree standard() {
    return psci("arm,psci-1.0", "arm,psci-0.2").texts("method", "smc");
  }

  private static TestTree old() {
    return psci("arm,psci")
        .texts("method", "smc")
        .cell("cpu_off", 0x95c10001)
        .cell("cpu_on", 0x95c10002);
  }

  private static TestTree firmware(TestTree below) {
    return TestTree.node("firmware", below);
  }

  private static List<Kind> kinds(TestTree... below) {
    return of(below).findings().stream().map(TreeFinding::kind).toList();
  }

  private static String sentence(TestTree... below) {
    List<TreeFinding> findings = of(below).findings();
    assertEquals(1, findings.size(), findings::toString);
    return findings.get(0).node() + ": " + findings.get(0).sentence();
  }

  private static DeclaredInterface only(TestTree... below) {
    DeclaredInterfaces all = of(below);
    assertEquals(List.of(), all.findings());
    assertEquals(1, all.interfaces().size());
    return all.interfaces().get(0);
  }

  @Test
  void theExamplesOfThePsciBindingAreRead() {
    DeclaredInterface first =
        only(old().cell("cpu_suspend", 0x95c10000).cell("migrate", 0x95c10003));
    assertEquals(InterfaceKind.PSCI, first.kind());
    assertEquals("/psci", first.node());
    assertEquals(Optional.of(Conduit.SMC), first.conduit());
    assertEquals(Optional.of("0.1"), first.version());
    assertEquals(
        Map.of(
            "cpu_suspend", new FunctionId(0x95c10000),
            "cpu_off", new FunctionId(0x95c10001),
            "cpu_on", new FunctionId(0x95c10002),
            "migrate", new FunctionId(0x95c10003)),
        first.ids());
    assertTrue(first.usesItsIds());

    DeclaredInterface second = only(psci("arm,psci-0.2").texts("method", "smc"));
    assertEquals(Optional.of("0.2 or later"), second.version());
    assertEquals(Map.of(), second.ids());

    DeclaredInterface third =
        only(
            psci("arm,psci-0.2", "arm,psci")
                .texts("method", "hvc")
                .cell("cpu_on", 0x95c10002)
                .cell("cpu_off", 0x95c10001));
    assertEquals(Optional.of(Conduit.HVC), third.conduit());
    assertEquals(Set.of("cpu_on", "cpu_off"), third.ids().keySet());
    assertFalse(third.usesItsIds());

    assertEquals(Optional.of("1.0 or later"), only(standard()).version());
  }

  @Test
  void aNodeForPsciIsFoundByWhatItIsCompatibleWithAndNotByItsName() {
    TestTree elsewhere = TestTree.node("power@1").texts("compatible", "arm,psci-1.0");
    assertEquals("/firmware/power@1", only(firmware(elsewhere.texts("method", "hvc"))).node());
    assertEquals(List.of(), of(TestTree.node("psci").texts("method", "hvc")).interfaces());
  }

  @ParameterizedTest
  @CsvSource({
    "'arm,sdei-1.0', SDEI",
    "'linaro,optee-tz', OP_TEE",
    "'intel,agilex-svc', STRATIX10_SERVICE",
    "'xlnx,zynqmp-firmware', ZYNQMP_FIRMWARE"
  })
  void whatHasAMethodIsCalledByIt(String compatible, InterfaceKind kind) {
    for (Conduit conduit : Conduit.values()) {
      TestTree node = TestTree.node("n").texts("compatible", compatible);
      DeclaredInterface found =
          only(firmware(node.texts("method", conduit == Conduit.SMC ? "smc" : "hvc")));
      assertEquals(kind, found.kind());
      assertEquals(Optional.of(conduit), found.conduit());
    }
  }

  @Test
  void whatHasNoMethodIsCalledAsItsDriverDoes() {
    Map<String, Conduit> conduits =
        Map.of(
            "qcom,scm", Conduit.SMC,
            "amlogic,meson-gxbb-sm", Conduit.SMC,
            "samsung,secure-firmware", Conduit.SMC,
            "brcm,kona-smc", Conduit.SMC,
            "android,trusty-smc-v1", Conduit.SMC,
            "tlm,trusted-foundations", Conduit.SMC,
            "arm,smc-wdt", Conduit.SMC,
            "xen,xen", Conduit.HVC,
            "gunyah-hypervisor", Conduit.HVC);
    conduits.forEach(
        (compatible, conduit) ->
            assertEquals(
                Optional.of(conduit),
                only(TestTree.node("n").texts("compatible", "special,one", compatible)).conduit(),
                compatible));
  }

  @Test
  void versionsAreReadWhereTheNodeSaysOne() {
    TestTree xen = TestTree.node("hypervisor").texts("compatible", "xen,xen-4.17", "xen,xen");
    assertEquals(Optional.of("4.17"), only(xen).version());
    TestTree foundations =
        TestTree.node("trusted-foundations")
            .texts("compatible", "tlm,trusted-foundations")
            .cell("tlm,version-major", 2)
            .cell("tlm,version-minor", 8);
    assertEquals(Optional.of("2.8"), only(firmware(foundations)).version());
  }

  @Test
  void aHypervisorThatNobodyKnowsIsNamedWithoutAConduit() {
    DeclaredInterface other =
        only(TestTree.node("hypervisor").texts("compatible", "acme,hypervisor"));
    assertEquals(InterfaceKind.OTHER_HYPERVISOR, other.kind());
    assertEquals(List.of("acme,hypervisor"), other.compatible());
    assertEquals(Optional.empty(), other.conduit());
    assertEquals(List.of(), of(firmware(TestTree.node("hypervisor"))).interfaces());
  }

  @Test
  void scmiIsCalledAsPsciIs() {
    for (String compatible : List.of("arm,scmi-smc", "arm,scmi-smc-param", "qcom,scmi-smc")) {
      TestTree scmi =
          TestTree.node("scmi").texts("compatible", compatible).cell("arm,smc-id", 0xc3000001);
      DeclaredInterfaces found = of(firmware(scmi), psci("arm,psci-1.0").texts("method", "hvc"));
      assertEquals(List.of(), found.findings());
      assertEquals(InterfaceKind.SCMI, found.interfaces().get(0).kind());
      assertEquals(Optional.of(Conduit.HVC), found.interfaces().get(0).conduit());
      assertEquals(
          Map.of("arm,smc-id", new FunctionId(0xc3000001)), found.interfaces().get(0).ids());
    }
    TestTree mailbox = TestTree.node("scmi").texts("compatible", "arm,scmi");
    assertEquals(List.of(), of(firmware(mailbox)).interfaces());
  }

  @Test
  void aMethodThatIsMissingOrNoneMeansThatNoCallIsMade() {
    assertEquals(
        "/psci: it does not say by which method PSCI is called; no call is made.",
        sentence(psci("arm,psci-1.0")));
    assertEquals(
        "/psci: the method of PSCI is \"svc\", neither \"smc\" nor \"hvc\"; no call is made.",
        sentence(psci("arm,psci-1.0").texts("method", "svc")));
    assertEquals(
        "/psci: the method of PSCI is \"smc\", \"hvc\", neither \"smc\" nor \"hvc\";"
            + " no call is made.",
        sentence(psci("arm,psci-1.0").texts("method", "smc", "hvc")));
    assertEquals(
        "/psci: the method of PSCI is no text, neither \"smc\" nor \"hvc\"; no call is made.",
        sentence(psci("arm,psci-1.0").bytes("method", (byte) 's', (byte) 'm', (byte) 'c')));
    assertEquals(
        "/optee: it does not say by which method OP-TEE is called; no call is made.",
        sentence(TestTree.node("optee").texts("compatible", "linaro,optee-tz")));
    assertEquals(
        Optional.empty(), of(psci("arm,psci-1.0").texts("method", "SMC")).psci().get().conduit());
  }

  @Test
  void zynqmpFirmwareNeedsNoMethodButNoOtherEither() {
    TestTree node = TestTree.node("n").texts("compatible", "xlnx,zynqmp-firmware");
    assertEquals(Optional.empty(), only(firmware(node)).conduit());
    assertEquals(List.of(Kind.METHOD_UNKNOWN), kinds(firmware(node.texts("method", "mailbox"))));
  }

  @Test
  void theWatchdogHasANumberWithoutSayingIt() {
    TestTree node = TestTree.node("watchdog").texts("compatible", "arm,smc-wdt");
    assertEquals(Map.of("arm,smc-id", new FunctionId(0x82003d06)), only(node).ids());
    assertEquals(
        Map.of("arm,smc-id", new FunctionId(0x82003d07)),
        only(node.cell("arm,smc-id", 0x82003d07)).ids());
  }

  @Test
  void psciBefore02NeedsItsNumbers() {
    assertEquals(
        "/psci: PSCI 0.1 has no numbers of its own, and cpu_on or cpu_off is missing: that function"
            + " cannot be called.",
        sentence(psci("arm,psci").texts("method", "smc").cell("cpu_on", 0x84000003)));
    assertEquals(
        List.of(Kind.IDS_MISSING), kinds(psci("arm,psci-0.2", "arm,psci").texts("method", "smc")));
    assertEquals(
        "/psci: cpu_on is not one cell of 32 bits, and says no number.",
        sentence(
            psci("arm,psci")
                .texts("method", "smc")
                .cell("cpu_off", 1)
                .bytes("cpu_on", new byte[8])));
  }

  @Test
  void twoFunctionsWithOneNumberAreFound() {
    assertEquals(
        "/psci: cpu_off and cpu_on have one number, 0x95c10002.",
        sentence(old().cell("cpu_off", 0x95c10002)));
  }

  @Test
  void numbersThatNobodyUsesAreWrongOnlyIfTheyAreOthers() {
    for (int standardId : new int[] {0x84000003, 0xc4000003}) {
      assertEquals(List.of(Kind.IDS_REDUNDANT), kinds(standard().cell("cpu_on", standardId)));
    }
    assertEquals(
        "/psci: from PSCI 0.2 on the numbers are the standard's, and cpu_on 0x95c10002 is not"
            + " used.",
        sentence(standard().cell("cpu_on", 0x95c10002).cell("cpu_off", 0x84000002)));
    // CPU_OFF has no 64-bit number (DEN0022F.b, table 5).
    assertEquals(List.of(Kind.IDS_IGNORED), kinds(standard().cell("cpu_off", 0xc4000002)));
  }

  @Test
  void anOlderVersionThatStandsFirstIsTheOneThatIsUsed() {
    TestTree reversed =
        psci("arm,psci", "arm,psci-0.2")
            .texts("method", "smc")
            .cell("cpu_on", 0x95c10002)
            .cell("cpu_off", 0x95c10001);
    assertEquals(
        "/psci: \"arm,psci\" stands before a newer version, so a kernel takes it for PSCI 0.1.",
        sentence(reversed));
    assertTrue(of(reversed).interfaces().get(0).usesItsIds());
  }

  @Test
  void scmiWithoutANumberIsFound() {
    assertEquals(
        "/scmi: arm,smc-id is missing: there is no number to call.",
        sentence(standard(), TestTree.node("scmi").texts("compatible", "arm,scmi-smc")));
  }

  @Test
  void processorsThatPsciStartsNeedIt() {
    TestTree cpus =
        TestTree.node(
            "cpus",
            TestTree.node("cpu@0").texts("enable-method", "psci"),
            TestTree.node("cpu@1").texts("enable-method", "psci"),
            TestTree.node("cpu@2").texts("enable-method", "spin-table"));
    assertEquals(
        Map.of("psci", List.of("/cpus/cpu@0", "/cpus/cpu@1"), "spin-table", List.of("/cpus/cpu@2")),
        of(cpus).enableMethods());
    assertEquals(
        "/cpus/cpu@0: it and 1 more are to be started by PSCI, and no node that is in use says how"
            + " to call it, unless firmware adds one.",
        sentence(cpus));
    assertEquals(List.of(), kinds(cpus, standard()));
    assertEquals(List.of(Kind.PSCI_MISSING), kinds(cpus, standard().texts("status", "disabled")));
    assertEquals(List.of(), kinds(cpus, standard().texts("status", "okay")));
    assertEquals(List.of(), kinds(TestTree.node("cpus", TestTree.node("cpu@0"))));
    assertEquals(
        Map.of("rockchip,rk3066-smp", List.of("/cpus")),
        of(TestTree.node("cpus").texts("enable-method", "rockchip,rk3066-smp")).enableMethods());
  }

  @Test
  void whatIsNotInUseIsListedAndNotBlamed() {
    DeclaredInterface disabled = only(psci("arm,psci-1.0").texts("status", "disabled"));
    assertFalse(disabled.isAvailable());
    assertEquals(Optional.empty(), of(psci("arm,psci").texts("status", "disabled")).psci());
  }

  @Test
  void theFirstOfSeveralNodesForPsciCounts() {
    TestTree other = TestTree.node("second").texts("compatible", "arm,psci-0.2");
    assertEquals(
        "/second: a kernel goes by the first node for PSCI, /psci.",
        sentence(standard(), other.texts("method", "smc")));
  }

  @Test
  void conduitsMayDifferAndThatIsANote() {
    TestTree optee = TestTree.node("optee").texts("compatible", "linaro,optee-tz");
    TreeFinding note = of(standard(), optee.texts("method", "hvc")).findings().get(0);
    assertEquals(Kind.CONDUITS_DIFFER, note.kind());
    assertEquals("PSCI by SMC, OP-TEE by HVC.", note.sentence());
    assertFalse(note.kind().isFault());
  }

  @Test
  void psciBySmcUnderAHypervisorIsANote() {
    TestTree xen = TestTree.node("hypervisor").texts("compatible", "xen,xen");
    assertEquals(List.of(Kind.SMC_UNDER_HYPERVISOR), kinds(standard(), xen));
    assertFalse(Kind.SMC_UNDER_HYPERVISOR.isFault());
    assertEquals(List.of(), kinds(standard().texts("method", "hvc"), xen));
  }

  @Test
  void conduitsAreDeclaredForTheNumbersThatAreCalled() {
    TestTree scmi =
        TestTree.node("scmi").texts("compatible", "arm,scmi-smc").cell("arm,smc-id", 0x82000010);
    List<Declaration> declared = of(standard(), scmi).declarations("m.dtb");
    assertEquals(List.of("PSCI", "SCMI"), declared.stream().map(Declaration::name).toList());
    assertEquals("m.dtb: /psci", declared.get(0).source());
    assertEquals(Conduit.SMC, declared.get(1).conduit());
    assertEquals(ClaimedIds.one(new FunctionId(0x82000010)), declared.get(1).ids());
    for (int number : new int[] {0x84000000, 0x8400001f, 0xc4000003}) {
      assertTrue(declared.get(0).ids().contains(new FunctionId(number)));
    }
    for (int number : new int[] {0x84000020, 0x83ffffff, 0x04000003, 0x85000003, 0x84010003}) {
      assertFalse(declared.get(0).ids().contains(new FunctionId(number)));
    }
    assertEquals(
        List.of(
            ClaimedIds.one(new FunctionId(0x95c10001)), ClaimedIds.one(new FunctionId(0x95c10002))),
        of(old()).declarations("m.dtb").stream().map(Declaration::ids).toList());
    assertEquals(List.of(), of(standard().texts("status", "disabled")).declarations("m.dtb"));
    assertEquals(List.of(), of(psci("arm,psci-1.0")).declarations("m.dtb"));
  }
}
