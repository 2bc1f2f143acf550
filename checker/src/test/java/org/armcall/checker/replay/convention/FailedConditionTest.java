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

/** What fails its condition is no call, so that nobody owes it an answer. */
class FailedConditionTest {
  /** CCKNOWNPASS=1, CV=1, COND=EQ: trapped before the condition was tested. */
  private static final String TRAPPED = "0x4f080000";

  private static final String Z_CLEAR = "0x1d3";
  private static final String Z_SET = "0x400001d3";

  /** SMCEQ #0 at EL1, trapped and stepped over with nothing done. */
  private static Calls steppedOver(String spsr) throws PresetException {
    return Calls.trace()
        .with(
            new Expectations(
                Optional.empty(),
                Map.of(ExceptionLevel.EL2, CalleeFile.named("reference")),
                Optional.empty()))
        .event(
            0,
            "'kind':'call','insn':'smc','isa':'a32','el':1,'pc':'0x8000','word':'0x01600070',"
                + "'regs':{'r0':'0x84000000','r1':'0x1'}")
        .event(
            0,
            "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'"
                + TRAPPED
                + "','elr':'0x8000','spsr':'"
                + spsr
                + "'")
        .back(0, 2, 1, 0x8004, "r0=0x84000000 r1=0x1");
  }

  @Test
  void aTrappedSmcThatFailedItsConditionIsOwedNoAnswer() throws PresetException {
    Calls failed = steppedOver(Z_CLEAR);
    assertEquals(List.of(), failed.broken());
    assertEquals(0, failed.answers(Rule.SEQ_ONE_ANSWER).held());
    assertEquals(1, failed.answers(Rule.RET_TRAP_THIS).held(), "it was trapped all the same");
  }

  @Test
  void aTrappedSmcThatPassedItsConditionIs() throws PresetException {
    assertEquals(List.of(Rule.PSC_VERSION), steppedOver(Z_SET).broken());
  }

  @Test
  void aSkippedCallIsOwedNoAnswer() {
    Calls skipped =
        Calls.ofVersion11()
            .event(
                0,
                "'kind':'skipped','insn':'smc','isa':'a32','el':1,'pc':'0x8000','word':'0x01600070'");
    assertEquals(List.of(), skipped.broken());
    assertTrue(skipped.answers(Rule.RES_UNKNOWN).held() == 0);
  }
}
