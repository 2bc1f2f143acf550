// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.junit.jupiter.api.Test;

/** A handler that pauses the others does so before it looks, and lets them go on afterwards. */
final class PausingTest {
  private static final String TEXT =
      """
      armcall: scenario 1
      name: pausing
      platform: armv8a-el3-el2-a64
      controls: [HCR_EL2.TSC=1]
      choices: {trapsFailedConditionalSmc: "yes"}
      memory: [{at: 0x40000000, size: 0x100000}]
      cpus:
        - start: {at: guest, isa: a32}
        - start: {at: other, isa: a32}
      code:
        - {at: 0x40008000, isa: a32, text: "guest: cmp r0, r0\\n %s\\nidle: b idle"}
        - {at: 0x40009000, isa: a32, text: "other: b other"}
      handler:
        level: el2
        policy: memory-immediate
        options: {%s}
      schedule: cpu0*2 %s
      """;

  private record Heard(List<String> steps, List<String> decisions) {}

  private static Heard run(String instruction, String options) {
    List<String> steps = new ArrayList<>();
    List<String> decisions = new ArrayList<>();
    String text = TEXT.formatted(instruction, options, "cpu1 cpu0 ".repeat(12).strip());
    ScenarioRunner.run(
        ScenarioReader.parse("pausing.yaml", text),
        event -> {
          if (event instanceof MachineEvent.Paused paused) {
            steps.add((paused.paused() ? "stops cpu" : "frees cpu") + paused.other());
          } else if (event instanceof MachineEvent.HandlerContinues step) {
            steps.add(step.next());
          } else if (event instanceof MachineEvent.Decided decided) {
            decisions.add(decided.result());
          }
        });
    return new Heard(steps, decisions);
  }

  @Test
  void theOthersStandStillWhileItReads() {
    assertEquals(
        List.of(
            "pause",
            "stops cpu1",
            "walk",
            "read",
            "recheck",
            "decode",
            "decide",
            "resume",
            "frees cpu1"),
        run("smc #5", "pause-others: true").steps());
  }

  @Test
  void itPausesNobodyUnlessAsked() {
    assertEquals(
        List.of("walk", "read", "recheck", "decode", "decide", "resume"),
        run("smc #5", "pause-others: false").steps());
  }

  /**
   * IMM-CONDITION: only a handler that evaluates conditions finds one that failed to contradict a
   * call. Here the trap itself was a call that is none.
   */
  @Test
  void theConditionOfWhatIsReadCountsOnlyWhereConditionsDo() {
    assertEquals(
        List.of("recovered"), run("smcne #5", "condition: ignored, check: call").decisions());
    assertEquals(
        List.of("unavailable"), run("smcne #5", "condition: checked, check: call").decisions());
    assertEquals(
        List.of("recovered"), run("smceq #5", "condition: checked, check: call").decisions());
  }
}
