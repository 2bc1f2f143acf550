// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Rule;

/** {@code armcall report}: what a check or a replay found, as text to post or as JSON. */
public final class ReportCommand implements Command {
  private static final List<String> FORMATS = List.of("text", "json");

  @Override
  public String operands() {
    return "RESULT... [--format text,json] [--out DIR]";
  }

  @Override
  public String summary() {
    return "Explains what check --out or replay --out kept. Exits 0 if every result could be read.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("format")
            .hasArg()
            .argName("F,...")
            .desc("text, json or both; default text")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("out")
            .hasArg()
            .argName("DIR")
            .desc("write report.txt and report.json there instead of standard output")
            .get());
    return options;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (line.getArgList().isEmpty()) {
      throw CommandException.usage(
          "report needs a result: the directory or the result.json of check --out or replay --out");
    }
    List<String> formats = formats(line);
    List<Found> found = new ArrayList<>();
    for (String operand : line.getArgList()) {
      found.add(new Found(operand, read(operand)));
    }
    Optional<String> out = Optional.ofNullable(line.getOptionValue("out"));
    for (String format : formats) {
      String text = format.equals("json") ? json(found).toPrettyString() + "\n" : text(found);
      if (out.isPresent()) {
        write(Path.of(out.get()), format.equals("json") ? "report.json" : "report.txt", text);
      } else {
        terminal.out().print(text);
      }
    }
    return ExitCode.HOLDS;
  }

  /** The result of one operand. */
  private record Found(String operand, JsonNode result) {}

  private static List<String> formats(CommandLine line) {
    String given = line.getOptionValue("format", line.hasOption("json") ? "json" : "text");
    List<String> formats = Arrays.stream(given.split(",")).map(String::trim).distinct().toList();
    for (String format : formats) {
      if (!FORMATS.contains(format)) {
        throw CommandException.usage(
            "--format is text or json in this version, not '" + format + "'");
      }
    }
    return formats;
  }

  private static JsonNode read(String operand) {
    Path path = Path.of(operand);
    Path file = Files.isDirectory(path) ? path.resolve(RunDirectory.RESULT) : path;
    try {
      JsonNode node = new ObjectMapper().readTree(Files.readString(file));
      if (!node.path("violations").isArray() && !node.path("models").isArray()) {
        throw CommandException.input(file + " is not a result of check or replay");
      }
      return node;
    } catch (NoSuchFileException missing) {
      throw CommandException.input(
          file + " does not exist; make it with check --out or replay --out");
    } catch (JsonProcessingException malformed) {
      throw CommandException.input(file + " is not JSON: " + malformed.getOriginalMessage());
    } catch (IOException unreadable) {
      throw CommandException.input(file + " cannot be read: " + RunDirectory.reason(unreadable));
    }
  }

  private static void write(Path directory, String name, String text) {
    try {
      RunDirectory.create(directory);
    } catch (IOException unwritable) {
      throw CommandException.usage(
          "--out " + directory + " cannot be written: " + RunDirectory.reason(unwritable));
    }
    Path file = directory.resolve(name);
    try {
      Files.writeString(file, text);
    } catch (IOException unwritable) {
      remove(file);
      throw CommandException.engine(
          file
              + " could not be written: "
              + RunDirectory.reason(unwritable)
              + "; give --out a directory with room");
    }
  }

  /** Half a report would be taken for a whole one. */
  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      // The message says already that it is not whole.
    }
  }

  private static String text(List<Found> all) {
    StringBuilder text = new StringBuilder();
    RuleCatalogue catalogue = RuleCatalogue.load();
    for (Found found : all) {
      List<Evidence> evidence = Evidence.of(found.result());
      text.append(found.operand())
          .append(": ")
          .append(summary(found.result(), evidence.size()))
          .append("\n");
      for (Evidence one : evidence) {
        text.append("\n").append(one.what()).append("  at ").append(one.where()).append("\n");
        rule(one, catalogue)
            .ifPresent(
                entry ->
                    text.append("  rule      ")
                        .append(entry.sentence())
                        .append("\n  source    ")
                        .append(entry.sources().get(0))
                        .append("\n"));
        text.append("  expected  ")
            .append(one.expected())
            .append("\n  observed  ")
            .append(one.observed())
            .append("\n");
        one.steps().forEach(step -> text.append("    ").append(step).append("\n"));
      }
    }
    return text.toString();
  }

  /**
   * What the run came to, in one line: a run that did not end well is not one that found nothing.
   */
  private static String summary(JsonNode result, int failures) {
    List<String> parts = new ArrayList<>();
    if (result.has("models")) {
      parts.add(
          result.path("asExpected").asInt()
              + " of "
              + result.path("models").size()
              + " models as expected");
      if (result.path("interrupted").asBoolean()) {
        parts.add("the check was interrupted");
      }
    } else {
      JsonNode checks = result.path("checks");
      parts.add(
          failures == 0
              ? "no rule is violated, " + checks.path("held").asLong() + " checks held"
              : failures + " violated, " + checks.path("held").asLong() + " checks held");
      parts.add(checks.path("undetermined").asLong() + " undetermined");
      result.path("problems").forEach(problem -> parts.add(problem.asText()));
      if (result.path("nothingChecked").asBoolean()) {
        parts.add("nothing could be checked");
      }
    }
    return String.join("; ", parts);
  }

  /** The rule that a finding or a property is about; properties write the id with underscores. */
  private static Optional<RuleEntry> rule(Evidence evidence, RuleCatalogue catalogue) {
    return Rule.ofId(evidence.what().replace('_', '-')).map(catalogue::entry);
  }

  private static ArrayNode json(List<Found> all) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    RuleCatalogue catalogue = RuleCatalogue.load();
    for (Found found : all) {
      for (Evidence one : Evidence.of(found.result())) {
        ObjectNode node = array.addObject();
        node.put("result", found.operand()).put("what", one.what()).put("where", one.where());
        rule(one, catalogue)
            .ifPresent(
                entry ->
                    node.put("rule", entry.sentence())
                        .put("source", entry.sources().get(0).toString()));
        node.put("expected", one.expected()).put("observed", one.observed());
        ArrayNode steps = node.putArray("steps");
        one.steps().forEach(steps::add);
      }
    }
    return array;
  }
}
