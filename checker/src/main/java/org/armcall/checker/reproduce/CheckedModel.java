// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.armcall.checker.concretise.Concretisation;
import org.armcall.checker.concretise.NotConcreteException;
import org.armcall.checker.emulate.ShownRun;
import org.armcall.model.rule.Rule;

/**
 * A model that a check found violated, or an Alloy command that has an instance.
 *
 * @param name the model's name
 * @param engine tlc, alloy or exhaustion
 * @param module the file, from {@code spec}
 * @param property what it breaks, as the engine names it
 * @param states the values of its counterexample, state by state
 * @param loopTo the number of the state that the behaviour goes back to for ever
 */
record CheckedModel(
    String name,
    String engine,
    String module,
    String property,
    List<Map<String, String>> states,
    OptionalInt loopTo) {

  /** Those of a result of check that were violated, in its order. */
  static List<CheckedModel> of(JsonNode result) {
    List<CheckedModel> all = new ArrayList<>();
    for (JsonNode model : result.path("models")) {
      JsonNode observed = model.path("observed");
      String verdict = model.path("verdict").asText();
      if (observed.path("verdict").asText().equals("violated")
          || !verdict.equals("as-expected") && !verdict.equals("not-run")) {
        all.add(of(model, observed));
      }
    }
    return all;
  }

  private static CheckedModel of(JsonNode model, JsonNode observed) {
    JsonNode found = observed.path("counterexample");
    List<Map<String, String>> states = new ArrayList<>();
    for (JsonNode step : found.path("steps")) {
      Map<String, String> values = new LinkedHashMap<>();
      step.path("values")
          .properties()
          .forEach(each -> values.put(each.getKey(), each.getValue().asText()));
      states.add(values);
    }
    return new CheckedModel(
        model.path("name").asText(),
        model.path("engine").asText("tlc"),
        model.path("module").asText(),
        observed.path("property").asText(model.path("verdict").asText()),
        states,
        found.has("loopTo") ? OptionalInt.of(found.path("loopTo").asInt()) : OptionalInt.empty());
  }

  /** The rule that the property is named after: properties write the id with underscores. */
  Optional<Rule> rule() {
    return Rule.ofId(property.replace('_', '-'));
  }

  /** What it breaks, for people. */
  String breaks() {
    return rule().map(Rule::id).orElse(property);
  }

  /** Why it is no image. */
  String why() {
    return switch (engine) {
      case "alloy" -> "an instance of Alloy is relations between words, and no run";
      case "exhaustion" -> "a formula and a count that differ are no run";
      default ->
          isOfMachine()
              ? "the fault is in the model's machine, and no machine that boots has it"
              : isOfRecovery()
                  ? "it takes the model's order of steps, which no machine keeps on demand"
                  : "a counterexample of a model is no run of a machine";
    };
  }

  private boolean isOfMachine() {
    return !states.isEmpty() && states.get(0).containsKey("p.arch");
  }

  private boolean isOfRecovery() {
    return !states.isEmpty() && states.get(0).containsKey("given.strat.kind");
  }

  /**
   * The emulator's run of it.
   *
   * @throws NotConcreteException if no scenario has it; the message says why
   */
  EmulatorRun run() throws NotConcreteException {
    if (states.isEmpty()) {
      throw new NotConcreteException("there are no steps that an emulator could take");
    }
    Concretisation made = Concretisation.of(name, states, loopTo);
    return new EmulatorRun(kind(made), made.scenario(), Optional.empty());
  }

  /** A mutant may err where the emulator does not, and the emulator then has nothing to show. */
  private EmulatorRun.Kind kind(Concretisation made) throws NotConcreteException {
    if (!made.mutated() && !module.contains("/mutants/")) {
      return EmulatorRun.Kind.COUNTEREXAMPLE;
    }
    Set<String> violated = ShownRun.violatedBy(made.scenario());
    if (rule().map(Rule::id).filter(violated::contains).isPresent()) {
      return EmulatorRun.Kind.COUNTEREXAMPLE;
    }
    if (!violated.isEmpty()) {
      throw new NotConcreteException("the same steps break another rule there");
    }
    return EmulatorRun.Kind.RIGHT;
  }

  /** What to look at where there is no run, in one line. */
  String look() {
    String page = "'armcall check " + name + " --expected --out DIR' writes a page of its steps";
    return rule()
        .flatMap(Unshowable::exhibit)
        .map(
            exhibit ->
                page
                    + "; an image shows a case of the rule: 'armcall reproduce traces/exhibits/"
                    + exhibit
                    + "/faulty.ndjson --out DIR'")
        .orElse(page);
  }
}
