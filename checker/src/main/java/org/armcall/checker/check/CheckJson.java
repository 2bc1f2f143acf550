// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;

/** A report as JSON, for machines. */
public final class CheckJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MILLIS = 1000.0;

  private CheckJson() {}

  /**
   * The text of a report, without a line end.
   *
   * @param spec the directory of the specification that was checked
   */
  public static String of(CheckReport report, Path spec) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(report, spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers cannot be written", e);
    }
  }

  /** The report as a tree. */
  static ObjectNode tree(CheckReport report, Path spec) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "check");
    root.put("profile", report.profile().word());
    root.put("exitCode", report.exitCode());
    root.put("interrupted", report.interrupted());
    root.put("asExpected", report.met());
    root.put("seconds", report.time().toMillis() / MILLIS);
    ArrayNode models = root.putArray("models");
    report.results().forEach(result -> add(models.addObject(), result, spec));
    return root;
  }

  private static void add(ObjectNode node, CheckResult result, Path spec) {
    Model model = result.model();
    node.put("name", model.name());
    node.put("subject", model.subject());
    node.put("engine", model.engine());
    node.put("module", model.module());
    node.put("about", model.about());
    node.put("bounds", model.bounds());
    node.put("kind", model.kind().name().toLowerCase(Locale.ROOT));
    if (model.engine().equals("tlc")) {
      node.put("workers", model.workers());
    }
    addVerdict(node, result.verdict());
    addExpected(node.putObject("expected"), model.expect());
    ObjectNode observed = node.putObject("observed");
    addObserved(observed, result.outcome());
    addDefinitions(node, observed, result, new Definitions(spec, model));
    node.put("seconds", result.time().toMillis() / MILLIS);
  }

  /** Where what is broken is written, so that a report can lead to it. */
  private static void addDefinitions(
      ObjectNode node, ObjectNode observed, CheckResult result, Definitions definitions) {
    if (result.outcome() instanceof Outcome.Violated violated) {
      definitions.of(violated.property()).ifPresent(place -> add(observed, place));
      ObjectNode modules = node.putObject("modules");
      definitions.modules().forEach(modules::put);
    } else if (result.verdict() instanceof Verdict.Missed) {
      for (JsonNode command : observed.path("commands")) {
        definitions
            .of(command.path("name").asText())
            .ifPresent(place -> add((ObjectNode) command, place));
      }
    }
  }

  private static void add(ObjectNode node, Definitions.Definition place) {
    node.putObject("definedAt").put("file", place.file()).put("line", place.line());
  }

  private static void addVerdict(ObjectNode node, Verdict verdict) {
    if (verdict instanceof Verdict.Met) {
      node.put("verdict", "as-expected");
    } else if (verdict instanceof Verdict.Missed missed) {
      node.put("verdict", "not-as-expected");
      ArrayNode reasons = node.putArray("reasons");
      missed.reasons().forEach(reasons::add);
    } else if (verdict instanceof Verdict.Unreadable unreadable) {
      node.put("verdict", "unreadable");
      node.putArray("reasons").add(unreadable.message());
    } else if (verdict instanceof Verdict.Failed failed) {
      node.put("verdict", "failed");
      node.putArray("reasons").add(failed.message());
    } else {
      node.put("verdict", "not-run");
    }
  }

  private static void addExpected(ObjectNode node, Expectation expectation) {
    if (expectation instanceof Expectation.Holds holds) {
      node.put("verdict", "holds");
      holds.distinctStates().ifPresent(states -> node.put("distinctStates", states));
    } else if (expectation instanceof Expectation.Violated violated) {
      node.put("verdict", "violated");
      node.put("property", violated.property());
    } else if (expectation instanceof Expectation.Commands commands) {
      ArrayNode list = node.putArray("commands");
      for (Expectation.Command command : commands.commands()) {
        list.addObject().put("name", command.name()).put("satisfiable", command.satisfiable());
      }
    }
  }

  private static void addObserved(ObjectNode node, Outcome outcome) {
    if (outcome instanceof Outcome.Holds holds) {
      node.put("verdict", "holds");
      addSeen(node, holds.seen());
    } else if (outcome instanceof Outcome.Violated violated) {
      node.put("verdict", "violated");
      node.put("property", violated.property());
      addSeen(node, violated.seen());
      addCounterexample(node.putObject("counterexample"), violated.counterexample());
    } else if (outcome instanceof Outcome.Commands commands) {
      ArrayNode list = node.putArray("commands");
      for (Outcome.CommandResult result : commands.results()) {
        ObjectNode command =
            list.addObject().put("name", result.name()).put("satisfiable", result.satisfiable());
        if (!result.instance().isEmpty()) {
          command.put("instance", result.instance());
        }
        if (!result.xml().isEmpty()) {
          command.put("xml", result.xml());
        }
      }
    } else {
      node.put("verdict", "none");
    }
  }

  private static void addSeen(ObjectNode node, Outcome.Exploration seen) {
    node.put("distinctStates", seen.distinct());
    node.put("generatedStates", seen.generated());
    node.put("queue", seen.queue());
    node.put("depth", seen.depth());
    ObjectNode witnesses = node.putObject("witnesses");
    seen.witnesses().forEach(witnesses::put);
    seen.calls().ifPresent(calls -> node.put("calls", calls));
    if (!seen.mismatches().isEmpty()) {
      ArrayNode mismatches = node.putArray("mismatches");
      seen.mismatches().forEach(mismatches::add);
    }
    ObjectNode facts = node.putObject("facts");
    seen.facts().forEach(facts::put);
  }

  private static void addCounterexample(ObjectNode node, Counterexample counterexample) {
    node.put("violates", counterexample.violates());
    ArrayNode steps = node.putArray("steps");
    for (Counterexample.Step step : counterexample.steps()) {
      ObjectNode values =
          steps
              .addObject()
              .put("number", step.number())
              .put("action", step.action())
              .putObject("values");
      step.values().forEach(values::put);
    }
    counterexample.loopTo().ifPresent(number -> node.put("loopTo", number));
    node.put("stuttering", counterexample.stuttering());
  }
}
