// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.armcall.checker.cli.Amount;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.rules.RuleCatalogue;

/**
 * A {@code result.json} of replay, check or emulate, or a {@code TEST-*.xml} of Surefire. Its
 * findings are read one at a time, so that memory does not grow with their number.
 */
final class KeptResult {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VIOLATIONS = "violations";
  private static final String MODELS = "models";
  private static final String SCENARIOS = "scenarios";

  private final String operand;
  private final Path file;
  private final Head head;
  private final List<String> passed = new ArrayList<>();
  private Optional<FailedTests> tests = Optional.empty();
  private long failures;
  private long models;
  private long scenarios;

  private KeptResult(String operand, Path file, Head head) {
    this.operand = operand;
    this.file = file;
    this.head = head;
  }

  /**
   * Opens a result and reads what it says of its run.
   *
   * @throws CommandException if it cannot be read or is no result
   */
  static KeptResult open(String operand) {
    Path path = Path.of(operand);
    if (operand.endsWith(".xml")) {
      KeptResult ofTests = new KeptResult(operand, path, new Head(JSON.createObjectNode()));
      ofTests.tests = Optional.of(FailedTests.read(path));
      ofTests.passed.addAll(ofTests.tests.get().passed());
      return ofTests;
    }
    return open(operand, Files.isDirectory(path) ? path.resolve(RunDirectory.RESULT) : path);
  }

  /**
   * Opens a result that has not got its place yet.
   *
   * @param operand how it is to be called
   * @throws CommandException if it cannot be read or is no result
   */
  static KeptResult open(String operand, Path file) {
    ObjectNode node = JSON.createObjectNode();
    KeptResult result = new KeptResult(operand, file, new Head(node));
    boolean[] isResult = new boolean[1];
    result.read(
        (name, parser) -> {
          boolean array = parser.currentToken() == JsonToken.START_ARRAY;
          switch (name) {
            case VIOLATIONS, MODELS, SCENARIOS -> {
              isResult[0] |= array;
              if (array) {
                elements(parser, each -> result.count(name, each));
              } else {
                parser.skipChildren();
              }
            }
            default -> node.set(name, JSON.readTree(parser));
          }
        });
    if (!isResult[0] || !NoResult.isResult(node)) {
      throw NoResult.of(file);
    }
    result.rules();
    return result;
  }

  private void count(String array, JsonNode each) {
    switch (array) {
      case VIOLATIONS -> failures++;
      case MODELS -> {
        models++;
        if (ModelFindings.isFailure(each)) {
          failures++;
        } else if (each.path("verdict").asText().equals("as-expected")) {
          passed.add("model " + each.path("name").asText());
        }
      }
      default -> {
        scenarios++;
        failures += each.path(VIOLATIONS).size();
        if (each.path("holds").asBoolean()) {
          passed.add("scenario " + each.path("name").asText());
        }
      }
    }
  }

  private void rules() {
    for (Map.Entry<String, JsonNode> rule : head.node().path("byRule").properties()) {
      if (rule.getValue().path("held").asLong() > 0
          && rule.getValue().path("violated").asLong() == 0) {
        passed.add(rule.getKey());
      }
    }
  }

  /** The directory or the file, as the user named it. */
  String operand() {
    return operand;
  }

  /** The file that it is read from. */
  Path file() {
    return file;
  }

  /** What it says of its run. */
  Head head() {
    return head;
  }

  /** What was checked and is as it should be: rules, models or scenarios. */
  List<String> passed() {
    return List.copyOf(passed);
  }

  /**
   * Every finding, in the order in which they were kept.
   *
   * @param foreseen also of the models that fail as the manifest expects
   */
  void forEach(RuleCatalogue catalogue, boolean foreseen, Consumer<Finding> sink) {
    if (tests.isPresent()) {
      tests.get().findings(catalogue).forEach(sink);
      return;
    }
    ViolationFindings violations = new ViolationFindings(catalogue, head);
    read(
        (name, parser) -> {
          if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
          }
          switch (name) {
            case VIOLATIONS ->
                elements(parser, each -> sink.accept(violations.of(each, Optional.empty())));
            case MODELS -> {
              ModelFindings ofModels = new ModelFindings(catalogue, head);
              elements(
                  parser,
                  each -> {
                    if (ModelFindings.isFailure(each)
                        || foreseen && ModelFindings.isForeseen(each)) {
                      ofModels.of(each).forEach(sink);
                    }
                  });
            }
            case SCENARIOS ->
                elements(
                    parser,
                    each ->
                        each.path(VIOLATIONS)
                            .forEach(v -> sink.accept(violations.of(v, Optional.of(each)))));
            default -> parser.skipChildren();
          }
        });
  }

  /**
   * What the run came to, in one line: a run that did not end well is not one that found nothing.
   */
  String summary() {
    List<String> parts = new ArrayList<>();
    JsonNode node = head.node();
    if (tests.isPresent()) {
      parts.add(
          Amount.of(tests.get().count(), "test")
              + (tests.get().count() == 1 ? " fails, " : " fail, ")
              + passed.size()
              + (passed.size() == 1 ? " passes" : " pass"));
    } else if (models > 0) {
      parts.add(
          node.path("asExpected").asInt() + " of " + Amount.of(models, "model") + " as expected");
      if (node.path("interrupted").asBoolean()) {
        parts.add("the check was interrupted");
      }
    } else if (scenarios > 0) {
      parts.add(
          node.path("asExpected").asInt()
              + " of "
              + Amount.of(scenarios, "scenario")
              + " as expected");
      parts.add(failures + " violated in their traces");
    } else if (!node.has("checks")) {
      parts.add(failures + " violated in " + Amount.of(node.path("events").asLong(), "event"));
      node.path("problems").forEach(problem -> parts.add(problem.asText()));
    } else {
      JsonNode checks = node.path("checks");
      parts.add(
          failures == 0
              ? "no rule is violated, " + Amount.of(checks.path("held").asLong(), "check") + " held"
              : checks.path("violated").asLong(failures)
                  + " violated, "
                  + Amount.of(checks.path("held").asLong(), "check")
                  + " held");
      parts.add(checks.path("undetermined").asLong() + " undetermined");
      if (checks.path("violated").asLong() > failures) {
        parts.add(
            failures == 1
                ? "the first violation was kept"
                : "the first " + failures + " violations were kept");
      }
      node.path("problems").forEach(problem -> parts.add(problem.asText()));
    }
    if (node.path("nothingChecked").asBoolean()) {
      parts.add("nothing could be checked");
    }
    return String.join("; ", parts);
  }

  /** Takes a field of the result; the parser stands on its value. */
  private interface FieldSink {
    void field(String name, JsonParser parser) throws IOException;
  }

  private interface ElementSink {
    void element(JsonNode each);
  }

  private static void elements(JsonParser parser, ElementSink sink) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode each = JSON.readTree(parser);
      sink.element(each);
    }
  }

  private void read(FieldSink sink) {
    try (JsonParser parser = JSON.getFactory().createParser(file.toFile())) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw NoResult.of(file);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        sink.field(name, parser);
      }
    } catch (java.io.FileNotFoundException | NoSuchFileException missing) {
      throw Files.exists(file) ? NoResult.unreadable(file, missing) : NoResult.of(Path.of(operand));
    } catch (JsonProcessingException malformed) {
      throw NoResult.of(file);
    } catch (IOException unreadable) {
      throw NoResult.unreadable(file, unreadable);
    }
  }
}
