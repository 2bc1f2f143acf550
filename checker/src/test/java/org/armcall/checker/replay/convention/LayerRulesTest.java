// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;

/** What a layer owes that answers for another, or does not answer at all. */
class LayerRulesTest {
  private static final String AFFINITY = "x0=0xc4000004 x1=0x1 x2=0x0";
  private static final long ELSEWHERE = 0x9_0000;

  private static void kept(Rule rule, Calls calls) {
    assertEquals(List.of(), calls.broken());
    assertTrue(calls.answers(rule).held() > 0, "not even checked");
  }

  private static void broken(Rule rule, Calls calls) {
    assertEquals(List.of(rule), calls.broken());
  }

  private static void notChecked(Rule rule, Calls without, Calls calls) {
    assertEquals(List.of(), calls.broken());
    assertEquals(without.answers(rule).held(), calls.answers(rule).held());
  }

  private static Calls left(String function) {
    return Calls.ofVersion11().hvcTaken(0, function).back(0, 2, 1, ELSEWHERE, "x0=0x0");
  }

  // SEQ-ENDS: Jailhouse parks the caller of SMCCC_ARCH_WORKAROUND_2 (its commit 4d759c5d).
  @Test
  void aFastCallReturns() {
    kept(Rule.SEQ_ENDS, Calls.ofVersion11().hvc(AFFINITY, "x0=0x0"));
    broken(Rule.SEQ_ENDS, left(AFFINITY));
    broken(Rule.SEQ_ENDS, left("x0=0x80007fff x1=0x1"));
  }

  @Test
  void aFunctionThatNeedNotReturnMayGoElsewhere() {
    for (String function :
        List.of("x0=0xc4000001 x1=0x10000 x2=0x90000 x3=0x0", "x0=0x84000002", "x0=0xc2000001")) {
      notChecked(Rule.SEQ_ENDS, Calls.ofVersion11(), left(function));
    }
  }

  @Test
  void anExceptionThatIsInjectedBeforeTheAnswerEndsNothing() {
    kept(Rule.SEQ_ENDS, left(AFFINITY).back(0, 1, 1, 0x8004, "x0=0x0"));
    broken(Rule.SEQ_ENDS, left(AFFINITY).back(0, 1, 1, 0x8008, "x0=0x0"));
  }

  @Test
  void firmwareMayRunTheOtherWorldMeanwhile() {
    notChecked(
        Rule.SEQ_ENDS,
        Calls.trace().smc("x0=0x84000000", "x0=0x10001"),
        Calls.trace()
            .smc("x0=0x84000000", "x0=0x10001")
            .smcTaken(AFFINITY)
            .back(0, 3, 2, ELSEWHERE, "x0=0x0"));
  }

  @Test
  void aLogThatDoesNotShowAllSaysNothingOfTheEnd() {
    assertEquals(
        List.of(),
        Calls.ofQemu()
            .hvc("x0=0x84000000", "x0=0x10001")
            .hvcTaken(0, AFFINITY)
            .back(0, 2, 1, ELSEWHERE, "x0=0x0")
            .broken());
  }

  @Test
  void whoKillsItsCallersByItsPresetDoesSo() throws PresetException {
    Expectations jailhouse =
        new Expectations(
            Optional.empty(),
            Map.of(ExceptionLevel.EL2, CalleeFile.named("jailhouse")),
            Optional.empty());
    // Owner 6 is not handled there, and its caller is stopped.
    Calls killed =
        Calls.trace()
            .trapped(0, "x0=0x86000001 x1=0x0")
            .back(0, 2, 1, ELSEWHERE, "x0=0x0")
            .with(jailhouse);
    assertEquals(List.of(), killed.broken());
    // Calls of the architecture are answered, with something in the upper half too.
    for (String answered : List.of("x0=0x80000001 x1=0x0", "x0=0x180000001 x1=0x0")) {
      broken(
          Rule.SEQ_ENDS,
          Calls.trace().trapped(0, answered).back(0, 2, 1, ELSEWHERE, "x0=0x0").with(jailhouse));
    }
  }

  // SEQ-ENDS: Xen stopped the host when it moved an AArch64 caller on (its commit 72615f2e6b).
  @Test
  void aCallIsNotAnsweredByAReset() {
    broken(Rule.SEQ_ENDS, Calls.ofVersion11().hvcTaken(0, AFFINITY).smcTaken("x0=0x84000009"));
    assertEquals(
        List.of(),
        Calls.ofVersion11().hvcTaken(0, "x0=0x84000009").smcTaken("x0=0x84000009").broken());
    assertEquals(
        List.of(), Calls.ofVersion11().hvcTaken(0, AFFINITY).smcTaken("x0=0x84000002").broken());
  }

  private static Calls handedOn(String below, String answer) {
    return Calls.ofVersion11()
        .hvcTaken(0, "x0=0xb200000a x1=0x0")
        .smc("x0=" + below + " x1=0x0", "x0=0x77 x1=0x0")
        .hvcAnswered(0, "x0=" + answer + " x1=0x0");
  }

  // RES-SHIM: Xen asked OP-TEE for another function (its commit 1c3ed9c908).
  @Test
  void whoHandsOnAnAnswerHasAskedForThatFunction() {
    kept(Rule.RES_SHIM, handedOn("0xb200000a", "0x77"));
    broken(Rule.RES_SHIM, handedOn("0xb200000b", "0x77"));
    broken(Rule.RES_SHIM, handedOn("0xb200000a", "0x78"));
  }

  @Test
  void whoMakesItsOwnAnswerMayAskForWhatItNeeds() {
    Calls none = Calls.ofVersion11();
    notChecked(Rule.RES_SHIM, none, handedOn("0xb200000b", "0x0"));
    notChecked(Rule.RES_SHIM, none, handedOn("0xc2000001", "0x77"));
    notChecked(
        Rule.RES_SHIM,
        none,
        Calls.ofVersion11()
            .hvcTaken(0, "x0=0xb200000a x1=0x0")
            .smc("x0=0xb2000009 x1=0x0", "x0=0x1 x1=0x0")
            .smc("x0=0xb200000b x1=0x0", "x0=0x77 x1=0x0")
            .hvcAnswered(0, "x0=0x77 x1=0x0"));
  }

  // PSC-MANDATORY: U-Boot had no PSCI_VERSION (Jailhouse 6e27d3af).
  @Test
  void whoHasA64BitFunctionOfPsciHasItsVersion() {
    Calls refused = Calls.trace().hvc("x0=0x84000000", "x0=0xffffffffffffffff");
    broken(Rule.PSC_MANDATORY, refused.hvc(AFFINITY, "x0=0x0"));
    // A device tree may give that number to any function of PSCI 0.1.
    assertEquals(
        List.of(),
        Calls.trace()
            .hvc("x0=0x84000000", "x0=0xffffffffffffffff")
            .hvc("x0=0x84000004 x1=0x1 x2=0x0", "x0=0x0")
            .broken());
    assertEquals(
        List.of(),
        Calls.trace()
            .hvc("x0=0x84000000", "x0=0xffffffffffffffff")
            .hvc(AFFINITY, "x0=0xffffffffffffffff")
            .broken());
  }
}
