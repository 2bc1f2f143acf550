// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Lane;
import org.junit.jupiter.api.Test;

/** A counterexample is drawn by processors and levels where its variables are of them. */
final class ModelLanesTest {
  private static ModelLanes of(Map<String, String> before, Map<String, String> after, String path) {
    return new ModelLanes(
        List.of(before, after),
        List.of(
            List.of(),
            List.of(
                new Change(path, before.getOrDefault(path, ""), after.getOrDefault(path, "")))));
  }

  @Test
  void anOpenExceptionStandsAtTheLevelThatTookIt() {
    Map<String, String> taken =
        Map.of("cpu[\"cpu1\"].frames[1].to", "3", "cpu[\"cpu1\"].frames[1].phase", "\"taken\"");
    assertEquals(
        List.of(new Lane("CPU 1", "EL3", "")),
        of(Map.of(), taken, "cpu[\"cpu1\"].frames[1].phase").all());
    assertEquals(
        List.of(new Lane("CPU 1", "EL3", "")),
        of(taken, Map.of(), "cpu[\"cpu1\"].frames[1].phase").all(),
        "when it is gone too");
  }

  @Test
  void theRegistersOfAProcessorAreOfWhoRunsAtEl1() {
    assertEquals(
        List.of(new Lane("CPU 0", "EL1", "")),
        of(Map.of(), Map.of("cpu[\"cpu0\"].regs[\"x0\"]", "1"), "cpu[\"cpu0\"].regs[\"x0\"]")
            .all());
    assertEquals(
        List.of(new Lane("CPU 0", "power", "")),
        of(Map.of(), Map.of("power[\"cpu0\"]", "\"off\""), "power[\"cpu0\"]").all());
    assertEquals(
        List.of(new Lane("", "EL2", "callee")),
        of(Map.of(), Map.of("callees[2].versions", "{1}"), "callees[2].versions").all());
  }

  @Test
  void whatIsKeptForTheReaderIsNoLane() {
    assertEquals(List.of(), of(Map.of(), Map.of("last.act", "\"x\""), "last.act").all());
  }

  @Test
  void levelsOfAProcessorStandSideBySideFromTheLowest() {
    Map<String, String> state =
        Map.of(
            "cpu[\"cpu1\"].now", "1",
            "cpu[\"cpu0\"].frames[1].to", "3",
            "cpu[\"cpu0\"].frames[2].to", "2",
            "cpu[\"cpu0\"].now", "1");
    List<Change> changes =
        List.of(
            new Change("cpu[\"cpu0\"].frames[1].to", "", "3"),
            new Change("cpu[\"cpu1\"].now", "", "1"),
            new Change("cpu[\"cpu0\"].frames[2].to", "", "2"),
            new Change("cpu[\"cpu0\"].now", "", "1"));
    assertEquals(
        List.of("CPU 0 EL1", "CPU 0 EL2", "CPU 0 EL3", "CPU 1 EL1"),
        new ModelLanes(List.of(Map.of(), state), List.of(List.of(), changes))
            .all().stream().map(lane -> lane.group() + " " + lane.name()).toList());
  }
}
