// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.cli.Amount;
import org.armcall.checker.replay.engine.Stepped;
import org.armcall.checker.replay.engine.Stepped.Rejection;
import org.armcall.model.rule.Rule;

/**
 * What stepping {@code TraceConvention.tla} over logs found.
 *
 * <p>Where the log does not show what a conjunct asks, the specification takes it for true; how
 * often that is so, and why, the same checks in Java count.
 *
 * @param files the logs, as the user named them
 * @param stepped what was found in them
 * @param census what is in them
 * @param tally how often the rules that are stepped had an answer, and why not, by the Java engine
 * @param rules the rules that were asked for; all where empty
 * @param problems one line for each log that could not be replayed, or not to its end
 */
public record SteppedResult(
    List<String> files,
    Stepped stepped,
    Census census,
    Tally tally,
    Set<Rule> rules,
    List<String> problems) {
  /** What replay checks and stepping does not, one line. */
  static final String NOT_STEPPED =
      "families ENC, ROU, SYN, IMM; and RET, but for RET-RESUME's address in a whole trace";

  /** Of which rules of those families it has a part all the same, one line. */
  private static final String OF_PRESETS =
      "of RET-EMULATED and IMM-CONDITION only what a preset (--callee) says";

  private static final int VIOLATED = 1;
  private static final int MALFORMED = 3;
  private static final int SHOWN = 20;
  private static final int WIDTH = 100;

  /** Copies the collections. */
  public SteppedResult {
    files = List.copyOf(files);
    rules = Set.copyOf(rules);
    problems = List.copyOf(problems);
  }

  /** The events that are no step by the rules that were asked for. */
  public List<Rejection> rejected() {
    return stepped.rejections().stream().filter(this::isAskedFor).toList();
  }

  /** The log that a rejection is of. */
  public String fileOf(Rejection rejection) {
    return files.get(rejection.trace() - 1);
  }

  private boolean isAskedFor(Rejection why) {
    return rules.isEmpty()
        || why.conjuncts().stream()
            .map(Rule::ofId)
            .anyMatch(rule -> rule.isEmpty() || rules.contains(rule.get()));
  }

  /** How many events were stepped, the beginnings aside. */
  public long events() {
    return stepped.events() - files.size();
  }

  /** The exit code: 1 where an event is no step, else 3 where a log was not replayed whole. */
  public int exitCode() {
    if (!rejected().isEmpty()) {
      return VIOLATED;
    }
    return problems.isEmpty() ? 0 : MALFORMED;
  }

  /** Whether not one check of the rules that are stepped had what it needs. */
  public boolean nothingChecked() {
    return rejected().isEmpty()
        && tally.byRule().values().stream().allMatch(count -> count.held() + count.violated() == 0);
  }

  /** {@code violated}, {@code incomplete}, {@code nothing checked} or {@code holds}. */
  public String verdict() {
    if (!rejected().isEmpty()) {
      return "violated";
    }
    if (!problems.isEmpty()) {
      return "incomplete";
    }
    return nothingChecked() ? "nothing checked" : "holds";
  }

  /** Whether not one event of the logs could be read: then there is nothing to tell but why. */
  public boolean readNothing() {
    return !problems.isEmpty() && census.events() == 0;
  }

  /** The result for people; empty where nothing could be read. */
  public String toText() {
    if (readNothing()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    List<Rejection> all = rejected();
    for (Rejection why : all.subList(0, Math.min(SHOWN, all.size()))) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s:%d: %s violated%s%n",
              fileOf(why),
              why.line(),
              String.join(", ", why.conjuncts()),
              why.cpu().isPresent() ? " (CPU " + why.cpu().getAsInt() + ")" : ""));
      out.append(
          String.format(
              Locale.ROOT,
              "    event %d is no step: %s of %s %s false in %s%n",
              why.event(),
              String.join(", ", why.conjuncts()),
              why.action(),
              why.conjuncts().size() == 1 ? "is" : "are",
              why.states() == 1
                  ? "the state before it"
                  : "each of the " + why.states() + " states before it"));
      why.frontier()
          .lines()
          .forEach(line -> wrapped(line).forEach(part -> out.append(part).append('\n')));
    }
    if (all.size() > SHOWN) {
      out.append("... and ").append(all.size() - SHOWN).append(" more; --json has them\n");
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%sTLC stepped convention/TraceConvention.tla over %s, %s%n",
            all.isEmpty() ? "" : "\n",
            Amount.of(events(), "event"),
            Amount.of(stepped.states(), "state")));
    out.append("not stepped: ").append(NOT_STEPPED);
    out.append(";\n    ").append(OF_PRESETS).append(";\n    use --engine java\n");
    out.append(UndeterminedText.of(tally, census.formats(), "as the java engine says, because"));
    if (census.badLines() > 0) {
      out.append(Amount.of(census.badLines(), "line")).append(" could not be read\n");
    }
    out.append(all.isEmpty() ? outcome() : "violated: " + Amount.of(all.size(), "event") + "\n");
    return out.toString();
  }

  private String outcome() {
    if (!problems.isEmpty()) {
      return "but not everything could be replayed: see the messages\n";
    }
    return nothingChecked()
        ? "nothing was checked: the log lacks what each conjunct needs\n"
        : "holds: every event is a step\n";
  }

  /** On lines of {@value #WIDTH} columns, but for a value that has no blank and is longer. */
  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("        ");
    boolean begun = false;
    for (String word : text.split(" ", -1)) {
      if (begun && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("             ");
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(line.toString());
    return lines;
  }

  /** The result for machines. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("verdict", verdict());
    json.put("engine", "tlc");
    json.put("events", events());
    json.put("notStepped", NOT_STEPPED + "; " + OF_PRESETS);
    json.put("nothingChecked", nothingChecked());
    long undetermined =
        tally.byRule().values().stream().mapToLong(Tally.Count::undeterminedTotal).sum();
    json.put("undetermined", undetermined);
    ObjectNode reasons = json.putObject("undeterminedReasons");
    UndeterminedText.reasons(tally).forEach((why, times) -> reasons.put(why.text(), times));
    ArrayNode violations = json.putArray("violations");
    for (Rejection each : rejected()) {
      for (String conjunct : each.conjuncts()) {
        violations.add(violation(each, conjunct));
      }
    }
    json.put("badLines", census.badLines());
    ArrayNode named = json.putArray("files");
    files.forEach(named::add);
    ArrayNode untold = json.putArray("problems");
    problems.forEach(untold::add);
    return json;
  }

  private ObjectNode violation(Rejection why, String conjunct) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Optional<Rule> rule = Rule.ofId(conjunct);
    rule.ifPresent(known -> json.put("rule", known.id()));
    json.put("line", why.line());
    why.cpu().ifPresent(cpu -> json.put("cpu", cpu));
    json.put("expected", "that conjunct " + conjunct + " of " + why.action() + " is true");
    json.put("observed", "false in " + Amount.of(why.states(), "state"));
    json.put("file", fileOf(why));
    json.put("event", why.event());
    json.put("frontier", why.frontier());
    return json;
  }
}
