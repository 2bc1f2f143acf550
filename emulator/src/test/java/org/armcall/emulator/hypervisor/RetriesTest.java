// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.scenario.Expectation.EndingKind;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.ScenarioWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IMM-ENDS: a handler that begins anew has a bound, and one that has none need not end. */
final class RetriesTest {
  /** The page of a call is taken away before the handler walks, and, later, given back. */
  private static final String TEXT =
      """
      armcall: scenario 1
      name: retries
      platform: armv8a-el3-el2-a64
      controls: [HCR_EL2.TSC=1]
      memory: [{at: 0x40000000, size: 0x100000}]
      tables:
        - format: short
          at: 0x40040000
          map: [{from: 0x40008000, to: 0x40008000, rights: kernel-all}]
      cpus:
        - start: {at: 0x40008000, isa: a32}
      code:
        - {at: 0x40008000, isa: a32, text: "smc #5\\nidle: b idle"}
      devices:
        - name: other
          does: [{unmap: 0x40008000}, {write: 0x40044020, word: 0x4000845e}]
      handler:
        level: el2
        policy: memory-immediate
        options: {retries: %s, on-fault: retry}
      schedule: %s
      """;

  private record Seen(ScenarioRun run, long walks) {}

  private static Seen run(String retries, String schedule) {
    List<MachineEvent> heard = new ArrayList<>();
    Scenario scenario = ScenarioReader.parse("s.yaml", TEXT.formatted(retries, schedule));
    ScenarioRun run = ScenarioRunner.run(scenario, heard::add);
    long walks =
        heard.stream()
            .filter(MachineEvent.HandlerContinues.class::isInstance)
            .filter(event -> ((MachineEvent.HandlerContinues) event).next().equals("walk"))
            .count();
    return new Seen(run, walks);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, Retries.MOST})
  void aBoundedHandlerGivesUpAfterSoManyFaults(int retries) {
    Seen seen = run(Integer.toString(retries), "cpu0 other cpu0*60");
    assertEquals(retries + 1, seen.walks());
    assertEquals("unavailable", seen.run().decisions().get(0).decided().result());
  }

  @Test
  void anUnboundedOneGoesOnUntilTheRunIsEnded() {
    Seen seen = run("unbounded", "cpu0 other cpu0*5000\nlimit: 1000");
    assertTrue(seen.walks() > 900, () -> seen.walks() + " walks");
    assertEquals(EndingKind.LIMIT, seen.run().ending());
    assertEquals(List.of(), seen.run().decisions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"16", "unbounded"})
  void aPageThatComesBackIsRead(String retries) {
    Seen seen = run(retries, "cpu0 other cpu0*10 other cpu0*8");
    assertEquals(5, seen.run().decisions().get(0).decided().immediate().orElse(-1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "-1", "forever", "0x1_0000_0000"})
  void whatIsNoNumberOfRetriesIsRefused(String retries) {
    String message = assertThrows(ScenarioException.class, () -> run(retries, "cpu0")).getMessage();
    assertEquals(
        "s.yaml:20: handler.options.retries: it is a number from 0 to 16, or unbounded", message);
    assertThrows(IllegalArgumentException.class, () -> Retries.atMost(17));
    assertThrows(IllegalArgumentException.class, () -> Retries.atMost(-1));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Scenario scenario = ScenarioReader.parse("s.yaml", TEXT.formatted("unbounded", "cpu0"));
    assertEquals(scenario, ScenarioReader.parse("s.yaml", ScenarioWriter.write(scenario)));
    Policy.MemoryImmediate policy =
        (Policy.MemoryImmediate) ((Scenario.Hypervisor) scenario.handlers().get(0)).policy();
    assertEquals(Retries.UNBOUNDED, policy.memory().retries());
    assertEquals(GuestMemory.OnFault.RETRY, policy.memory().onFault());
  }
}
