// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.replay.ReplayResult;
import org.armcall.checker.replay.Tally;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;

/** The rules of PSCI and of the order of calls, kept and broken; and presets. */
class PsciRulesTest {
  private static final String START = "x0=0xc4000003 x1=0x1 x2=0x140000000 x3=0xc0ffee";

  private static void kept(Rule rule, Calls calls) {
    assertEquals(List.of(), calls.broken());
    assertTrue(calls.answers(rule).held() > 0, "not even checked");
  }

  private static void broken(Rule rule, Calls calls) {
    assertEquals(List.of(rule), calls.broken());
  }

  private static void unknown(Rule rule, Unknown why, Calls calls) {
    assertEquals(List.of(), calls.broken());
    Tally.Count count = calls.answers(rule);
    assertTrue(count.undetermined().containsKey(why), count::toString);
  }

  private static Expectations at(ExceptionLevel level, String preset) throws PresetException {
    return new Expectations(
        Optional.empty(), Map.of(level, CalleeFile.named(preset)), Optional.empty());
  }

  // DEN0022F.b section 5.3 does not say that it cannot change.
  @Test
  void theVersionHasBit31Zero() {
    kept(Rule.PSC_VERSION, Calls.ofVersion11().hvc("x0=0x84000000", "x0=0x10001"));
    unknown(
        Rule.PSC_VERSION,
        Unknown.VERSION_CHANGED,
        Calls.ofVersion11().hvc("x0=0x84000000", "x0=0x10000"));
    broken(Rule.PSC_VERSION, Calls.trace().hvc("x0=0x84000000", "x0=0x80010001"));
    unknown(
        Rule.PSC_VERSION,
        Unknown.PERHAPS_ANOTHER_GUEST,
        Calls.ofQemu().hvc("x0=0x84000000", "x0=0x10001").hvc("x0=0x84000000", "x0=0x10000"));
  }

  // PSC-FEATURES: SP_MIN said that it had SMCCC_VERSION (TF-A cd0786c73).
  @Test
  void featuresSaysThatAFunctionIsThereIfAndOnlyIfItIs() {
    String ask = "x0=0x8400000a x1=0x84000006";
    kept(
        Rule.PSC_FEATURES,
        Calls.ofVersion11().hvc(ask, "x0=0x0 x1=0x0").hvc("x0=0x84000006", "x0=0x2"));
    broken(
        Rule.PSC_FEATURES,
        Calls.ofVersion11().hvc(ask, "x0=0x0 x1=0x0").hvc("x0=0x84000006", "x0=0xffffffff"));
    broken(
        Rule.PSC_FEATURES,
        Calls.ofVersion11().hvc(ask, "x0=0xffffffff").hvc("x0=0x84000006", "x0=0x2"));
    broken(Rule.PSC_FEATURES, Calls.ofVersion11().hvc("x0=0x8400000a x1=0x8400001f", "x0=0x0"));
    broken(
        Rule.PSC_FEATURES,
        Calls.trace()
            .hvc("x0=0x84000000", "x0=0x10001")
            .hvc("x0=0x8400000a x1=0x80000000", "x0=0x0")
            .hvc("x0=0x80000000", "x0=0xffffffffffffffff"));
    unknown(Rule.PSC_FEATURES, Unknown.FUNCTION_NOT_CALLED, Calls.ofVersion11().hvc(ask, "x0=0x0"));
  }

  // DEN0022F.b section 5.16.2: of a 64-bit function AArch32 is told either.
  @Test
  void featuresNeedNotTellAarch32Of64BitFunctions() {
    String ask = "r0=0x8400000a r1=0xc4000004";
    Calls denied =
        Calls.ofVersion11()
            .narrow(ask, "r0=0xffffffff")
            .hvc("x0=0xc4000004 x1=0x0 x2=0x0", "x0=0x0");
    unknown(Rule.PSC_FEATURES, Unknown.ASKED_FROM_AARCH32, denied);
    kept(
        Rule.PSC_FEATURES,
        Calls.ofVersion11().narrow(ask, "r0=0x0").hvc("x0=0xc4000004 x1=0x0 x2=0x0", "x0=0x0"));
    broken(Rule.PSC_FEATURES, Calls.ofVersion11().narrow("r0=0x8400000a r1=0xc4000002", "r0=0x0"));
  }

  // DEN0022F.b section 5.22.3: "the OS cannot rely on this value".
  @Test
  void minusOneOfAStatisticDoesNotSayThatItIsMissing() {
    String ask = "x0=0x8400000a x1=0x84000011";
    unknown(
        Rule.PSC_FEATURES,
        Unknown.NO_RULE_FOR_RESULT,
        Calls.ofVersion11().hvc(ask, "x0=0x0").hvc("x0=0x84000011 x1=0x0", "x0=0xffffffff"));
    broken(
        Rule.PSC_FEATURES,
        Calls.ofVersion11().hvc(ask, "x0=0xffffffff").hvc("x0=0x84000011 x1=0x0", "x0=0x5"));
  }

  @Test
  void aMandatoryFunctionIsThere() {
    kept(Rule.PSC_MANDATORY, Calls.ofVersion11().hvc("x0=0x84000003", "x0=0xfffffffc"));
    broken(Rule.PSC_MANDATORY, Calls.ofVersion11().hvc("x0=0x84000003", "x0=0xffffffff"));
    broken(
        Rule.PSC_MANDATORY,
        Calls.ofVersion11().hvc("x0=0x8400000a x1=0x84000003", "x0=0xffffffff"));
  }

  @Test
  void whatSucceededInTurningOffDoesNotReturn() {
    kept(Rule.PSC_NO_RETURN, Calls.ofVersion11().hvcTaken(0, "x0=0x84000008"));
    broken(Rule.PSC_NO_RETURN, Calls.ofVersion11().hvc("x0=0x84000008", "x0=0x0"));
    assertEquals(List.of(), Calls.ofVersion11().hvc("x0=0x84000002", "x0=0xfffffffd").broken());
  }

  // PSC-CPU-ON: Xen cut the entry point to 32 bits (its commit f26d849dff).
  @Test
  void cpuOnStartsTheTargetAtTheEntryPointWithTheContext() {
    Calls good =
        Calls.ofVersion11().hvc(START, "x0=0x0").back(1, 2, 1, 0x1_4000_0000L, "x0=0xc0ffee");
    kept(Rule.PSC_CPU_ON, good);
    broken(
        Rule.PSC_CPU_ON,
        Calls.ofVersion11().hvc(START, "x0=0x0").back(1, 2, 1, 0x4000_0000L, "x0=0xc0ffee"));
    broken(
        Rule.PSC_CPU_ON,
        Calls.ofVersion11().hvc(START, "x0=0x0").back(1, 2, 1, 0x1_4000_0000L, "x0=0x0"));
    unknown(Rule.PSC_CPU_ON, Unknown.ANSWER_NOT_SEEN, Calls.ofVersion11().hvc(START, "x0=0x0"));
  }

  @Test
  void aCallIsAnsweredOnce() {
    kept(Rule.SEQ_ONE_ANSWER, Calls.trace().hvc("x0=0x1", "x0=0x0"));
    broken(Rule.SEQ_ONE_ANSWER, Calls.trace().hvc("x0=0x1", "x0=0x0").hvcAnswered(0, "x0=0x0"));
    assertEquals(
        List.of(), Calls.ofQemu().hvc("x0=0x1", "x0=0x0").hvcAnswered(0, "x0=0x0").broken());
  }

  @Test
  void anAnswerGoesToTheProcessorAndLevelThatCalled() {
    kept(Rule.SEQ_CALLER, Calls.trace().smc("x0=0x1", "x0=0x0"));
    broken(Rule.SEQ_CALLER, Calls.trace().smcTaken("x0=0x1").back(0, 3, 1, 0x4_0004, "x0=0x0"));
    broken(
        Rule.SEQ_CALLER,
        Calls.trace().running(1).smcTaken("x0=0x1").back(1, 3, 2, 0x4_0004, "x0=0x0"));
  }

  /** All of a kernel's calls may be at one address. */
  @Test
  void aProcessorThatWasNotSeenMayHaveCalledBeforeTheTrace() {
    Calls unseen = Calls.trace().smcTaken("x0=0x1").back(1, 3, 2, 0x4_0004, "x0=0x0");
    assertEquals(List.of(), unseen.broken());
    Calls lost = Calls.trace().running(1).damaged().smcTaken("x0=0x1");
    assertEquals(List.of(), lost.back(1, 3, 2, 0x4_0004, "x0=0x0").broken());
  }

  @Test
  void theInnerCallIsAnsweredBeforeTheOuter() {
    kept(
        Rule.SEQ_NESTING,
        Calls.trace().hvcTaken(0, "x0=0x1").smc("x0=0x2", "x0=0x0").hvcAnswered(0, "x0=0x0"));
    broken(
        Rule.SEQ_NESTING,
        Calls.trace().hvcTaken(0, "x0=0x1").smcTaken("x0=0x2").hvcAnswered(0, "x0=0x0"));
  }

  @Test
  void aPresetIsHeldToItsOwnAnswers() throws PresetException {
    String wide = "x0=0xffffffff84000000";
    Calls likeQemu = Calls.trace().hvc(wide, "x0=0xffffffffffffffff");
    kept(Rule.FID_WIDTH, likeQemu.with(at(ExceptionLevel.EL2, "qemu")));
    Calls asXen = Calls.trace().hvc(wide, "x0=0xffffffffffffffff");
    ReplayResult wrong = asXen.with(at(ExceptionLevel.EL2, "xen")).replay();
    assertEquals(List.of(Rule.FID_WIDTH), asXen.broken());
    assertTrue(wrong.toText().contains("differs from preset xen: it answers function 0x84000000"));
    assertTrue(wrong.toText().contains("trace shows -1, NOT_SUPPORTED"));
  }

  // SMCCC 1.4 is no fault of itself: it is the preset that is contradicted.
  @Test
  void aDifferenceFromAPresetSaysThatItIsOne() throws PresetException {
    Calls newer = Calls.trace().hvc("x0=0x80000000", "x0=0x10004");
    assertEquals(List.of(), newer.broken());
    String text = newer.with(at(ExceptionLevel.EL2, "xen")).replay().toText();
    assertTrue(text.contains("differs from preset xen: it answers SMCCC 1.1"), text);
    Calls alive = Calls.trace().hvcTaken(1, "x0=0x84000000").hvcAnswered(0, "x0=0x10001");
    assertTrue(
        alive
            .with(at(ExceptionLevel.EL2, "jailhouse"))
            .replay()
            .toText()
            .contains("differs from preset jailhouse: it stops the caller"));
  }

  @Test
  void kvmClearsThreeRegistersAndXenNone() throws PresetException {
    Calls cleared = Calls.trace().hvc("x0=0x88000000 x1=0x5", "x0=0xffffffffffffffff x1=0x0");
    assertEquals(List.of(), cleared.with(at(ExceptionLevel.EL2, "kvm-guest")).broken());
    assertEquals(List.of(Rule.REG_RESULTS), cleared.with(at(ExceptionLevel.EL2, "xen")).broken());
  }

  @Test
  void theVersionThatIsGivenIsTheOneThatIsChecked() {
    Calls calls = Calls.trace().hvc("x0=0x84020000", "x0=0x10001");
    assertEquals(
        List.of(Rule.FID_RESERVED_BITS),
        calls
            .with(new Expectations(Optional.empty(), Map.of(), Optional.of(SmcccVersion.V1_1)))
            .broken());
  }

  @Test
  void everyPresetIsReadAndAnswersItsOwnVersion() throws PresetException {
    for (String name : CalleeFile.PRESETS) {
      Callee callee = CalleeFile.named(name);
      String word = Answered.hex(callee.psci().word());
      Calls calls = Calls.trace().hvc("x0=0x84000000", "x0=" + word);
      boolean byHvc = callee.conduits().contains(org.armcall.model.convention.Conduit.HVC);
      if (byHvc) {
        assertEquals(List.of(), calls.with(at(ExceptionLevel.EL2, name)).broken(), name);
      }
    }
  }
}
