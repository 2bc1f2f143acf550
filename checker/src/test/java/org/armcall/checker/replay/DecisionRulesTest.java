// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/** One trace for each rule of a handler's decision that breaks it, and one that keeps it. */
class DecisionRulesTest {
  /** {@code smc #1}: bytes 71 00 60 e1 in memory. */
  private static final String SMC1 = "0xe1600071";

  /** {@code smc #0}. */
  private static final String SMC0 = "0xe1600070";

  static Judgement only(ReplayResult result, Rule rule, long line) {
    List<Judgement> of =
        result.violations().stream().filter(finding -> finding.rule() == rule).toList();
    assertEquals(List.of(line), of.stream().map(Judgement::line).toList(), result::toText);
    assertEquals(1, result.exitCode());
    return of.get(0);
  }

  private static void onlyRule(ReplayResult result, Rule rule) {
    assertEquals(
        List.of(rule),
        result.violations().stream().map(Judgement::rule).distinct().toList(),
        result::toText);
  }

  static void held(ReplayResult result, Rule... rules) {
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals(List.of(), result.problems());
    for (Rule rule : rules) {
      Tally.Count count = result.tally().byRule().get(rule);
      assertTrue(count != null && count.held() > 0, rule + "\n" + result.toText());
    }
  }

  @Test
  void aHandlerThatDoesEverythingRightKeepsTheRules() {
    held(
        Trace.ofEmulator("armv7a-virt")
            .trappedSmc(SMC1)
            .fetch("0x8000", "710060e1")
            .recovered("0x1")
            .back("0x8004")
            .replay(),
        Rule.IMM_EXECUTED_ONLY,
        Rule.IMM_RELIANCE,
        Rule.IMM_CONTRADICTED,
        Rule.IMM_NO_GUESS,
        Rule.IMM_LITTLE_ENDIAN,
        Rule.RET_EMULATED,
        Rule.RET_TRAP_THIS,
        Rule.RET_RESUME,
        Rule.IMM_SMC32_LOST,
        Rule.SYN_EC_CALLER);
  }

  @Test
  void anImmediateThatWasNotExecuted() {
    ReplayResult result =
        Trace.ofEmulator()
            .trappedSmc(SMC1)
            .fetch("0x8000", "700060e1")
            .recovered("0x0")
            .back("0x8004")
            .replay();
    Judgement finding = only(result, Rule.IMM_EXECUTED_ONLY, 5);
    onlyRule(result, Rule.IMM_EXECUTED_ONLY);
    assertEquals("the executed immediate, 0x1", finding.expected());
    assertEquals("memory-immediate went by 0x0", finding.observed());
    assertEquals(
        List.of(2L, 3L, 4L, 5L), finding.evidence().stream().map(l -> l.number()).toList());
  }

  /** The mail of 11 April 2013: ISS shows 0 for every SMC, so that smc #1 is taken for PSCI. */
  @Test
  void issIsZeroForEverySmc() {
    ReplayResult result =
        Trace.ofEmulator()
            .trappedSmc(SMC1)
            .event(
                "'kind':'reliance','what':'cbz','bits':'0x1ffffff','origin':['HSR.ISS is reserved']")
            .event(
                "'kind':'decision','policy':'iss-zero','result':'recovered','imm':'0x0','provenance':'syndrome ISS','dispatch':'psci'")
            .back("0x8004")
            .replay();
    only(result, Rule.IMM_EXECUTED_ONLY, 5);
    only(result, Rule.IMM_RELIANCE, 4);
    only(result, Rule.IMM_NO_GUESS, 5);
    assertEquals(3, result.violated());
  }

  @Test
  void whatWasReadIsNoCall() {
    // e1a00000 is mov r0, r0
    ReplayResult result =
        Trace.ofEmulator().trappedSmc(SMC0).fetch("0x8000", "0000a0e1").recovered("0x0").replay();
    only(result, Rule.IMM_CONTRADICTED, 5);
    onlyRule(result, Rule.IMM_CONTRADICTED);
    held(
        Trace.ofEmulator()
            .trappedSmc(SMC0)
            .fetch("0x8000", "0000a0e1")
            .event(
                "'kind':'decision','policy':'m','result':'contradicted','reason':'mov','dispatch':'refused'")
            .replay(),
        Rule.IMM_CONTRADICTED,
        Rule.IMM_EXECUTED_ONLY);
  }

  /** The class says SMC, and e1400071 is hvc #1. */
  @Test
  void whatWasReadIsAnotherCall() {
    ReplayResult result =
        Trace.ofEmulator().trappedSmc(SMC1).fetch("0x8000", "710040e1").recovered("0x1").replay();
    only(result, Rule.IMM_CONTRADICTED, 5);
  }

  @Test
  void anImmediateFromNowhereIsAGuess() {
    ReplayResult result = Trace.ofEmulator().trappedSmc(SMC0).recovered("0x0").replay();
    only(result, Rule.IMM_NO_GUESS, 4);
    onlyRule(result, Rule.IMM_NO_GUESS);
    only(
        Trace.ofEmulator()
            .trappedSmc(SMC0)
            .event(
                "'kind':'decision','policy':'m','result':'recovered','imm':'0x0','provenance':'default','dispatch':'psci'")
            .replay(),
        Rule.IMM_NO_GUESS,
        4);
  }

  @Test
  void noImmediateNeedsAReason() {
    String unavailable =
        "'kind':'decision','policy':'m','result':'unavailable','dispatch':'refused'";
    only(Trace.ofEmulator().trappedSmc(SMC0).event(unavailable).replay(), Rule.IMM_NO_GUESS, 4);
    only(
        Trace.ofEmulator()
            .trappedSmc(SMC0)
            .event(unavailable + ",'reason':'unmapped','imm':'0x0'")
            .replay(),
        Rule.IMM_NO_GUESS,
        4);
    held(
        Trace.ofEmulator().trappedSmc(SMC0).event(unavailable + ",'reason':'unmapped'").replay(),
        Rule.IMM_NO_GUESS);
  }

  @Test
  void oneReadDoesNotCrossAPage() {
    ReplayResult result =
        Trace.ofEmulator()
            .trappedThumbSmc("0x8ffe", "0xf7f58000")
            .fetch("0x8ffe", "f5f70080")
            .recovered("0x5")
            .replay();
    only(result, Rule.IMM_PAGE_STRADDLE, 4);
    onlyRule(result, Rule.IMM_PAGE_STRADDLE);
    held(
        Trace.ofEmulator()
            .trappedThumbSmc("0x8ffe", "0xf7f58000")
            .fetch("0x8ffe", "f5f7")
            .fetch("0x9000", "0080")
            .recovered("0x5")
            .replay(),
        Rule.IMM_PAGE_STRADDLE,
        Rule.IMM_HALFWORD_ORDER);
  }

  /** smceq with Z=0: CV=1, COND=0b0000, CCKNOWNPASS=1. */
  @Test
  void whatFailedItsConditionIsNoCall() {
    String call = "'kind':'call','insn':'smc','isa':'a32','el':1,'pc':'0x8000','word':'0x01600070'";
    String entry =
        "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4f080000','elr':'0x8000','vector':'0x1014','spsr':";
    String decision =
        "'kind':'decision','policy':'function-id','result':'ignored','dispatch':'psci'";
    only(
        Trace.ofEmulator().event(call).event(entry + "'0x1d3'").event(decision).replay(),
        Rule.IMM_CONDITION,
        4);
    held(
        Trace.ofEmulator().event(call).event(entry + "'0x400001d3'").event(decision).replay(),
        Rule.IMM_CONDITION);
    only(
        Trace.ofEmulator()
            .event(call)
            .event("'kind':'skipped','insn':'smc','isa':'a32','el':1,'pc':'0x8000'")
            .event(decision)
            .replay(),
        Rule.IMM_CONDITION,
        4);
  }

  /** smc #1 with bit 8, one that should be zero. */
  @Test
  void anUnpredictableEncodingIsReadAndCalledSo() {
    Trace silent =
        Trace.ofEmulator().trappedSmc("0xe1600171").fetch("0x8000", "710160e1").recovered("0x1");
    ReplayResult result = silent.replay();
    only(result, Rule.IMM_UNPREDICTABLE_ENCODING, 5);
    onlyRule(result, Rule.IMM_UNPREDICTABLE_ENCODING);
    held(
        Trace.ofEmulator()
            .trappedSmc("0xe1600171")
            .fetch("0x8000", "710160e1")
            .event(
                "'kind':'decision','policy':'m','result':'recovered','imm':'0x1','provenance':'fetch','reason':'the encoding is UNPREDICTABLE','dispatch':'hypercall'")
            .replay(),
        Rule.IMM_UNPREDICTABLE_ENCODING);
  }

  @Test
  void anEmulatedTrapReturnsBehindTheCall() {
    Trace again = Trace.ofEmulator().trappedSmc(SMC1).fetch("0x8000", "710060e1").recovered("0x1");
    only(again.back("0x8000").replay(), Rule.RET_EMULATED, 6);
    // In an IT block of two (EQ, EQ): 0x04 is the first, 0x08 the second.
    Trace inBlock =
        Trace.ofEmulator()
            .event(
                "'kind':'call','insn':'smc','isa':'t32','el':1,'pc':'0x8000','word':'0xf7f18000'")
            .event(
                "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4e000000','elr':'0x8000','vector':'0x1014','spsr':'0x400005f3'")
            .event("'kind':'decision','policy':'function-id','result':'ignored','dispatch':'psci'");
    only(
        inBlock
            .event("'kind':'return','fromEl':2,'toEl':1,'pc':'0x8004','regs':{'cpsr':'0x400005f3'}")
            .replay(),
        Rule.RET_EMULATED,
        5);
  }

  @Test
  void whatIsMissingMakesNoViolation() {
    // The damaged line may have been a return and another call.
    ReplayResult result =
        Trace.ofEmulator().trappedSmc(SMC1).line("{\"seq\":3,").recovered("0x0").replay();
    assertEquals(0, result.violated(), result::toText);
    assertEquals(1, result.census().badLines());
    ReplayResult other =
        Trace.recordedBy("kvm")
            .trappedSmc(SMC1)
            .event("'kind':'decision','policy':'f','result':'ignored','dispatch':'psci'")
            .replay();
    assertEquals(0, other.tally().byRule().get(Rule.IMM_RELIANCE).held());
    assertEquals(1, other.tally().byRule().get(Rule.IMM_RELIANCE).undeterminedTotal());
  }

  @Test
  void theCallIsHeldAgainstItsEntry() {
    String entry =
        "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','spsr':'0x3c5','vector':'0x1400',";
    String call = "'kind':'call','insn':'hvc','isa':'a64','el':1,'pc':'0x8000','word':'0xd4000022'";
    held(
        Trace.ofEmulator()
            .event(call)
            .event(entry + "'syndrome':'0x5a000001','elr':'0x8004'")
            .replay(),
        Rule.IMM_IN_SYNDROME,
        Rule.RET_CALL_NEXT);
    only(
        Trace.ofEmulator()
            .event(call)
            .event(entry + "'syndrome':'0x5a000002','elr':'0x8004'")
            .replay(),
        Rule.IMM_IN_SYNDROME,
        3);
    only(
        Trace.ofEmulator()
            .event(call)
            .event(entry + "'syndrome':'0x5a000001','elr':'0x8000'")
            .replay(),
        Rule.RET_CALL_NEXT,
        3);
    only(
        Trace.ofEmulator()
            .event(call)
            .event(entry + "'syndrome':'0x5e000001','elr':'0x8000'")
            .replay(),
        Rule.SYN_EC_CALLER,
        3);
  }

  /** With HCR.TSC known to be 0 an SMC is not trapped; not knowing it, it may be. */
  @Test
  void aKnownControlBitNarrowsDownWhatThePlatformMayDo() {
    String call = "'kind':'call','insn':'smc','isa':'a32','el':1,'pc':'0x8000','word':'0xe1600070'";
    String entry =
        "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4e000000','elr':'0x8000','spsr':'0x600001d3','vector':'0x1014'";
    held(Trace.ofEmulator("armv7a-virt").event(call).event(entry).replay(), Rule.ROU_SMC_TSC);
    held(
        Trace.ofEmulator("armv7a-virt")
            .event(call + ",'regs':{'hcr':'0x80000'}")
            .event(entry)
            .replay(),
        Rule.ROU_SMC_TSC);
    only(
        Trace.ofEmulator("armv7a-virt").event(call + ",'regs':{'hcr':'0x0'}").event(entry).replay(),
        Rule.ROU_SMC_TSC,
        3);
  }

  /** TSC traps where EL2 is enabled: always in Non-secure state, in Secure state with EEL2 only. */
  @Test
  void aKnownSecurityStateNarrowsItDownToo() {
    String call = "'kind':'call','insn':'smc','isa':'a64','el':1,'pc':'0x8000','word':'0xd4000023'";
    String entry =
        "'kind':'entry','fromEl':1,'toEl':3,'toState':'a64','syndrome':'0x5e000001','elr':'0x8004','spsr':'0x3c5','vector':'0x1400'";
    held(
        Trace.ofEmulator("armv8a-el3-el2-a64")
            .event(call + ",'regs':{'hcr_el2':'0x80080000','scr_el3':'0x400'}")
            .event(entry)
            .replay(),
        Rule.ROU_SMC_TARGET);
    ReplayResult escaped =
        Trace.ofEmulator("armv8a-el3-el2-a64")
            .event(call + ",'regs':{'hcr_el2':'0x80080000','scr_el3':'0x401'}")
            .event(entry)
            .replay();
    assertEquals(1, escaped.exitCode(), escaped::toText);
    assertEquals(3, escaped.violations().get(0).line());
  }

  @Test
  void aPlatformThatCannotBeHadIsAProblem() {
    ReplayResult result = Trace.ofEmulator("armv9-imaginary").trappedSmc(SMC1).replay();
    assertEquals(3, result.exitCode());
    assertTrue(result.problems().get(0).contains("there is no platform 'armv9-imaginary'"));
  }
}
