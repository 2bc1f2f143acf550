// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.armcall.checker.replay.Tally;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/** Each rule of the convention, kept and broken, and what cannot be told. */
class ConventionRulesTest {
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

  // FID-WIDTH: Xen compared all of X0 (its commit 7f4217cc60).
  @Test
  void theUpperHalfOfX0TakesNoPart() {
    Calls good = Calls.ofVersion13().hvc("x0=0xffffffff84000000", "x0=0x10001");
    kept(Rule.FID_WIDTH, good);
    broken(
        Rule.FID_WIDTH, Calls.ofVersion13().hvc("x0=0xffffffff84000000", "x0=0xffffffffffffffff"));
    unknown(
        Rule.FID_WIDTH,
        Unknown.FUNCTION_MAY_BE_MISSING,
        Calls.ofVersion13().hvc("x0=0x182000001", "x0=0xffffffffffffffff"));
  }

  @Test
  void beforeTheRuleTheUpperHalfMayBeTested() {
    assertEquals(
        List.of(),
        Calls.trace()
            .hvc("x0=0x84000000", "x0=0x10000")
            .hvc("x0=0x8400000a x1=0x80000000", "x0=0xffffffffffffffff")
            .hvc("x0=0xffffffff84000000", "x0=0xffffffffffffffff")
            .broken());
  }

  @Test
  void reservedBitsNameNoFunction() {
    kept(Rule.FID_RESERVED_BITS, Calls.ofVersion13().hvc("x0=0x84020000", "x0=0xffffffff"));
    broken(Rule.FID_RESERVED_BITS, Calls.ofVersion13().hvc("x0=0x84020000", "x0=0x10001"));
    unknown(
        Rule.FID_RESERVED_BITS,
        Unknown.CONVENTION_NOT_KNOWN,
        Calls.trace().hvc("x0=0x84020000", "x0=0x10001"));
  }

  @Test
  void bit16IsReservedBefore13AndAHintSince() {
    broken(Rule.FID_RESERVED_BITS, Calls.ofVersion11().hvc("x0=0x84010000", "x0=0x10001"));
    kept(Rule.FID_SVE_HINT, Calls.ofVersion13().hvc("x0=0x84010000", "x0=0x10001"));
    broken(Rule.FID_SVE_HINT, Calls.ofVersion13().hvc("x0=0x84010000", "x0=0xffffffff"));
  }

  @Test
  void aReservedOwnerHasNoFunction() {
    kept(Rule.FID_OWNER, Calls.ofVersion13().hvc("x0=0x88000000", "x0=0xffffffff"));
    broken(Rule.FID_OWNER, Calls.ofVersion13().hvc("x0=0x88000000", "x0=0x0"));
  }

  @Test
  void a64BitIdentifierFromAarch32NamesNoFunction() {
    kept(Rule.FID_64_FROM_32, Calls.ofVersion13().narrow("r0=0xc4000003", "r0=0xffffffff"));
    broken(Rule.FID_64_FROM_32, Calls.ofVersion13().narrow("r0=0xc4000003", "r0=0x0"));
  }

  // DEN0022F.b section 5.2.1, note.
  @Test
  void psci02AnswersInvalidParametersToAnIdentifierOfTheOtherWidth() {
    String before = "r0=0xc4000003";
    String after = "r0=0xfffffffe";
    Calls of02 = Calls.trace().hvc("x0=0x84000000", "x0=0x2").narrow(before, after);
    kept(Rule.FID_64_FROM_32, of02);
    broken(Rule.FID_64_FROM_32, Calls.ofVersion11().narrow(before, after));
    broken(
        Rule.FID_64_FROM_32,
        Calls.trace().hvc("x0=0x84000000", "x0=0x2").narrow("r0=0xc4000012", after));
    unknown(
        Rule.FID_64_FROM_32,
        Unknown.PSCI_MAY_BE_0_2,
        Calls.trace().hvc("x0=0x80000000", "x0=0x10001").narrow(before, after));
  }

  // Of 1.1: Linux f2d3b2e8759a; of 1.0 no text says it.
  @Test
  void whatAarch32PreservesIsKnownFrom11On() {
    String before = "r0=0x84000002 r1=0x1 r5=0x5 r11=0xb";
    String after = "r0=0xfffffffd r1=0x1 r5=0x6 r11=0xb";
    broken(Rule.REG_PRESERVED, Calls.ofVersion11().narrow(before, after));
    Calls old =
        Calls.trace()
            .hvc("x0=0x84000000", "x0=0x10000")
            .hvc("x0=0x80000000", "x0=0xffffffff")
            .narrow(before, after);
    unknown(Rule.REG_PRESERVED, Unknown.AARCH32_OF_1_0, old);
  }

  // FID-ZERO-IMMEDIATE: pKVM's host passed any SMC on (Linux cf6348af645b).
  @Test
  void anSmcWithAnImmediateIsNoCallOfTheConvention() {
    kept(
        Rule.FID_ZERO_IMMEDIATE,
        Calls.ofVersion11().trapped(7, "x0=0x84000000").hvcAnswered(0, "x0=0xffffffffffffffff"));
    broken(
        Rule.FID_ZERO_IMMEDIATE,
        Calls.ofVersion11()
            .trapped(7, "x0=0x84000002")
            .smc("x0=0x84000002", "x0=0xfffffffd")
            .hvcAnswered(0, "x0=0xfffffffd"));
    unknown(
        Rule.FID_ZERO_IMMEDIATE,
        Unknown.WHOSE_ANSWER,
        Calls.ofVersion11().trapped(7, "x0=0x1").hvcAnswered(0, "x0=0x2"));
  }

  @Test
  void anHvcWithAnImmediateIsTheVendors() {
    Calls vendor =
        Calls.ofVersion11()
            .hvcTaken(0xea1, "x0=0x84000000 x16=0x11 x18=0x1")
            .hvcAnswered(0, "x0=0x77 x16=0x0 x18=0x2");
    assertEquals(List.of(), vendor.broken());
  }

  @Test
  void preservedRegistersHoldWhatTheyHeld() {
    String before = "x0=0x84000002 x1=0x1 x4=0x44 x17=0x17 x18=0x18 x30=0x30";
    kept(
        Rule.REG_PRESERVED,
        Calls.ofVersion11().hvc(before, "x0=0xfffffffd x1=0x9 x4=0x44 x17=0x17 x18=0x18 x30=0x30"));
    broken(
        Rule.REG_PRESERVED,
        Calls.ofVersion11().hvc(before, "x0=0xfffffffd x1=0x1 x4=0x44 x17=0x17 x18=0x0 x30=0x30"));
    broken(
        Rule.REG_PRESERVED,
        Calls.ofVersion11().hvc(before, "x0=0xfffffffd x1=0x1 x4=0x0 x17=0x17 x18=0x18 x30=0x30"));
    unknown(
        Rule.REG_PRESERVED,
        Unknown.CONVENTION_NOT_KNOWN,
        Calls.trace().hvc("x0=0x82000001 x4=0x1", "x0=0x1 x4=0x2"));
    unknown(Rule.REG_PRESERVED, Unknown.REGISTERS_NOT_RECORDED, Calls.trace().hvc("", ""));
  }

  @Test
  void since12AnUnknownFunctionMayHaveMoreResultsButPsciHasNot() {
    assertEquals(
        List.of(), Calls.ofVersion13().hvc("x0=0xc2000001 x5=0x1", "x0=0x0 x5=0x2").broken());
    broken(
        Rule.REG_PRESERVED,
        Calls.ofVersion13().hvc("x0=0xc4000003 x5=0x1", "x0=0xfffffffffffffffe x5=0x2"));
  }

  @Test
  void theStackPointerIsPreserved() {
    broken(
        Rule.REG_PRESERVED,
        Calls.ofVersion11().hvc("x0=0x84000002 sp=0x9000", "x0=0xfffffffd sp=0x8ff0"));
  }

  // REG-NO-LEAK: TFV-8, CVE-2018-19440.
  @Test
  void noValueOfAnotherCallerReachesTheCaller() {
    String inner = "x0=0x84000002 x1=0x5ec2e7 x2=0x0";
    kept(
        Rule.REG_NO_LEAK,
        Calls.ofVersion11().smc(inner, inner).hvc("x0=0x84000002 x1=0x1", "x0=0xfffffffd x1=0x0"));
    broken(
        Rule.REG_NO_LEAK,
        Calls.ofVersion11()
            .smc(inner, inner)
            .hvc("x0=0x84000002 x1=0x1", "x0=0xfffffffd x1=0x5ec2e7"));
  }

  @Test
  void resultsOfTheLayerBelowReachTheCaller() {
    Calls good =
        Calls.ofVersion11()
            .hvcTaken(0, "x0=0x84000050 x1=0x0")
            .smc("x0=0x84000050 x1=0x0", "x0=0x0 x1=0x7e57")
            .hvcAnswered(0, "x0=0x0 x1=0x7e57");
    kept(Rule.REG_RESULTS, good);
    broken(
        Rule.REG_RESULTS,
        Calls.ofVersion11()
            .hvcTaken(0, "x0=0x84000050 x1=0x0")
            .smc("x0=0x84000050 x1=0x0", "x0=0x0 x1=0x7e57")
            .hvcAnswered(0, "x0=0x0 x1=0x0"));
  }

  // What TLC found: firmware clears x1, and a hypervisor gives its guest back what it had there.
  @Test
  void aRegisterThatTheLayerBelowClearsIsNoResult() {
    kept(
        Rule.REG_RESULTS,
        Calls.ofVersion11()
            .hvcTaken(0, "x0=0x84000050 x1=0x7e57 x2=0x1")
            .smc("x0=0x84000050 x1=0x7e57 x2=0x1", "x0=0x0 x1=0x0 x2=0x2")
            .hvcAnswered(0, "x0=0x0 x1=0x7e57 x2=0x2"));
  }

  // REG-UPPER-HALVES: Xen f4af571dd7.
  @Test
  void theUpperHalvesOfTheArgumentsOfA32BitCallAreIgnored() {
    String plain = "x0=0x84000004 x1=0x0 x2=0x0";
    String upper = "x0=0x84000004 x1=0xffffffff00000000 x2=0x0";
    kept(
        Rule.REG_UPPER_HALVES,
        Calls.ofVersion11().hvc(plain, "x0=0x0 x1=0x0 x2=0x0").hvc(upper, "x0=0x0"));
    broken(
        Rule.REG_UPPER_HALVES,
        Calls.ofVersion11().hvc(plain, "x0=0x0 x1=0x0 x2=0x0").hvc(upper, "x0=0xfffffffe"));
    unknown(
        Rule.REG_UPPER_HALVES,
        Unknown.LOWER_HALVES_NOT_CALLED,
        Calls.ofVersion11().hvc(upper, "x0=0xfffffffe"));
  }

  // RES-UNKNOWN: Xen 6dadaabbc8 answered a 64-bit PSCI_VERSION; Hafnium de0ad569 left X0.
  @Test
  void aCallThatNamesNoFunctionIsAnsweredNotSupported() {
    kept(Rule.RES_UNKNOWN, Calls.ofVersion11().hvc("x0=0xc4000000", "x0=0xffffffffffffffff"));
    broken(Rule.RES_UNKNOWN, Calls.ofVersion11().hvc("x0=0xc4000000", "x0=0x10001"));
    broken(Rule.RES_UNKNOWN, Calls.ofVersion11().hvc("x0=0x88000000", "x0=0x88000000"));
  }

  @Test
  void aNegativeResultIsSignExtended() {
    kept(Rule.RES_SIGN, Calls.ofVersion11().hvc("x0=0xc4000003", "x0=0xfffffffffffffffc"));
    broken(Rule.RES_SIGN, Calls.ofVersion11().hvc("x0=0xc4000003", "x0=0xfffffffc"));
    kept(Rule.RES_SIGN, Calls.ofVersion11().hvc("x0=0x84000003", "x0=0xfffffffc"));
    broken(Rule.RES_SIGN, Calls.ofVersion11().hvc("x0=0xc4000000", "x0=0xffffffff"));
  }

  @Test
  void aFunctionAnswersWithACodeOfItsOwn() {
    kept(Rule.RES_CODE, Calls.ofVersion11().hvc("x0=0x84000003", "x0=0xfffffff7"));
    broken(Rule.RES_CODE, Calls.ofVersion11().hvc("x0=0x84000003", "x0=0xfffffff9"));
    broken(Rule.RES_CODE, Calls.ofVersion11().hvc("x0=0x84000004 x1=0x0", "x0=0x3"));
    unknown(
        Rule.RES_CODE, Unknown.PSCI_NOT_KNOWN, Calls.trace().hvc("x0=0x84000003", "x0=0xfffffff9"));
  }

  // DEN0022F.b section 5.22.3: full resolution, no error codes.
  @Test
  void aStatisticMayBeAnyNumber() {
    for (String count : List.of("0x80000000", "0xfffffffe", "0xffffffff", "0xfffffff0")) {
      kept(Rule.RES_CODE, Calls.ofVersion11().hvc("x0=0x84000010 x1=0x0", "x0=" + count));
    }
    String upper = "x0=0x84000011 x1=0xffffffff00000000 x2=0x0";
    Calls counted =
        Calls.ofVersion11()
            .hvc("x0=0x84000011 x1=0x0 x2=0x0", "x0=0xfffffffd x1=0x0 x2=0x0")
            .hvc(upper, "x0=0xfffffffe");
    kept(Rule.REG_UPPER_HALVES, counted);
  }

  // DEN0022F.b section 5.13.5.
  @Test
  void aVendorsResetFailsWithCodesOfItsOwn() {
    String vendors = "x0=0x84000012 x1=0x80000001 x2=0x0";
    kept(Rule.RES_CODE, Calls.ofVersion11().hvc(vendors, "x0=0xfffffefe"));
    kept(Rule.RES_CODE, Calls.ofVersion11().hvc(vendors, "x0=0xfffffffd"));
    broken(Rule.RES_CODE, Calls.ofVersion11().hvc(vendors, "x0=0xffffff00"));
    broken(Rule.RES_CODE, Calls.ofVersion11().hvc("x0=0x84000012 x1=0x1 x2=0x0", "x0=0xfffffffd"));
    unknown(
        Rule.RES_CODE,
        Unknown.RESET_TYPE_NOT_RECORDED,
        Calls.ofVersion11().hvc("x0=0x84000012", "x0=0xfffffefe"));
  }

  // DEN0022F.b sections 5.1.19 with 5.20 and 5.4.5; 5.1.8; 5.18.3.
  @Test
  void whatASectionLeavesOpenIsNotDecided() {
    String suspend = "x0=0xc400000e x1=0x1000 x2=0x0";
    unknown(Rule.RES_CODE, Unknown.NO_RULE_FOR_RESULT, Calls.ofVersion11().hvc(suspend, "x0=0x0"));
    kept(Rule.RES_CODE, Calls.ofVersion11().hvc(suspend, "x0=0xfffffffffffffffd"));
    unknown(
        Rule.RES_CODE,
        Unknown.NO_RULE_FOR_RESULT,
        Calls.ofVersion11().hvc("x0=0x84000007", "x0=0xfffffffb"));
    String rest = "x0=0xc400000c x1=0x1000 x2=0x0";
    kept(Rule.RES_CODE, Calls.ofVersion11().hvc(rest, "x0=0x0"));
    broken(Rule.RES_CODE, Calls.ofVersion11().hvc(rest, "x0=0xfffffffffffffffe"));
  }

  @Test
  void aShimSaysWhatItWasTold() {
    kept(
        Rule.RES_SHIM,
        Calls.ofVersion11()
            .hvcTaken(0, "x0=0x84000003 x1=0x1")
            .smc("x0=0x84000003 x1=0x1", "x0=0xfffffff7")
            .hvcAnswered(0, "x0=0xfffffff7"));
    broken(
        Rule.RES_SHIM,
        Calls.ofVersion11()
            .hvcTaken(0, "x0=0x84000003 x1=0x1")
            .smc("x0=0x84000003 x1=0x1", "x0=0xfffffff7")
            .hvcAnswered(0, "x0=0xfffffffe"));
  }
}
