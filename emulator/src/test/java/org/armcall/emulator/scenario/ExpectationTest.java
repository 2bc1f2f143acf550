// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario expects: written, read, refused where it is nothing, and held against a run. */
final class ExpectationTest {
  /** One trapped SMC #1 that goes by the syndrome: it is answered with NOT_SUPPORTED. */
  private static final String SCENARIO =
      """
      armcall: scenario 1
      name: expects
      platform: armv7a-virt
      controls: [HCR.TSC=1]
      memory: [{at: 0x40000000, size: 0x100000}]
      cpus:
        - start: {at: 0x40008000, isa: a32, nzcv: 0x4}
          registers: {r0: 0x84000000, r1: 0x7}
      code:
        - {at: 0x40008000, isa: a32, text: "smc #1\\nb ."}
      handler: {level: el2, policy: syndrome-immediate}
      schedule: cpu0*6
      expect: {EXPECT}
      """;

  private static Scenario expecting(String expect) {
    return ScenarioReader.parse("s.yaml", SCENARIO.replace("EXPECT", expect));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "executed: [0x1]|executed: [2]|the calls should have [0x2], but those executed [0x1]",
        "counts: {calls: 1}|counts: {calls: 2..}|there should be 2.. calls, but are 1",
        "counts: {wrong: 0}|counts: {wrong: 1..2}|there should be 1..2 wrong, but are 0",
        "counts: {dispatched: ..3}|counts: {decisions: 0}|there should be 0 decisions, but are 1",
        "cpus: [{at: 0x40008004}]|cpus: [{at: 0}]|cpu0 should end at 0x0, but is at 0x40008004",
        "cpus: [{mode: svc}]|cpus: [{mode: und}]|cpu0 should end in mode und, but is in svc",
        "cpus: [{isa: a32}]|cpus: [{isa: t32}]|cpu0 should end in t32, but is in a32",
        "cpus: [{nzcv: 4}]|cpus: [{nzcv: 5}]|cpu0 should end with nzcv 0x5, but it is 0x4",
        "cpus: [{ss: false}]|cpus: [{ss: true}]|cpu0 should end with ss true, but it is false",
        "cpus: [{registers: {r1: 7}}]|cpus: [{registers: {r0: 1}}]"
            + "|cpu0 should end with r0 0x1, but it is 0xffffffff",
        "cpus: [{system: {hcr: 0x80000}}]|cpus: [{system: {hcr: 0x80001}}]"
            + "|cpu0 should end with HCR_EL2 0x80001, but it is 0x80000",
        "decisions: [{result: unavailable, reason: syndrome}]"
            + "|decisions: [{result: unavailable, reason: walk}]|decision 1 should be unavailable",
      })
  void aRunIsAsExpectedOrTheDifferenceIsSaid(String right, String wrong, String difference) {
    for (String expect : List.of(right, wrong)) {
      Scenario scenario = expecting(expect);
      assertEquals(scenario, ScenarioReader.parse("again", ScenarioWriter.write(scenario)));
    }
    assertEquals(List.of(), ScenarioRunner.run(expecting(right), event -> {}).differences());
    List<String> differences = ScenarioRunner.run(expecting(wrong), event -> {}).differences();
    assertEquals(1, differences.size());
    assertTrue(differences.get(0).startsWith(difference), differences.get(0));
  }

  /** The immediate is in the syndrome of an HVC, so that the handler goes by it. */
  @Test
  void anImmediateThatIsNotAmongThoseExpectedIsSaid() {
    String hvc = SCENARIO.replace("HCR.TSC=1", "SCR.HCE=1").replace("smc #1", "hvc #0x1234");
    for (String allowed : List.of("[0x1234, 5]", "[5]", "[]")) {
      Scenario scenario =
          ScenarioReader.parse("s.yaml", hvc.replace("EXPECT", "immediates: " + allowed));
      assertEquals(
          allowed.contains("1234") ? 0 : 1,
          ScenarioRunner.run(scenario, event -> {}).differences().size());
    }
  }

  /** IMM-CONDITION: what is passed over can be expected in that word. */
  @Test
  void aCallThatIsPassedOverIsReadAsItIsWritten() {
    Scenario scenario = expecting("decisions: [{result: unavailable, dispatch: skipped}]");
    assertEquals("skipped", scenario.expect().decisions().get().get(0).dispatch().orElseThrow());
    assertEquals(scenario, ScenarioReader.parse("again", ScenarioWriter.write(scenario)));
  }

  @Test
  void wordsOfAReasonAreWrittenAsTheyAre() {
    Scenario scenario = expecting("decisions: [{result: unavailable, reason: 'a \"b\" \\ c: #d'}]");
    assertEquals(
        "a \"b\" \\ c: #d", scenario.expect().decisions().get().get(0).reason().orElseThrow());
    assertEquals(scenario, ScenarioReader.parse("again", ScenarioWriter.write(scenario)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "counts: {calls: few}|expect.counts.calls: it is a number or a range",
        "counts: {calls: 3..2}|expect.counts.calls: it is a number or a range",
        "counts: {turns: 3}|expect.counts.turns: there is no such field",
        "executed: [one]|expect.executed: 'one' is no immediate",
        "cpus: [{}, {}]|expect.cpus[1].at: the scenario has no cpu1",
        "cpus: [{it: 256}]|expect.cpus[0].it: it is a number from 0 to 255",
        "cpus: [{registers: {x0: 1}}]|expect.cpus[0].registers.x0: there is no such register",
        "cpus: [{system: {r0: 1}}]|expect.cpus[0].system.r0: there is no such system register",
      })
  void whatIsNothingToExpectIsRefused(String expect, String problem) {
    String message = assertThrows(ScenarioException.class, () -> expecting(expect)).getMessage();
    assertTrue(message.startsWith("s.yaml:13: " + problem), message);
  }
}
