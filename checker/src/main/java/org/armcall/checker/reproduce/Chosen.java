// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.armcall.checker.report.NoResult;
import org.armcall.checker.report.RunDirectory;
import org.armcall.model.rule.Rule;

/**
 * The place of a trace that an image is made for.
 *
 * @param trace the trace
 * @param line the line, from 1
 * @param rule the rule to compare by
 * @param expected what replay expected; empty where it found nothing there
 * @param observed what replay saw instead
 * @param scenario the scenario whose run the trace is, where a result says it
 */
record Chosen(
    Path trace, long line, Rule rule, String expected, String observed, Optional<String> scenario) {
  private static final long LARGEST = 64L << 20;

  /** A place of a trace that is not said to be of a scenario. */
  Chosen(Path trace, long line, Rule rule, String expected, String observed) {
    this(trace, line, rule, expected, observed, Optional.empty());
  }

  /** The finding of that number, from 1, in what {@code replay} or {@code emulate} kept. */
  static Chosen ofResult(Path operand, int number) {
    Path file = resultOf(operand);
    JsonNode result = read(operand, file);
    List<Chosen> found = new ArrayList<>(violations(result, file, Optional.empty()));
    for (JsonNode run : result.path("scenarios")) {
      found.addAll(violations(run, file, Optional.of(run.path("file").asText())));
    }
    if (found.isEmpty()) {
      throw CommandException.input(file + ": has no violations to reproduce");
    }
    if (number > found.size()) {
      throw CommandException.usage("--finding " + number + ": " + file + " has " + found.size());
    }
    return found.get(number - 1).besides(file);
  }

  private static List<Chosen> violations(JsonNode run, Path file, Optional<String> scenario) {
    List<Chosen> found = new ArrayList<>();
    for (JsonNode one : run.path("violations")) {
      found.add(
          of(one, scenario)
              .orElseThrow(
                  () ->
                      CommandException.input(file + ": a violation lacks its rule, file or line")));
    }
    return found;
  }

  /**
   * The same where it is to be found: a result that was moved or posted names the trace by a path
   * of the machine it was made on, and may have the trace, or what was cut of it, beside it.
   */
  Chosen besides(Path result) {
    Path name = trace.getFileName();
    if (name == null || Files.exists(trace)) {
      return this;
    }
    Path moved = result.resolveSibling(name.toString());
    if (Files.exists(moved)) {
      return new Chosen(moved, line, rule, expected, observed, scenario);
    }
    Path minimal = result.resolveSibling("minimal-" + rule.id() + ".ndjson");
    return Files.exists(minimal)
        ? ofTrace(minimal, OptionalLong.empty(), Optional.of(rule), OptionalInt.empty())
        : this;
  }

  private static Optional<Chosen> of(JsonNode violation, Optional<String> scenario) {
    Optional<Rule> rule = Rule.ofId(violation.path("rule").asText());
    boolean whole =
        rule.isPresent()
            && violation.path("file").isTextual()
            && violation.path("line").canConvertToLong();
    return whole
        ? Optional.of(
            new Chosen(
                Path.of(violation.path("file").asText()),
                violation.path("line").asLong(),
                rule.get(),
                violation.path("expected").asText(),
                violation.path("observed").asText(),
                scenario))
        : Optional.empty();
  }

  /** The file of a result, or the one in its directory. */
  static Path resultOf(Path operand) {
    return Files.isDirectory(operand) ? operand.resolve(RunDirectory.RESULT) : operand;
  }

  /** A result of armcall. */
  static JsonNode read(Path operand, Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw CommandException.input(file + ": is larger than a result of replay is");
      }
      JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
      if (json == null || !json.isObject() || !NoResult.isResult(json)) {
        throw NoResult.orTrace(file);
      }
      return json;
    } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
      throw NoResult.orTrace(file);
    } catch (NoSuchFileException missing) {
      throw NoResult.orTrace(operand);
    } catch (IOException unreadable) {
      throw NoResult.unreadable(file, unreadable);
    }
  }

  /** The finding of replay in a trace at a line, or that line with the rule where one is given. */
  static Chosen ofTrace(Path trace, OptionalLong line, Optional<Rule> rule, OptionalInt number) {
    if (line.isPresent() && rule.isPresent()) {
      return new Chosen(trace, line.getAsLong(), rule.get(), "", "");
    }
    List<Chosen> found = new ArrayList<>();
    ReplayResult result = Replay.run(ReplayRequest.of(trace));
    if (result.readNothing()) {
      throw NoResult.orTrace(trace);
    }
    for (JsonNode one : result.toJson().path("violations")) {
      of(one, Optional.empty())
          .filter(finding -> line.isEmpty() || finding.line() == line.getAsLong())
          .filter(finding -> rule.isEmpty() || finding.rule() == rule.get())
          .ifPresent(found::add);
    }
    int index = number.orElse(1);
    if (found.isEmpty()) {
      throw CommandException.usage(
          "replay finds nothing"
              + (line.isPresent() ? " at line " + line.getAsLong() : "")
              + " in "
              + trace
              + "; --line N with --rule R makes an image of a call that is right");
    }
    if (index > found.size()) {
      throw CommandException.usage("--finding " + index + ": there are " + found.size());
    }
    return found.get(index - 1);
  }
}
