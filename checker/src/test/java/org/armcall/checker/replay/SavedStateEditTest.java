// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One field of the caller's state is changed, in SPSR, in the call or at the vector: its rule is
 * named, and nothing else.
 */
class SavedStateEditTest {
  /** A trapped T32 SMC, the first of an IT block of two (EQ, EQ): IT 0x04; Z is set. */
  private static final String TRAP =
      "'kind':'call','insn':'smc','isa':'t32','el':1,'pc':'0x8000','word':'0xf7f18000','regs':{'cpsr':'0x400005f3'}\n"
          + "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'0x4f080000','elr':'0x8000','spsr':'0x400005f3','vector':'0x1600','pstate':'0x3c9'\n"
          + "'kind':'decision','policy':'f','result':'ignored','dispatch':'psci'\n"
          + "'kind':'return','fromEl':2,'toEl':1,'pc':'0x8004','regs':{'cpsr':'0x400009f3'}";

  /** An A64 HVC, being stepped: SS is 1 before it and 0 in SPSR; BTYPE is 1 and may be kept. */
  private static final String HVC =
      "'kind':'call','insn':'hvc','isa':'a64','el':1,'pc':'0x8000','word':'0xd4000022','regs':{'pstate':'0x602007c5'}\n"
          + "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'0x5a000001','elr':'0x8004','spsr':'0x600007c5','vector':'0x1400','pstate':'0x3c9'\n"
          + "'kind':'return','fromEl':2,'toEl':1,'pc':'0x8004'";

  /** A T16 SVC in the middle of an IT block, taken to AArch32 EL1: IT 0x04 has become 0x08. */
  private static final String SVC =
      "'kind':'call','insn':'svc','isa':'t32','el':0,'pc':'0x8000','word':'0xdf01','regs':{'cpsr':'0x40000430'}\n"
          + "'kind':'entry','exception':'svc','fromEl':0,'toEl':1,'toState':'a32','elr':'0x8002','spsr':'0x40000830','vector':'0x8','pstate':'0x1d3'\n"
          + "'kind':'return','fromEl':1,'toEl':0,'pc':'0x8002'";

  private static ReplayResult replay(String events) {
    Trace trace = Trace.ofEmulator();
    events.lines().forEach(trace::event);
    return trace.replay();
  }

  private static String edited(String trace, String from, String to) {
    assertEquals(trace.indexOf(from), trace.lastIndexOf(from), from + " is there once");
    assertEquals(true, trace.contains(from), from);
    return trace.replace(from, to);
  }

  private static void only(String events, Rule rule) {
    ReplayResult result = replay(events);
    assertEquals(
        List.of(rule + ":3"),
        result.violations().stream().map(f -> f.rule() + ":" + f.line()).toList(),
        result::toText);
  }

  private static Tally.Count count(ReplayResult result, Rule rule) {
    return result.tally().byRule().getOrDefault(rule, new Tally.Count(0, 0, Map.of()));
  }

  private static void held(String events, Rule... rules) {
    ReplayResult result = replay(events);
    assertEquals(List.of(), result.violations(), result::toText);
    for (Rule rule : rules) {
      assertEquals(Map.of(), count(result, rule).undetermined(), rule + "\n" + result.toText());
      assertEquals(true, count(result, rule).held() > 0, rule + "\n" + result.toText());
    }
  }

  @Test
  void whatIsRightIsNotNamed() {
    held(TRAP, Rule.RET_RESUME, Rule.RET_IT_ADVANCE, Rule.RET_SS_ADVANCE, Rule.RET_EMULATED);
    held(HVC, Rule.RET_RESUME, Rule.RET_SS_ADVANCE, Rule.RET_BTYPE);
    held(SVC, Rule.RET_RESUME, Rule.RET_IT_ADVANCE);
    assertEquals(0, count(replay(SVC), Rule.RET_SS_ADVANCE).held());
    assertEquals(0, count(replay(HVC), Rule.RET_IT_ADVANCE).held());
  }

  @ParameterizedTest
  @CsvSource({
    // sys, usr, hyp and no mode at all; T; nRW; Z; IT advanced, cleared, impossible; SS
    "0x400005ff, RET_RESUME",
    "0x400005f0, RET_RESUME",
    "0x400005fa, RET_RESUME",
    "0x400005f4, RET_RESUME",
    "0x400005d3, RET_RESUME",
    "0x3c5, RET_RESUME",
    "0x5f3, RET_RESUME",
    "0x400009f3, RET_IT_ADVANCE",
    "0x400001f3, RET_IT_ADVANCE",
    "0x4400e9f3, RET_IT_ADVANCE",
    "0x402005f3, RET_SS_ADVANCE",
  })
  void anEditedSpsrOfATrapIsNamed(String spsr, Rule rule) {
    only(edited(TRAP, "'spsr':'0x400005f3'", "'spsr':'" + spsr + "'"), rule);
  }

  @ParameterizedTest
  @CsvSource({
    "0x400005ff, RET_RESUME",
    "0x400005d3, RET_RESUME",
    "0x3c5, RET_RESUME",
    "0x5f3, RET_RESUME",
    "0x400009f3, RET_IT_ADVANCE",
    "0x402005f3, RET_SS_ADVANCE",
  })
  void anEditedStateOfTheCallerIsNamedAsWell(String cpsr, Rule rule) {
    only(edited(TRAP, "{'cpsr':'0x400005f3'}", "{'cpsr':'" + cpsr + "'}"), rule);
  }

  @ParameterizedTest
  @CsvSource({
    // EL0, EL1t, EL2h, EL3h; AArch32; N; SS; another BTYPE
    "0x600007c0, RET_RESUME",
    "0x600007c4, RET_RESUME",
    "0x600007c9, RET_RESUME",
    "0x600007cd, RET_RESUME",
    "0x600001d3, RET_RESUME",
    "0xe00007c5, RET_RESUME",
    "0x602007c5, RET_SS_ADVANCE",
    "0x60000bc5, RET_BTYPE",
  })
  void anEditedSpsrOfACallIsNamed(String spsr, Rule rule) {
    only(edited(HVC, "'spsr':'0x600007c5'", "'spsr':'" + spsr + "'"), rule);
  }

  @ParameterizedTest
  @CsvSource({
    "0x40000430, RET_IT_ADVANCE",
    "0x40000030, RET_IT_ADVANCE",
    "0x40000810, RET_RESUME",
    "0x40000833, RET_RESUME",
    "0x20000830, RET_RESUME",
  })
  void anEditedSpsrOfAnSvcIsNamed(String spsr, Rule rule) {
    only(edited(SVC, "'spsr':'0x40000830'", "'spsr':'" + spsr + "'"), rule);
  }

  @ParameterizedTest
  @CsvSource({"0x3c5", "0x3cd", "0x3c8", "0x1da"})
  void anEditedStateAtTheVectorIsNamed(String pstate) {
    only(edited(HVC, "'pstate':'0x3c9'", "'pstate':'" + pstate + "'"), Rule.ROU_VECTOR_A64);
  }

  @ParameterizedTest
  @CsvSource({"0x1da", "0x1d0", "0x1d6", "0x3c5"})
  void anEditedModeAtAnAarch32VectorIsNamed(String pstate) {
    only(edited(SVC, "'pstate':'0x1d3'", "'pstate':'" + pstate + "'"), Rule.ROU_VECTOR_A32);
  }

  @Test
  void theLevelOfTheCallIsHeldAgainstSpsr() {
    only(edited(HVC, "'el':1,", "'el':2,"), Rule.RET_RESUME);
    only(edited(TRAP, "'el':1,", "'el':0,"), Rule.RET_RESUME);
  }

  /** K1.1.7: a call of four bytes in the middle of a block may have ended it; BTYPE may go. */
  @Test
  void whatTheArchitectureLeavesOpenIsNoViolation() {
    String hvc =
        "'kind':'call','insn':'hvc','isa':'t32','el':1,'pc':'0x8000','word':'0xf7e08001','regs':{'cpsr':'0x400005f3'}\n"
            + "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4a000001','elr':'0x8004','spsr':'%s','vector':'0x1014'";
    held(String.format(hvc, "0x400009f3"), Rule.RET_IT_ADVANCE);
    held(String.format(hvc, "0x400001f3"), Rule.RET_IT_ADVANCE);
    only(String.format(hvc, "0x400005f3"), Rule.RET_IT_ADVANCE);
    held(edited(HVC, "'spsr':'0x600007c5'", "'spsr':'0x600003c5'"), Rule.RET_BTYPE);
  }

  @Test
  void withoutTheStateOfTheCallOnlyWhatItsOtherFieldsSayIsKnown() {
    String without = edited(TRAP, ",'regs':{'cpsr':'0x400005f3'}", "");
    ReplayResult result = replay(without);
    assertEquals(List.of(), result.violations(), result::toText);
    for (Rule rule : List.of(Rule.RET_RESUME, Rule.RET_IT_ADVANCE, Rule.RET_SS_ADVANCE)) {
      assertEquals(
          Map.of(Unknown.SAVED_STATE_NOT_RECORDED, 1L), count(result, rule).undetermined());
    }
    // Flags and IT may have been anything; level and instruction set are known.
    String silent = without.replace(",'regs':{'cpsr':'0x400009f3'}", "");
    assertEquals(0, replay(edited(silent, "0x400005f3", "0x480001f3")).violated());
    only(edited(without, "0x400005f3", "0x400005d3"), Rule.RET_RESUME);
    only(edited(without, "0x400005f3", "0x400005fa"), Rule.RET_RESUME);
  }

  @Test
  void withoutSpsrNothingIsKnown() {
    ReplayResult result = replay(edited(HVC, "'spsr':'0x600007c5',", ""));
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals(
        Map.of(Unknown.SAVED_STATE_NOT_RECORDED, 1L),
        count(result, Rule.RET_SS_ADVANCE).undetermined());
  }

  /** With HCR_EL2.NV=1 an SVC of a nested hypervisor at EL1 saves EL2. */
  @Test
  void aNestedHypervisorMayBeShownEl2() {
    String svc =
        "'kind':'call','insn':'svc','isa':'a64','el':1,'pc':'0x8000','word':'0xd4000001','regs':{'pstate':'0x3c5'%s}\n"
            + "'kind':'entry','fromEl':1,'toEl':1,'toState':'a64','syndrome':'0x56000000','elr':'0x8004','spsr':'0x3c9','vector':'0x1200'";
    ReplayResult result = replay(String.format(svc, ""));
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals(1L, count(result, Rule.RET_RESUME).undetermined().get(Unknown.NESTED_LEVEL));
    only(String.format(svc, ",'hcr_el2':'0x0'"), Rule.RET_RESUME);
  }

  /** IT 0xea: an IT instruction does not make it, and its next would have the condition 0b1111. */
  @Test
  void aStateThatNoItInstructionMakesEndsNothing() {
    String impossible =
        TRAP.replace("0x400005f3", "0x4400e9f3").replace("0x400009f3", "0x4000f5f3");
    ReplayResult result = replay(impossible);
    assertEquals(1, count(result, Rule.RET_IT_ADVANCE).held(), result::toText);
  }
}
