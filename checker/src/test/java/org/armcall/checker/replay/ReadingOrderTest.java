// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.armcall.checker.replay.DecisionRulesTest.held;
import static org.armcall.checker.replay.DecisionRulesTest.only;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a handler gets that puts the bytes of an instruction together in the wrong order. */
class ReadingOrderTest {
  /** hvc #0x1234 is e1412374: as big-endian bytes 74 23 41 e1 hold the field 0x3411. */
  @Test
  void theBytesOfAnInstructionAreLittleEndian() {
    String call = "'kind':'call','insn':'hvc','isa':'a32','el':1,'pc':'0x8000','word':'0xe1412374'";
    String entry =
        "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4a001234','elr':'0x8004','spsr':'0x600001d3','vector':'0x1014'";
    ReplayResult result =
        Trace.ofEmulator()
            .event(call)
            .event(entry)
            .fetch("0x8000", "742341e1")
            .recovered("0x3411")
            .replay();
    only(result, Rule.IMM_LITTLE_ENDIAN, 5);
    held(
        Trace.ofEmulator()
            .event(call)
            .event(entry)
            .fetch("0x8000", "742341e1")
            .recovered("0x1234")
            .replay(),
        Rule.IMM_LITTLE_ENDIAN,
        Rule.IMM_IN_SYNDROME,
        Rule.RET_CALL_NEXT);
  }

  /**
   * hvc #0x1234 is f7e1 8234 in T32; with the halves swapped the field [19:16] is that of 8234, 4,
   * and the field [11:0] that of f7e1: 0x7e1.
   */
  @Test
  void theFirstHalfwordIsTheUpperHalf() {
    ReplayResult result =
        Trace.ofEmulator()
            .event(
                "'kind':'call','insn':'hvc','isa':'t32','el':1,'pc':'0x8000','word':'0xf7e18234'")
            .event(
                "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4a001234','elr':'0x8004','spsr':'0x600001f3','vector':'0x1014'")
            .fetch("0x8000", "e1f73482")
            .recovered("0x47e1")
            .replay();
    only(result, Rule.IMM_HALFWORD_ORDER, 5);
    only(result, Rule.IMM_EXECUTED_ONLY, 5);
    assertEquals(2, result.violated(), result::toText);
    held(
        Trace.ofEmulator()
            .trappedThumbSmc("0x8000", "0xf7f58000")
            .fetch("0x8000", "f5f70080")
            .recovered("0x5")
            .replay(),
        Rule.IMM_HALFWORD_ORDER);
  }

  /**
   * smc #5 is e1600075, in memory 75 00 60 e1: with its bytes swapped it ends in the 1 of e1, as
   * every other SMC does. In T32 it is f7f5 8000: 7 of f7, or 0 of 8000 where the halves are
   * swapped. None of these is an immediate that was read.
   */
  @ParameterizedTest
  @CsvSource({"0x1", "0x0", "0x7", "0x2"})
  void whatStandsInTheWrongPlaceOfEverySmcIsAGuess(String guess) {
    for (Trace trace :
        List.of(
            Trace.ofEmulator().trappedSmc("0xe1600075").fetch("0x8000", "750060e1"),
            Trace.ofEmulator()
                .trappedThumbSmc("0x8000", "0xf7f58000")
                .fetch("0x8000", "f5f70080"))) {
      ReplayResult result = trace.recovered(guess).replay();
      assertEquals(
          List.of(Rule.IMM_EXECUTED_ONLY, Rule.IMM_NO_GUESS),
          result.violations().stream().map(Judgement::rule).toList(),
          result::toText);
    }
  }

  /** The 0xdf of a T16 SVC is its opcode; hvc #0x1234 of A64 is d4024682. */
  @Test
  void aSwappedFieldThatHasSomethingOfTheImmediateIsTheWrongOrder() {
    ReplayResult result =
        Trace.ofEmulator()
            .event(
                "'kind':'call','insn':'hvc','isa':'a64','el':1,'pc':'0x8000','word':'0xd4024682'")
            .event(
                "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'0x5a001234','elr':'0x8004','spsr':'0x3c5','vector':'0x1400'")
            .fetch("0x8000", "824602d4")
            // 824602d4 >> 5 & 0xffff
            .recovered("0x3016")
            .replay();
    only(result, Rule.IMM_LITTLE_ENDIAN, 5);
    only(result, Rule.IMM_EXECUTED_ONLY, 5);
    assertEquals(2, result.violated(), result::toText);
    ReplayResult svc =
        Trace.ofEmulator()
            .event("'kind':'call','insn':'svc','isa':'t32','el':0,'pc':'0x8000','word':'0xdf01'")
            .event(
                "'kind':'entry','fromEl':0,'toEl':1,'toState':'a64','syndrome':'0x44000001','elr':'0x8002','spsr':'0x30','vector':'0x1600'")
            .fetch("0x8000", "01df")
            .recovered("0xdf")
            .replay();
    only(svc, Rule.IMM_NO_GUESS, 5);
    assertEquals(
        0, svc.violations().stream().filter(f -> f.rule() == Rule.IMM_LITTLE_ENDIAN).count());
  }
}
