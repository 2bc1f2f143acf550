// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Lane;

/**
 * The lanes of a counterexample: processors and Exception levels where the variables of the model
 * are of them, the variables themselves where they are not.
 */
final class ModelLanes {
  private static final int MOST = 10;
  private static final Pattern KEYED = Pattern.compile("(\\w+)\\[\"?(\\w+)\"?\\](.*)");
  private static final Pattern CALL = Pattern.compile("\\.(frames|open)\\[\\d+\\]");

  /** What is kept for the reader of a counterexample only. */
  private static final String HISTORY = "last";

  /** What a variable of ImmediateRecovery.tla is of. */
  private static final Map<String, Lane> RECOVERY =
      Map.ofEntries(
          Map.entry("cpu", new Lane("CPU 0", "caller", "")),
          Map.entry("hv", new Lane("CPU 0", "handler", "")),
          Map.entry("guard", new Lane("CPU 0", "handler", "")),
          Map.entry("upkept", new Lane("CPU 0", "handler", "")),
          Map.entry("armed", new Lane("CPU 0", "handler", "")),
          Map.entry("snapshot", new Lane("CPU 0", "handler", "")),
          Map.entry("tlb", new Lane("CPU 0", "TLB", "")),
          Map.entry("view", new Lane("CPU 0", "fetched", "")),
          Map.entry("paused", new Lane("CPU 1", "paused", "")),
          Map.entry("mem", new Lane("memory", "pages", "")),
          Map.entry("patched", new Lane("memory", "pages", "")),
          Map.entry("line", new Lane("memory", "data cache", "")),
          Map.entry("clean", new Lane("memory", "data cache", "")),
          Map.entry("table", new Lane("memory", "stage 1", "")),
          Map.entry("out", new Lane("memory", "stage 2", "")));

  private final boolean fine;
  private final List<Lane> all;

  /**
   * The lanes of some states.
   *
   * @param changes of each state from the one before it; none of the first
   */
  ModelLanes(List<Map<String, String>> states, List<List<Change>> changes) {
    Set<Lane> parts = new LinkedHashSet<>();
    Set<Lane> variables = new LinkedHashSet<>();
    for (int i = 0; i < states.size(); i++) {
      for (Change change : changes.get(i)) {
        if (!variable(change.path()).equals(HISTORY)) {
          parts.add(part(change, states.get(i), states.get(Math.max(0, i - 1))));
          variables.add(new Lane("", variable(change.path()), ""));
        }
      }
    }
    fine = parts.size() <= MOST;
    all = fine ? ordered(parts) : variables.stream().limit(MOST).toList();
  }

  List<Lane> all() {
    return all;
  }

  /** The lanes that a step changes. */
  List<Lane> touched(List<Change> changes, Map<String, String> state, Map<String, String> before) {
    return changes.stream()
        .map(
            change ->
                fine ? part(change, state, before) : new Lane("", variable(change.path()), ""))
        .distinct()
        .filter(all::contains)
        .toList();
  }

  /** What is of one processor stands side by side, its levels from the lowest. */
  private static List<Lane> ordered(Set<Lane> lanes) {
    List<String> groups = lanes.stream().map(Lane::group).distinct().sorted().toList();
    List<Lane> ordered = new ArrayList<>(lanes);
    ordered.sort(
        Comparator.<Lane>comparingInt(lane -> groups.indexOf(lane.group()))
            .thenComparing(lane -> lane.name().startsWith("EL") ? lane.name() : "X"));
    return List.copyOf(ordered);
  }

  /** {@code cpu} of {@code cpu["cpu0"].now}. */
  private static String variable(String path) {
    return path.split("[ .\\[]", 2)[0];
  }

  private static Lane part(Change change, Map<String, String> state, Map<String, String> before) {
    Map<String, String> values = change.after().isEmpty() ? before : state;
    String name = variable(change.path());
    if (values.containsKey("hv.pc")) {
      return RECOVERY.getOrDefault(name, new Lane("", name, ""));
    }
    if (values.containsKey("s.el") && name.equals("s")) {
      return new Lane("", "EL" + values.get("s.el"), "caller");
    }
    Matcher keyed = KEYED.matcher(change.path());
    if (!keyed.matches()) {
      return new Lane("", name, "");
    }
    String key = keyed.group(2);
    return switch (name) {
      case "cpu", "cpus", "world", "power", "boot" ->
          new Lane("CPU " + key.replace("cpu", ""), onProcessor(name, key, change, values), "");
      // Each is of a processor of a guest.
      case "cl", "due", "owed" -> new Lane("callers", key, "");
      case "thread" -> new Lane("firmware", "threads", "");
      case "callees" -> new Lane("", "EL" + key, "callee");
      default -> new Lane("", name + " " + key, "");
    };
  }

  /** The level to which an open exception went; else what the variable is. */
  private static String onProcessor(
      String name, String key, Change change, Map<String, String> values) {
    Matcher call = CALL.matcher(change.path());
    if (call.find()) {
      String level = values.getOrDefault(change.path().substring(0, call.end()) + ".to", "");
      return level.matches("[0-3]") ? "EL" + level : "calls";
    }
    return switch (name) {
      // Who runs at EL1, and its registers.
      case "cpu" -> "EL1";
      case "cpus" -> "calls";
      case "world" -> "machine";
      default -> name;
    };
  }
}
