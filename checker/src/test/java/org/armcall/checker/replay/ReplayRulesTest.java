// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each rule says of small logs: some right, some wrong in one way. */
class ReplayRulesTest {
  private static final long HVC64 = 0x5a000000L;
  private static final long HVC32 = 0x4a000000L;
  private static final long SMC64 = 0x5e000000L;
  private static final long SMC32 = 0x4e000000L;

  private static void assertViolations(ReplayResult result, String... expected) {
    assertEquals(
        List.of(expected),
        result.violations().stream().map(f -> f.rule().id() + ":" + f.line()).toList(),
        result::toText);
  }

  private static Tally.Count of(ReplayResult result, Rule rule) {
    return result.tally().byRule().getOrDefault(rule, new Tally.Count(0, 0, java.util.Map.of()));
  }

  private static void assertUndetermined(ReplayResult result, Rule rule, Unknown why) {
    assertTrue(of(result, rule).undetermined().containsKey(why), result::toText);
  }

  @ParameterizedTest
  @CsvSource({
    "0x4e000000, ", // CCKNOWNPASS=0
    "0x4f080000, ", // CCKNOWNPASS=1 CV=1 EQ
    "0x4fe80000, ", // CCKNOWNPASS=1 CV=1 AL
    "0x4e580000, ", // CCKNOWNPASS=1 CV=0: T32
    "0x4f000000, SYN-SMC32-CONDITION", // CV without CCKNOWNPASS
    "0x4e100000, SYN-SMC32-CONDITION", // COND without CCKNOWNPASS
    "0x4ff80000, SYN-SMC32-CONDITION", // 0b1111 is no condition
    "0x4e010000, SYN-SMC32-CONDITION",
    "0x4e000001, SYN-SMC32-NO-IMM",
    "0x4c000000, SYN-IL"
  })
  void aTrappedAarch32SmcShowsOneOfTheAllowedCombinations(String esr, String rule) {
    ReplayResult result =
        new Log()
            .back(2, 1, "AArch32", 0x1000)
            .trap(0, Long.decode(esr), 0x1000, 0x40001600)
            .replay();
    if (rule == null) {
      assertViolations(result);
      assertEquals(1, of(result, Rule.SYN_SMC32_CONDITION).held());
    } else {
      assertViolations(result, rule + ":4");
    }
    assertUndetermined(result, Rule.IMM_SMC32_LOST, Unknown.IMMEDIATE_NOT_LOGGED);
  }

  @Test
  void withSpsrOnlyT32MayLeaveTheConditionToIt() {
    long inSpsr = 0x4e580000L;
    assertViolations(new Log().withSpsr(0x33).trap(0, inSpsr, 0x1000, 0x40001600).replay());
    assertViolations(
        new Log().withSpsr(0x13).trap(0, inSpsr, 0x1000, 0x40001600).replay(),
        "SYN-SMC32-CONDITION:3");
  }

  @Test
  void anAarch32SmcAtEl3ShowsZero() {
    Log log = new Log().taken("Secure Monitor Call", 0, 1, 3, SMC32, 0x1004, 0x40001600);
    assertEquals(1, of(log.replay(), Rule.SYN_SMC32_EL3_ZERO).held());
    assertViolations(
        new Log()
            .taken("Secure Monitor Call", 0, 1, 3, SMC32 | 1 << 19, 0x1004, 0x40001600)
            .replay(),
        "SYN-SMC32-EL3-ZERO:3");
  }

  @Test
  void undefinedHasIl1AndIss0() {
    assertViolations(
        new Log().taken("Undefined Instruction", 0, 1, 1, 0x02000000L, 0x1000, 0x1200).replay());
    assertViolations(
        new Log().taken("Undefined Instruction", 0, 1, 1, 0L, 0x1000, 0x1200).replay(),
        "SYN-UNDEF:3");
    assertViolations(
        new Log().taken("Undefined Instruction", 0, 1, 1, 0x02000001L, 0x1000, 0x1200).replay(),
        "SYN-UNDEF:3");
    ReplayResult trapped =
        new Log().taken("Undefined Instruction", 0, 1, 2, 0x02000000L, 0x1000, 0x1400).replay();
    assertViolations(trapped);
    assertUndetermined(trapped, Rule.ROU_UNDEF_TARGET, Unknown.TRAPPED_ACCESS);
  }

  @Test
  void anSvcTrappedByFgtIsACallAndReturnsToItself() {
    ReplayResult result =
        new Log().taken("Undefined Instruction", 0, 0, 2, 0x56000000L, 0x1000, 0x1400).replay();
    assertViolations(result);
    assertEquals(1, of(result, Rule.ROU_SVC_FGT).held());
    assertEquals("{\"hvc\":0,\"smc\":0,\"svc\":1}", result.toJson().get("calls").toString());
  }

  @Test
  void theClassFollowsTheCallersState() {
    // The return is not of a processor that is known to be at EL2 unless one was seen there.
    Log from32 = new Log().irq(0, 2, 0x9000).back(2, 1, "AArch32", 0x1000);
    assertViolations(
        from32.taken("Hypervisor Call", 0, 1, 2, HVC64, 0x1004, 0x40001600).replay(),
        "SYN-EC-CALLER:9");
    Log wrongVector = new Log().irq(0, 2, 0x9000).back(2, 1, "AArch32", 0x1000);
    assertViolations(wrongVector.hvc(0, HVC32, 0x1004).replay(), "ROU-VECTOR-A64:11");
    Log staleReturn = new Log().irq(0, 2, 0x9000).back(2, 1, "AArch32", 0x1000);
    assertViolations(staleReturn.hvc(0, HVC64, 0x1004).replay());
  }

  @Test
  void spsrSaysTheCallersState() {
    assertViolations(new Log().withSpsr(0x1d3).hvc(0, HVC32, 0x1004).replay(), "ROU-VECTOR-A64:6");
    assertViolations(
        new Log()
            .withSpsr(0x1d3)
            .taken("Hypervisor Call", 0, 1, 2, HVC64, 0x1004, 0x40001600)
            .replay(),
        "SYN-EC-CALLER:3");
  }

  @Test
  void aT16SvcHasIl0() {
    Log thumb = new Log().withSpsr(0x30).taken("SVC", 0, 0, 1, 0x44000001L, 0x1002, 0x1600);
    assertViolations(thumb.replay());
    assertViolations(
        new Log().withSpsr(0x30).taken("SVC", 0, 0, 1, 0x46000001L, 0x1002, 0x1600).replay(),
        "SYN-IL:3");
    assertViolations(
        new Log().withSpsr(0x30).taken("SVC", 0, 0, 1, 0x44000100L, 0x1002, 0x1600).replay(),
        "SYN-SVC32-IMM:3");
  }

  @Test
  void aCallFromEl0ThatCannotBeIsNoticed() {
    assertViolations(
        new Log().taken("Hypervisor Call", 0, 0, 2, HVC64, 0x1004, 0x1400).replay(),
        "ROU-HVC-TARGET:2");
    assertViolations(
        new Log().taken("Secure Monitor Call", 0, 0, 3, SMC64, 0x1004, 0x1400).replay(),
        "ROU-SMC-TARGET:2");
    assertViolations(
        new Log().taken("Hypervisor Trap", 0, 2, 2, SMC64, 0x1004, 0x1200).replay(),
        "ROU-SMC-TSC:2");
    assertViolations(
        new Log().taken("SVC", 0, 1, 2, 0x56000000L, 0x1004, 0x1400).replay(), "ROU-SVC-TARGET:2");
    assertViolations(
        new Log().taken("Data Abort", 0, 2, 1, 0x96000000L, 0x1004, 0x1200).replay(),
        "ROU-VECTOR-A64:2");
  }

  @Test
  void qemusOwnAnswersAndDeviationsAreNoViolations() {
    assertViolations(new Log().handled("Secure Monitor Call", 0, 1, 3, SMC64).replay());
    assertViolations(new Log().handled("Hypervisor Call", 0, 1, 2, HVC64).replay());
    ReplayResult atEl3 =
        new Log().taken("Hypervisor Call", 0, 3, 2, HVC64, 0x1004, 0x1200).replay();
    assertUndetermined(atEl3, Rule.ROU_HVC_TARGET, Unknown.QEMU_HVC_AT_EL3);
  }

  @Test
  void aTrappedSmcThatIsNotSteppedOverIsMadeForEver() {
    Log log = new Log();
    for (int i = 0; i < 3; i++) {
      log.trap(0, SMC64, 0x1000, 0x40001400).back(2, 1, 0x1000);
    }
    assertViolations(log.replay(), "RET-RESUME:6", "RET-RESUME:12", "RET-RESUME:18");
    ReplayResult right =
        new Log().trap(0, SMC64, 0x1000, 0x1400).back(2, 1, 0x1004).irq(0, 1, 0x1010).replay();
    assertViolations(right);
    assertEquals(1, of(right, Rule.RET_RESUME).held());
    assertEquals(1, of(right, Rule.RET_TRAP_THIS).held());
  }

  @ParameterizedTest
  @CsvSource({"4", "-4", "2", "-2"})
  void aHandlerThatIsOffByOneInstructionIsNamed(int off) {
    Log log = new Log();
    for (int i = 0; i < 3; i++) {
      log.hvc(0, HVC64, 0x1004).back(2, 1, 0x1004).irq(0, 1, 0x2000).back(1, 1, 0x2000);
    }
    log.hvc(0, HVC64, 0x1004).back(2, 1, 0x1004 + off);
    assertViolations(log.replay(), "RET-RESUME:42");
  }

  @Test
  void aCallThatReturnsFarAwayProvesNothing() {
    ReplayResult result = new Log().hvc(0, HVC64, 0x1004).back(2, 1, 0x8000).replay();
    assertViolations(result);
    assertUndetermined(result, Rule.RET_RESUME, Unknown.RESUMED_ELSEWHERE);
  }

  private static Log repeated(Log log, int times) {
    for (int i = 0; i < times; i++) {
      log.hvc(0, HVC64 | 1, 0x1004).back(2, 1, 0x1004);
    }
    return log;
  }

  @Test
  void aReturnToAnotherSiteOfTheSameCallIsWhatTheEndOfAGuestLooksLike() {
    Log edited = repeated(new Log(), 3).hvc(0, HVC64 | 1, 0x1024).back(2, 1, 0x1004);
    String log = repeated(edited, 3).text();
    // Two guests with the same kernel: the first waits at 0x1004 while the second runs and ends.
    String before = new Log().hvc(0, HVC64 | 1, 0x1004).back(2, 1, 0x8000).text();
    assertViolations(Logs.replay(before + log));
    ReplayResult result = Logs.replay(log);
    assertViolations(result);
    assertUndetermined(result, Rule.RET_CALL_NEXT, Unknown.RESUMED_ELSEWHERE);
    assertUndetermined(result, Rule.RET_RESUME, Unknown.RESUMED_ELSEWHERE);
  }

  @Test
  void aReturnThatIsNotOfAKnownProcessorIsStillSeen() {
    Log both = new Log().hvc(0, HVC64, 0x1004).hvc(1, HVC64, 0x2004).back(2, 1, 0x8000);
    assertUndetermined(
        both.back(2, 1, 0x2004).irq(0, 1, 0x8010).replay(),
        Rule.RET_CALL_NEXT,
        Unknown.RESUMED_ELSEWHERE);
    assertUndetermined(
        new Log().hvc(0, HVC64, 0x1004).irq(0, 1, 0x8010).replay(),
        Rule.RET_CALL_NEXT,
        Unknown.RETURN_NOT_LOGGED);
  }

  @Test
  void aSchedulerMayResumeTheCallerLaterOnAnotherProcessor() {
    ReplayResult result =
        new Log()
            .hvc(0, HVC64, 0x1004)
            .back(2, 1, 0x8000)
            .irq(1, 2, 0x9000)
            .irq(0, 1, 0x8100)
            .back(2, 1, 0x1004)
            .irq(1, 1, 0x1010)
            .replay();
    assertViolations(result);
    assertEquals(1, of(result, Rule.RET_RESUME).held());
    assertEquals(1, of(result, Rule.RET_CALL_NEXT).held());
  }

  @Test
  void aKernelMayRestartAnInterruptedSvc() {
    ReplayResult result =
        new Log()
            .taken("SVC", 0, 0, 1, 0x56000000L, 0x1004, 0x1400)
            .back(1, 0, 0x1000)
            .taken("SVC", 0, 0, 1, 0x56000000L, 0x1004, 0x1400)
            .replay();
    assertViolations(result);
    assertUndetermined(result, Rule.RET_RESUME, Unknown.RESTARTED);
  }

  @Test
  void aSiteThatOnceReportsAnotherImmediateIsNamed() {
    Log log = new Log();
    for (long imm : new long[] {1, 1, 2, 1}) {
      log.hvc(0, HVC64 | imm, 0x1004).back(2, 1, 0x1004);
    }
    assertViolations(log.replay(), "IMM-SITE:15");
    Log changed = new Log();
    for (long imm : new long[] {1, 1, 2, 2}) {
      changed.hvc(0, HVC64 | imm, 0x1004).back(2, 1, 0x1004);
    }
    ReplayResult result = changed.replay();
    assertViolations(result);
    assertUndetermined(result, Rule.IMM_SITE, Unknown.IMMEDIATE_CHANGED);
  }

  @Test
  void aSiteThatAlternatesOrIsInUserSpaceIsNotJudged() {
    Log log = new Log();
    for (long imm : new long[] {1, 2, 1, 2, 1, 3, 4, 1}) {
      log.hvc(0, HVC64 | imm, 0x1004).back(2, 1, 0x1004);
    }
    assertUndetermined(log.replay(), Rule.IMM_SITE, Unknown.IMMEDIATE_CHANGED);
    Log user = new Log();
    for (long imm : new long[] {1, 2, 1}) {
      user.taken("SVC", 0, 0, 1, 0x56000000L | imm, 0x1004, 0x1400).back(1, 0, 0x1004);
    }
    assertViolations(user.replay());
    assertUndetermined(user.replay(), Rule.IMM_SITE, Unknown.USER_SPACE);
  }

  @Test
  void anAarch32TargetShowsNoReturnAddress() {
    ReplayResult result =
        new Log()
            .header("Hypervisor Call", 0, 1, 2, HVC32 | 7)
            .line("Exception return from AArch32 hyp to svc PC 0x1004")
            .header("Hypervisor Call", 0, 1, 2, HVC32 | 7)
            .header("SVC", 0, 0, 1, 0x46000000L)
            .replay();
    assertViolations(result);
    assertUndetermined(result, Rule.RET_RESUME, Unknown.ELR_NOT_LOGGED);
    assertUndetermined(result, Rule.SYN_EC_CALLER, Unknown.NO_SYNDROME_REGISTER);
    assertEquals(1, of(result, Rule.SYN_EC_CALLER).held());
    assertViolations(
        new Log()
            .header("Hypervisor Call", 0, 1, 2, HVC32)
            .line("Exception return from AArch32 hyp to svc PC 0x1004")
            .header("Hypervisor Call", 0, 1, 2, HVC64)
            .replay(),
        "SYN-EC-CALLER:7");
  }

  // TF-A 2.8 loads its images by semihosting; QEMU prints the level of no exception there.
  @Test
  void whatQemuHandlesItselfGoesNowhere() {
    String semihosting =
        "Taking exception 16 [Semihosting call] on CPU 0\n...from EL3 to EL0\n"
            + "...handling as semihosting call 0x1\n";
    ReplayResult result = Logs.replay(semihosting);
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals("nothing checked", result.verdict());
  }
}
