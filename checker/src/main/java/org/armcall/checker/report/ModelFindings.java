// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Engine;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Image;
import org.armcall.checker.report.Finding.Place;
import org.armcall.checker.report.Finding.Step;
import org.armcall.checker.report.Finding.Story;
import org.armcall.checker.rules.LawCatalogue;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Rule;

/** Makes findings of the models that a check kept. */
final class ModelFindings {
  private static final String SPEC = "spec/";
  private static final Pattern PLACED =
      Pattern.compile("(\\S+) line (\\d{1,9}), col .* of module (\\w+)");

  private final RuleCatalogue catalogue;
  private final LawCatalogue laws;
  private final Head head;

  ModelFindings(RuleCatalogue catalogue, Head head) {
    this.catalogue = catalogue;
    this.laws = LawCatalogue.load(catalogue);
    this.head = head;
  }

  /** Whether the model did not do what the manifest expects. */
  static boolean isFailure(JsonNode model) {
    String verdict = model.path("verdict").asText();
    return !verdict.equals("as-expected") && !verdict.equals("not-run");
  }

  /** Whether it was found to be violated, and had to be. */
  static boolean isForeseen(JsonNode model) {
    return model.path("verdict").asText().equals("as-expected")
        && model.path("observed").path("verdict").asText().equals("violated");
  }

  /** The findings of one model: one, or one for each command of an Alloy file. */
  List<Finding> of(JsonNode model) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Boolean> expected = new LinkedHashMap<>();
    model
        .path("expected")
        .path("commands")
        .forEach(
            command ->
                expected.put(
                    command.path("name").asText(), command.path("satisfiable").asBoolean()));
    for (JsonNode command : model.path("observed").path("commands")) {
      Boolean wanted = expected.get(command.path("name").asText());
      if (wanted != null && wanted != command.path("satisfiable").asBoolean()) {
        findings.add(command(model, command, wanted));
      }
    }
    if (findings.isEmpty()) {
      findings.add(whole(model));
    }
    return findings;
  }

  private Finding command(JsonNode model, JsonNode command, boolean wanted) {
    String name = model.path("name").asText();
    String law = command.path("name").asText();
    List<Evidence> lines = new ArrayList<>();
    command
        .path("instance")
        .asText()
        .lines()
        .forEach(line -> lines.add(new Evidence(0, line, false)));
    return new Finding(
        FindingId.of("alloy", name, law, String.valueOf(wanted)),
        Engine.ALLOY,
        law,
        rule(law),
        laws.law(law),
        "In model " + name + (wanted ? " nothing satisfies " : " an instance breaks ") + law + ".",
        place(model, command.path("definedAt")),
        wanted ? "an instance of " + law : "no instance that breaks " + law,
        wanted ? "there is none within the bounds" : "the instance below",
        false,
        lines,
        Story.NONE,
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        head.run(head.checkAgain(name), "", about(model)),
        command.has("xml") ? Optional.of(command.path("xml").asText()) : Optional.empty(),
        Image.NOT_ASKED);
  }

  private Finding whole(JsonNode model) {
    String name = model.path("name").asText();
    JsonNode observed = model.path("observed");
    String property = observed.path("property").asText(model.path("verdict").asText());
    String what = rule(property).map(entry -> entry.rule().id()).orElse(property);
    List<String> reasons = new ArrayList<>();
    model.path("reasons").forEach(reason -> reasons.add(reason.asText()));
    boolean foreseen = isForeseen(model);
    Story story = story(observed.path("counterexample"), model.path("modules"));
    boolean violated = observed.path("verdict").asText().equals("violated");
    List<Mismatch> mismatches = new ArrayList<>();
    observed.path("mismatches").forEach(each -> mismatches.add(Mismatch.of(each.asText())));
    boolean compared = !mismatches.isEmpty();
    List<Evidence> evidence = inputs(mismatches);
    shortest(model, observed.path("counterexample")).ifPresent(evidence::add);
    String seen =
        compared
            ? String.join("; ", said(mismatches.get(0), reasons))
            : reasons.isEmpty() ? "a behaviour that breaks " + what : String.join("; ", reasons);
    return new Finding(
        FindingId.of("model", name, what, FindingId.uncounted(String.join(";", reasons))),
        switch (model.path("engine").asText("tlc")) {
          case "alloy" -> Engine.ALLOY;
          case "exhaustion" -> Engine.EXHAUSTION;
          default -> Engine.TLC;
        },
        what,
        rule(what),
        laws.law(what),
        violated
            ? "Model " + name + " breaks " + what + (foreseen ? ", as it must." : ".")
            : "Model " + name + " is not as expected.",
        place(model, observed.path("definedAt")),
        compared
            ? "the same of the specification and of the Java model"
            : expected(model.path("expected")),
        seen,
        foreseen,
        evidence,
        story,
        List.of(),
        story.steps().isEmpty()
            ? List.of()
            : WalkStory.ofModel(story.steps().get(story.steps().size() - 1).values()),
        "",
        List.of(),
        List.of(),
        head.run(head.checkAgain(name), "", about(model)),
        Optional.empty(),
        Image.NOT_ASKED);
  }

  /** What the two say of the first input, and what was wrong besides. */
  private static List<String> said(Mismatch first, List<String> reasons) {
    List<String> said = new ArrayList<>(first.differences());
    reasons.stream().filter(reason -> !reason.contains(" spec=")).forEach(said::add);
    return said;
  }

  /** Each input on which the two differ, and what each says of it. */
  private static List<Evidence> inputs(List<Mismatch> mismatches) {
    List<Evidence> lines = new ArrayList<>();
    for (Mismatch each : mismatches) {
      each.differences().forEach(text -> lines.add(new Evidence(0, text, true)));
      each.input().forEach(text -> lines.add(new Evidence(0, "of " + text, false)));
    }
    return lines;
  }

  /** Whether there may be a shorter one. TLC searches breadth-first here. */
  private static Optional<Evidence> shortest(JsonNode model, JsonNode counterexample) {
    if (counterexample.path("steps").isEmpty() || !model.has("workers")) {
      return Optional.empty();
    }
    int workers = model.path("workers").asInt();
    boolean ofStates = !counterexample.path("violates").asText().equals("temporal");
    String text =
        ofStates && workers == 1
            ? "The shortest counterexample: the search was breadth-first, with one worker."
            : ofStates
                ? "Perhaps not the shortest counterexample: "
                    + workers
                    + " workers searched breadth-first side by side."
                : "Perhaps not the shortest counterexample: that of a temporal property is not"
                    + " sought breadth-first.";
    return Optional.of(new Evidence(0, text, false));
  }

  private static String about(JsonNode model) {
    String bounds = model.path("bounds").asText();
    return model.path("about").asText() + (bounds.isEmpty() ? "" : " Bounds: " + bounds);
  }

  /** The line that says what is broken; only the module where the result does not say it. */
  private static Place place(JsonNode model, JsonNode definedAt) {
    String module = definedAt.path("file").asText(model.path("module").asText());
    return new Place(
        module.isEmpty() ? "" : SPEC + module,
        definedAt.path("line").asLong(),
        OptionalInt.empty(),
        "model " + model.path("name").asText());
  }

  /** Properties write the id with underscores. */
  private Optional<RuleEntry> rule(String property) {
    return Rule.ofId(property.replace('_', '-')).map(catalogue::entry);
  }

  private static String expected(JsonNode expected) {
    return switch (expected.path("verdict").asText()) {
      case "violated" -> "a violation of " + expected.path("property").asText();
      case "holds" ->
          expected.has("distinctStates")
              ? "every property holds, in "
                  + expected.path("distinctStates").asText()
                  + " distinct states"
              : "every property holds";
      default -> "every command as the manifest says";
    };
  }

  private static Story story(JsonNode counterexample, JsonNode modules) {
    List<Map<String, String>> states = new ArrayList<>();
    List<List<Change>> changes = new ArrayList<>();
    for (JsonNode step : counterexample.path("steps")) {
      Map<String, String> values = new LinkedHashMap<>();
      step.path("values")
          .properties()
          .forEach(each -> values.put(each.getKey(), each.getValue().asText()));
      changes.add(states.isEmpty() ? List.of() : changes(states.get(states.size() - 1), values));
      states.add(values);
    }
    ModelLanes lanes = new ModelLanes(states, changes);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      JsonNode step = counterexample.path("steps").get(i);
      steps.add(
          new Step(
              step.path("number").asInt(i + 1),
              actor(states.get(i)),
              action(step.path("action").asText()),
              Optional.empty(),
              lanes.touched(changes.get(i), states.get(i), states.get(Math.max(0, i - 1))),
              changes.get(i),
              states.get(i),
              OptionalLong.empty(),
              actionPlace(step.path("action").asText(), modules),
              i == states.size() - 1));
    }
    return new Story(
        lanes.all(),
        steps,
        counterexample.has("loopTo")
            ? OptionalInt.of(counterexample.path("loopTo").asInt())
            : OptionalInt.empty(),
        counterexample.path("stuttering").asBoolean());
  }

  private static List<Change> changes(Map<String, String> before, Map<String, String> after) {
    List<Change> changes = new ArrayList<>();
    after.forEach(
        (path, value) -> {
          String old = before.getOrDefault(path, "");
          if (!old.equals(value)) {
            changes.add(new Change(path, old, value));
          }
        });
    before.forEach(
        (path, value) -> {
          if (!after.containsKey(path)) {
            changes.add(new Change(path, value, ""));
          }
        });
    changes.sort(java.util.Comparator.comparing(change -> change.before().isEmpty()));
    return changes;
  }

  /** Without the columns of the place. */
  private static String action(String action) {
    Matcher placed = PLACED.matcher(action);
    return placed.matches()
        ? placed.group(1) + " (line " + placed.group(2) + " of " + placed.group(3) + ")"
        : action;
  }

  /** Where the action of a step is written. */
  private static Optional<Place> actionPlace(String action, JsonNode modules) {
    Matcher placed = PLACED.matcher(action);
    return placed.matches() && modules.has(placed.group(3))
        ? Optional.of(
            new Place(
                SPEC + modules.path(placed.group(3)).asText(),
                Long.parseLong(placed.group(2)),
                OptionalInt.empty(),
                ""))
        : Optional.empty();
  }

  /** Some models say who acts. */
  private static String actor(Map<String, String> values) {
    String actor = values.getOrDefault("last.actor", "").replace("\"", "");
    return actor.equals("none") ? "" : actor;
  }
}
