// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One field of what a trace says of an instruction is changed: its encoding's rule is named. */
class EncodingEditTest {
  private static final String ENTRY =
      "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'%s','elr':'%s','spsr':'%s','vector':'%s'";

  /** A call, its entry, and a decision that goes by the immediate. */
  private static Trace trace(String insn, String isa, String word, String imm, String entry) {
    return Trace.ofEmulator()
        .event(
            "'kind':'call','insn':'"
                + insn
                + "','isa':'"
                + isa
                + "','el':1,'pc':'0x8000','word':'"
                + word
                + "','imm':'"
                + imm
                + "'")
        .event(entry)
        .event("'kind':'decision','policy':'f','result':'ignored','dispatch':'psci'");
  }

  private static String entry(String syndrome, String elr, String spsr, String vector) {
    return String.format(ENTRY, syndrome, elr, spsr, vector);
  }

  private static String entry(String insn, String isa, long imm) {
    boolean a64 = isa.equals("a64");
    String spsr = a64 ? "0x3c5" : isa.equals("t32") ? "0x1f3" : "0x1d3";
    String vector = a64 ? "0x1400" : "0x1600";
    if (insn.equals("smc")) {
      return entry(
          "0x" + Long.toHexString(a64 ? 0x5e000000L | imm : 0x4e000000L), "0x8000", spsr, vector);
    }
    return entry(
        "0x" + Long.toHexString((a64 ? 0x5a000000L : 0x4a000000L) | imm), "0x8004", spsr, vector);
  }

  private static void only(ReplayResult result, Rule rule, long line) {
    assertEquals(
        List.of(rule + ":" + line),
        result.violations().stream().map(f -> f.rule() + ":" + f.line()).toList(),
        result::toText);
    assertEquals(1, result.exitCode());
  }

  private static Tally.Count count(ReplayResult result, Rule rule) {
    return result.tally().byRule().getOrDefault(rule, new Tally.Count(0, 0, Map.of()));
  }

  // Assembled by hand from DDI 0597 and DDI 0596; hvc #0x1234 in A32 is e1412374, in T32 f7e18234.
  @ParameterizedTest
  @CsvSource({
    "hvc, a32, 0xe1412374, 0x1234, 0x1, ENC_HVC_A32",
    "smc, a32, 0xe1600071, 0x1, 0x1, ENC_SMC_A32",
    "hvc, t32, 0xf7e18234, 0x1234, 0x1, ENC_HVC_T32",
    "smc, t32, 0xf7f58000, 0x5, 0x10000, ENC_SMC_T32",
    "hvc, a64, 0xd4024682, 0x1234, 0x20, ENC_HVC_A64",
    "smc, a64, 0xd4024683, 0x1234, 0x20, ENC_SMC_A64",
  })
  void oneFieldOfACallThatIsEditedIsNamedAlone(
      String insn, String isa, String word, String imm, String immediateBit, Rule rule) {
    String entry = entry(insn, isa, Long.decode(imm));
    ReplayResult right = trace(insn, isa, word, imm, entry).replay();
    assertEquals(List.of(), right.violations(), right::toText);
    assertEquals(1, count(right, rule).held());
    String otherImm = "0x" + Long.toHexString(Long.decode(imm) ^ 2);
    only(trace(insn, isa, word, otherImm, entry).replay(), rule, 2);
    only(trace(insn, isa, changed(word, immediateBit), imm, entry).replay(), rule, 2);
    // A bit of the opcode.
    only(trace(insn, isa, changed(word, "0x2000000"), imm, entry).replay(), rule, 2);
    String other = insn.equals("smc") ? "hvc" : "smc";
    Rule otherRule = Rule.valueOf(("ENC_" + other + "_" + isa).toUpperCase(Locale.ROOT));
    only(trace(other, isa, word, imm, entry).replay(), otherRule, 2);
  }

  private static String changed(String word, String bit) {
    return String.format("0x%08x", Long.decode(word) ^ Long.decode(bit));
  }

  /** svc #1 as T16 has two bytes, as A32 a field of 24 bits. */
  @Test
  void anSvcHasARuleForEachOfItsEncodings() {
    String svc = "'kind':'call','insn':'svc','el':0,'pc':'0x8000',";
    only(
        Trace.ofEmulator().event(svc + "'isa':'t32','word':'0xdf01','imm':'0x2'").replay(),
        Rule.ENC_SVC_T16,
        2);
    only(
        Trace.ofEmulator().event(svc + "'isa':'a32','word':'0xef123456','imm':'0x3456'").replay(),
        Rule.ENC_SVC_A32,
        2);
    only(
        Trace.ofEmulator().event(svc + "'isa':'a64','word':'0xd4000021','imm':'0x0'").replay(),
        Rule.ENC_SVC_A64,
        2);
    // ef000001 is svc #1 in A32 and no call in A64.
    only(
        Trace.ofEmulator().event(svc + "'isa':'a64','word':'0xef000001'").replay(),
        Rule.ENC_SVC_A64,
        2);
  }

  @Test
  void theInstructionSetIsWhatTheWordIsDecodedBy() {
    String entry = entry("smc", "a32", 0);
    only(trace("smc", "t32", "0xe1600071", "0x1", entry).replay(), Rule.ENC_SMC_T32, 2);
    only(trace("smc", "a64", "0xe1600071", "0x1", entry).replay(), Rule.ENC_SMC_A64, 2);
  }

  @Test
  void whatIsSkippedOrUndefinedHasAWordToo() {
    for (String kind : List.of("skipped", "undefined")) {
      String event = "'kind':'" + kind + "','insn':'smc','isa':'a32','pc':'0x8000','word':";
      ReplayResult right = Trace.ofEmulator().event(event + "'0x01600070'").replay();
      assertEquals(1, count(right, Rule.ENC_SMC_A32).held());
      only(Trace.ofEmulator().event(event + "'0x01400070'").replay(), Rule.ENC_SMC_A32, 2);
    }
  }

  @Test
  void anImmediateWithoutAWordIsUndeterminedUnlessItCannotBe() {
    String call = "'kind':'call','insn':'smc','isa':'a32','el':1,'pc':'0x8000','imm':";
    ReplayResult unknown = Trace.ofEmulator().event(call + "'0xf'").replay();
    assertEquals(
        Map.of(Unknown.WORD_NOT_RECORDED, 1L), count(unknown, Rule.ENC_SMC_A32).undetermined());
    assertEquals(0, unknown.exitCode());
    only(Trace.ofEmulator().event(call + "'0x10'").replay(), Rule.ENC_SMC_A32, 2);
    // Without the instruction set nothing says how wide it is.
    ReplayResult without =
        Trace.ofEmulator().event(call.replace("'isa':'a32',", "") + "'0x10'").replay();
    assertTrue(without.tally().byRule().isEmpty(), without::toText);
  }

  @Test
  void aMessageSaysWhatTheWordIs() {
    Judgement finding =
        trace("smc", "a32", "0xe1400071", "0x1", entry("smc", "a32", 0))
            .replay()
            .violations()
            .get(0);
    assertEquals("the word of an SMC in A32", finding.expected());
    assertEquals("0xe1400071, hvc #1", finding.observed());
  }
}
