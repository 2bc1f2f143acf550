// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioWriter;
import org.armcall.model.rule.Rule;

/**
 * What is left of a scenario that breaks rules: no turn, no line of code and no other part of it
 * can go, and no option can be plainer, without one of the rules being kept or another one broken.
 */
public final class MinimalScenario {
  private static final int LONGEST_NAME = 64;
  private static final String ENDING = "-minimal";

  private final Scenario first;
  private final Scenario minimal;
  private final Set<Rule> rules;
  private final int runs;
  private final boolean stopped;

  private MinimalScenario(
      Scenario first, Scenario minimal, Set<Rule> rules, int runs, boolean stopped) {
    this.first = first;
    this.minimal = minimal;
    this.rules = rules;
    this.runs = runs;
    this.stopped = stopped;
  }

  /**
   * Shrinks a scenario.
   *
   * @param turns those that it took when it broke the rules
   * @return empty where, repeated by these turns, it breaks none, or goes on for too long
   */
  public static Optional<MinimalScenario> of(Scenario scenario, Schedule turns) {
    Scenario first = RecordParts.with(scenario, "schedule", turns);
    Optional<ScenarioTrial> trial = ScenarioTrial.of(first);
    Set<Rule> rules = trial.map(ScenarioTrial::violated).orElse(Set.of());
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    List<Rule> broken = List.copyOf(new TreeSet<>(rules));
    Scenario described =
        RecordParts.with(
            RecordParts.with(
                first.with(Expectation.NONE.violates(broken)), "name", name(scenario.name())),
            "about",
            "What is left of the scenario "
                + scenario.name()
                + " when all is left out without which the same rules are broken.");
    Shrinking shrinking = new Shrinking(RecordParts.with(described, "rules", broken), trial.get());
    ScenarioShrinker.shrink(shrinking);
    return Optional.of(
        new MinimalScenario(first, shrinking.now(), rules, shrinking.runs(), shrinking.stopped()));
  }

  private static String name(String of) {
    return of.substring(0, Math.min(of.length(), LONGEST_NAME - ENDING.length())) + ENDING;
  }

  /** The scenario. */
  public Scenario scenario() {
    return minimal;
  }

  /** The rules that it breaks, as the whole one does. */
  public Set<Rule> rules() {
    return rules;
  }

  /** The name of its file. */
  public String fileName() {
    return minimal.name() + ".yaml";
  }

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(fileName()), terse());
  }

  /** The file without the lines that a scenario need not have. */
  private String terse() {
    List<String> lines = new ArrayList<>(ScenarioWriter.write(minimal).lines().toList());
    int before;
    do {
      before = lines.size();
      for (int i = lines.size() - 1; i > 0; i--) {
        // Two go together where one is all that stands below the other.
        if (!dropped(lines, i, i + 1) && i > 1) {
          dropped(lines, i - 1, i + 1);
        }
        i = Math.min(i, lines.size());
      }
    } while (lines.size() < before);
    return String.join("\n", lines) + "\n";
  }

  private boolean dropped(List<String> lines, int from, int to) {
    List<String> some = lines.subList(from, to);
    List<String> kept = List.copyOf(some);
    some.clear();
    boolean can = saysTheSame(lines);
    if (!can) {
      lines.addAll(from, kept);
    }
    return can;
  }

  private boolean saysTheSame(List<String> lines) {
    try {
      return ScenarioReader.parse(fileName(), String.join("\n", lines) + "\n").equals(minimal);
    } catch (ScenarioException refused) {
      return false;
    }
  }

  /** From what to what. */
  public String size() {
    String machine =
        first.platform().name().equals(minimal.platform().name())
            ? ""
            : ", on " + minimal.platform().name() + " instead of " + first.platform().name();
    return ScenarioSize.of(first).to(ScenarioSize.of(minimal))
        + machine
        + (stopped ? " (stopped after " + runs + " runs: perhaps fewer parts do)" : "");
  }

  /** One line: from what to what, and where it is. */
  public String toText(Path directory) {
    return "minimised "
        + first.name()
        + ", which breaks "
        + rules.stream().sorted().map(Rule::id).collect(Collectors.joining(", "))
        + ": "
        + size()
        + ": "
        + directory.resolve(fileName());
  }

  /** What the result of the run says of it. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file", fileName())
        .put("from", ScenarioSize.of(first).total())
        .put("to", ScenarioSize.of(minimal).total())
        .put("text", size())
        .put("state", stopped ? "stopped" : "minimal")
        .put("runs", runs);
  }
}
