// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.report.Finding.Run;
import org.armcall.model.rule.Rule;

/**
 * What a result says of its run, apart from what it found.
 *
 * @param node the result without its findings
 */
record Head(JsonNode node) {
  private static final Set<String> FLAGS = Set.of("--json", "--minimise", "--expected");

  String command() {
    return node.path("command").asText(node.has("engine") || node.has("checks") ? "replay" : "");
  }

  String platform() {
    return node.path("platform").asText();
  }

  long badLines() {
    return node.path("badLines").asLong();
  }

  private List<String> commandLine() {
    List<String> words = new ArrayList<>();
    node.path("run").path("commandLine").forEach(word -> words.add(word.asText()));
    return words;
  }

  Run run(String again, String platform, String about) {
    return new Run(
        RunDirectory.shell(commandLine()),
        again,
        node.path("run").path("armcall").asText(),
        node.path("run").path("commit").asText(),
        node.path("run").path("ended").asText(),
        platform,
        about);
  }

  /** The replay of one log by one rule, with the options that it had. */
  String replayAgain(String file, Optional<Rule> rule) {
    List<String> words = new ArrayList<>(List.of("armcall", "replay", file));
    words.addAll(options(Set.of("--out", "--rules")));
    rule.ifPresent(one -> words.addAll(List.of("--rules", one.id())));
    return RunDirectory.shell(words);
  }

  /** The run of one scenario, with the options that it had. */
  String emulateAgain(String file) {
    List<String> words = new ArrayList<>(List.of("armcall", "emulate", file));
    words.addAll(options(Set.of("--out")));
    return RunDirectory.shell(words);
  }

  /** The check of one model, with the options that it had. */
  String checkAgain(String model) {
    List<String> words = new ArrayList<>(List.of("armcall", "check", model));
    words.addAll(options(Set.of("--out", "--workers")));
    return RunDirectory.shell(words);
  }

  /** The value of an option of the command line. */
  Optional<String> option(String name) {
    List<String> line = commandLine();
    int at = line.indexOf(name);
    return at >= 0 && at + 1 < line.size() ? Optional.of(line.get(at + 1)) : Optional.empty();
  }

  /** The options of the command line with their values, but for those. */
  private List<String> options(Set<String> without) {
    List<String> line = commandLine();
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < line.size(); i++) {
      if (!line.get(i).startsWith("--") || FLAGS.contains(line.get(i))) {
        continue;
      }
      boolean valued = i + 1 < line.size() && !line.get(i + 1).startsWith("--");
      if (!without.contains(line.get(i))) {
        kept.add(line.get(i));
        if (valued) {
          kept.add(line.get(i + 1));
        }
      }
      i += valued ? 1 : 0;
    }
    return kept;
  }
}
