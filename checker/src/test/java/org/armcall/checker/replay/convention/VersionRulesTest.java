// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.PsciVersion;
import org.armcall.model.psci.ResultKind;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;

/** A callee is held to the version that it has; where that is not known, to what all have. */
class VersionRulesTest {
  private static final String AVAILABILITY = "x0=0xc0000003 x1=0x11e3";
  private static final String RESET = "x0=0x84000012 x1=0x1 x2=0x0";
  private static final String START = "x0=0xc4000003 x1=0x1 x2=0x40000000 x3=0x0";

  private static Calls psci(String word) {
    return Calls.trace().hvc("x0=0x84000000", "x0=" + word);
  }

  private static Calls smccc(int minor) {
    return psci("0x10001").hvc("x0=0x80000000", "x0=0x1000" + minor);
  }

  private static Expectations convention(SmcccVersion version) {
    return new Expectations(Optional.empty(), Map.of(), Optional.of(version));
  }

  // DEN0028, each issue: what a version brought is refused by every one before it, and by none from
  // it on.
  @Test
  void anArchitectureCallIsRefusedBeforeTheVersionThatBroughtIt() {
    for (ArchitectureFunction function : ArchitectureFunction.values()) {
      String call = "x0=" + Answered.hex(function.id().value() & 0xffff_ffffL);
      boolean versions = function == ArchitectureFunction.SMCCC_VERSION;
      for (int minor = 1; minor <= 7 && !versions; minor++) {
        SmcccVersion version = SmcccVersion.values()[minor + 1];
        List<Rule> broken = function.isIn(version) ? List.of() : List.of(Rule.RES_UNKNOWN);
        assertEquals(broken, smccc(minor).hvc(call, "x0=0x0").broken(), call + version.text());
        String refused = function.id().is64Bit() ? "0xffffffffffffffff" : "0xffffffff";
        assertEquals(List.of(), smccc(minor).hvc(call, "x0=" + refused).broken());
      }
    }
  }

  // DEN0022F.b table 17: "not applicable".
  @Test
  void aFunctionOfPsciIsRefusedBeforeTheVersionThatBroughtIt() {
    for (PsciFunction function : PsciFunction.values()) {
      for (PsciVersion version : PsciVersion.values()) {
        boolean before = !function.withdrawn() && !version.isAtLeast(function.since());
        if (version == PsciVersion.V0_1 || !before) {
          continue;
        }
        String call = "x0=" + Answered.hex(function.id32().value() & 0xffff_ffffL);
        String word = Answered.hex(version.word());
        assertEquals(
            List.of(Rule.RES_UNKNOWN), psci(word).hvc(call, "x0=0x0").broken(), call + word);
        assertEquals(List.of(), psci(word).hvc(call, "x0=0xffffffff").broken(), call + word);
      }
    }
  }

  // RES-CODE: each code of each function in each version, against the table of the model.
  @Test
  void aCodeOfPsciIsOneOfTheVersion() {
    for (PsciFunction function : List.of(PsciFunction.CPU_SUSPEND, PsciFunction.CPU_ON)) {
      assertEquals(ResultKind.CODE, function.resultKind());
      for (PsciVersion version : PsciVersion.values()) {
        for (PsciResult code : PsciResult.values()) {
          boolean of01 = version == PsciVersion.V0_1;
          if (of01 || code == PsciResult.NOT_SUPPORTED) {
            continue; // PSC-MANDATORY says that of most.
          }
          String call = "x0=" + Answered.hex(function.id32().value() & 0xffff_ffffL);
          String result = "x0=" + Answered.hex(code.code() & 0xffff_ffffL);
          List<Rule> broken =
              function.results(version).contains(code) ? List.of() : List.of(Rule.RES_CODE);
          assertEquals(
              broken,
              psci(Answered.hex(version.word())).hvc(call, result).broken(),
              function + " " + version.text() + " " + code);
        }
      }
    }
  }

  @Test
  void bothVersionsAreNamed() {
    String function = smccc(1).hvc(AVAILABILITY, "x0=0x0").replay().toText();
    assertTrue(
        function.contains(
            "SMCCC_ARCH_FEATURE_AVAILABILITY came with SMCCC 1.5, and the callee has SMCCC 1.1"),
        function);
    String ofPsci = psci("0x10000").hvc(RESET, "x0=0xfffffffe").replay().toText();
    assertTrue(
        ofPsci.contains("SYSTEM_RESET2 came with PSCI 1.1, and the callee has PSCI 1.0"), ofPsci);
    String code = psci("0x10001").hvc(START, "x0=0xfffffffffffffffd").replay().toText();
    assertTrue(code.contains("of CPU_ON in PSCI 1.1 SUCCESS 0"), code);
    assertTrue(code.contains("DENIED, which came with PSCI 1.2"), code);
    String later = smccc(3).hvc("x0=0x80000001 x1=0x80000002", "x0=0xfffffffb").replay().toText();
    assertTrue(later.contains("a code of SMCCC 1.3: SUCCESS 0, NOT_SUPPORTED -1"), later);
    assertTrue(later.contains("BUSY, which came with SMCCC 1.7"), later);
    String asked = psci("0x10001").hvc("x0=0x8400000a x1=0x84000015", "x0=0x1").replay().toText();
    assertTrue(
        asked.contains("SYSTEM_OFF2 came with PSCI 1.3, and the callee has PSCI 1.1"), asked);
  }

  @Test
  void aVersionThatIsNotKnownAllowsWhatAnyHas() {
    assertEquals(List.of(), Calls.trace().hvc(AVAILABILITY, "x0=0x0").broken());
    assertEquals(List.of(), psci("0x10001").hvc(AVAILABILITY, "x0=0x0").broken());
    assertEquals(List.of(), Calls.trace().hvc(RESET, "x0=0xfffffffe").broken());
    assertEquals(List.of(), smccc(1).hvc("x0=0x80000077", "x0=0xfffffffc").broken());
  }

  @Test
  void theVersionThatTheUserSaysCounts() throws PresetException {
    Calls served = Calls.trace().hvc(AVAILABILITY, "x0=0x0");
    assertEquals(List.of(Rule.RES_UNKNOWN), served.with(convention(SmcccVersion.V1_4)).broken());
    assertEquals(List.of(), served.with(convention(SmcccVersion.V1_5)).broken());
    Expectations xen =
        new Expectations(Optional.of(CalleeFile.named("xen")), Map.of(), Optional.empty());
    assertEquals(List.of(Rule.RES_UNKNOWN), served.with(xen).broken());
    String text = served.replay().toText();
    assertTrue(text.contains("differs from preset xen: it has SMCCC 1.1"), text);
  }

  // Two guests of a log may have callees of two versions.
  @Test
  void whereTwoVersionsWereToldNeitherIsHeldAgainstTheCallee() {
    Calls two =
        Calls.ofQemu()
            .hvc("x0=0x84000000", "x0=0x10000")
            .hvc("x0=0x84000000", "x0=0x10001")
            .hvc(RESET, "x0=0xfffffffe");
    assertEquals(List.of(), two.broken());
    assertTrue(
        two.answers(Rule.RES_UNKNOWN).undetermined().containsKey(Unknown.TWO_VERSIONS),
        () -> two.answers(Rule.RES_UNKNOWN).toString());
  }

  // Who answers, this layer or one below it, is nobody's business.
  @Test
  void whatTheLayerBelowAnswersIsNotHeldAgainstWhoAsksIt() {
    Calls passed =
        smccc(1)
            .hvcTaken(0, AVAILABILITY)
            .smc(AVAILABILITY, "x0=0x0 x1=0x7")
            .hvcAnswered(0, "x0=0x0 x1=0x7");
    assertEquals(List.of(), passed.broken());
  }

  // SEQ-YIELDING: OP-TEE's codes are known, another Trusted OS's are not.
  @Test
  void aCallToATrustedOsIsJudgedOnceItSaidThatItIsOptee() {
    String uid = "x0=0x384fb3e0 x1=0xe7f811e3 x2=0xaf630002 x3=0xa5d5c51b";
    List<Calls> unknown = new ArrayList<>();
    unknown.add(Calls.trace().smc("x0=0xb2000007", "x0=0xffff0004 x3=0x1"));
    unknown.add(Calls.trace().smc("x0=0xbf00ff01", "x0=0x1 x1=0x2 x2=0x3 x3=0x4"));
    for (Calls calls : unknown) {
      assertEquals(List.of(), calls.broken());
      assertTrue(
          calls
              .answers(Rule.SEQ_YIELDING)
              .undetermined()
              .containsKey(Unknown.TRUSTED_OS_NOT_KNOWN));
    }
    Calls before =
        Calls.trace().smc("x0=0xbf00ff01", uid).smc("x0=0x32000003 x3=0x1", "x0=0x0 x3=0x1");
    assertEquals(List.of(), before.broken());
    assertTrue(
        before.answers(Rule.SEQ_YIELDING).undetermined().containsKey(Unknown.YIELDED_BEFORE));
    Calls done =
        Calls.trace()
            .smc("x0=0xbf00ff01", uid)
            .smc("x0=0x32000004 x3=0x0", "x0=0xffff0005 x3=0x1")
            .smc("x0=0x32000003 x3=0x1", "x0=0x0 x3=0x1");
    assertEquals(List.of(), done.broken());
    assertTrue(done.answers(Rule.SEQ_YIELDING).held() >= 2);
  }
}
