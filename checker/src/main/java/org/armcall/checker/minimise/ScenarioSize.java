// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.scenario.Scenario;

/**
 * How large a scenario is.
 *
 * @param parts how many there are of each kind of part, by what they are called
 */
record ScenarioSize(Map<String, Long> parts) {
  static ScenarioSize of(Scenario scenario) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("processors", (long) scenario.processors().size());
    parts.put(
        "lines of code", scenario.code().stream().mapToLong(code -> statements(code.text())).sum());
    parts.put("turns", turns(scenario.schedule()));
    parts.put(
        "actions of devices",
        scenario.devices().stream().mapToLong(device -> device.actions().size()).sum());
    parts.put(
        "mappings", scenario.tables().stream().mapToLong(tables -> tables.map().size()).sum());
    parts.put(
        "registers with a value",
        scenario.registers().size()
            + scenario.processors().stream().mapToLong(cpu -> cpu.registers().size()).sum());
    parts.put("control bits", (long) scenario.controls().size());
    parts.put("regions of memory", (long) scenario.memory().size());
    parts.put("handlers", (long) scenario.handlers().size());
    return new ScenarioSize(parts);
  }

  /** A label or a comment is none. */
  private static long statements(String code) {
    return code.lines()
        .filter(
            line ->
                !line.replaceFirst("^(\\s*[A-Za-z_][A-Za-z0-9_.$]*:)*\\s*((//|@|;).*)?", "")
                    .isEmpty())
        .count();
  }

  private static long turns(Schedule schedule) {
    return schedule instanceof Schedule.Listed listed
        ? listed.turns().stream().mapToLong(Schedule.Turn::times).sum()
        : 0;
  }

  /** All parts together. */
  long total() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** From this size to another: what is less, and how many are left. */
  String to(ScenarioSize other) {
    List<String> less = new ArrayList<>();
    parts.forEach(
        (part, count) -> {
          long left = other.parts().get(part);
          if (left != count) {
            less.add(part + " " + count + " to " + left);
          }
        });
    String all = "from " + total() + " parts to " + other.total();
    return less.isEmpty() ? all : all + ": " + String.join(", ", less);
  }
}
