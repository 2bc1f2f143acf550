// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.armcall.checker.check.Counterexample;
import org.armcall.checker.check.Outcome;

/** Reads a child's result line. */
final class ResultLine {

  private final Map<String, String> single = new LinkedHashMap<>();
  private final Map<String, Long> witnesses = new TreeMap<>();
  private final List<String> mismatches = new ArrayList<>();
  private final List<Counterexample.Step> steps = new ArrayList<>();

  private ResultLine(List<String> fields) {
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        add(field.substring(0, equals), field.substring(equals + 1));
      }
    }
  }

  /** The outcome that the fields of a line tell. */
  static Outcome outcome(List<String> fields) {
    try {
      return new ResultLine(fields).outcome();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return new Outcome.Failed(
          "the child's result cannot be read (" + e.getMessage() + "): " + fields);
    }
  }

  private void add(String key, String value) {
    switch (key) {
      case "witness" -> {
        int space = value.indexOf(' ');
        witnesses.put(value.substring(space + 1), Long.valueOf(value.substring(0, space)));
      }
      case "mismatch" -> mismatches.add(value);
      case "state" -> {
        int space = value.indexOf(' ');
        int number = Integer.parseInt(value.substring(0, space));
        steps.add(
            new Counterexample.Step(number, value.substring(space + 1), new LinkedHashMap<>()));
      }
      case "value" -> {
        int equals = value.indexOf(" = ");
        steps
            .get(steps.size() - 1)
            .values()
            .put(value.substring(0, equals), value.substring(equals + 3));
      }
      default -> single.put(key, value);
    }
  }

  private Outcome outcome() {
    String message = single.getOrDefault("message", "no reason was given");
    return switch (single.getOrDefault("status", "")) {
      case "holds" -> new Outcome.Holds(seen());
      case "violated" ->
          new Outcome.Violated(
              single.get("property"),
              new Counterexample(
                  single.get("violates"),
                  List.copyOf(steps),
                  single.containsKey("loop")
                      ? OptionalInt.of(Integer.parseInt(single.get("loop")))
                      : OptionalInt.empty(),
                  single.containsKey("stuttering")),
              seen());
      case "unreadable" -> new Outcome.Unreadable(message);
      case "failed" -> new Outcome.Failed(message);
      default -> throw new IllegalArgumentException("no status");
    };
  }

  private Outcome.Exploration seen() {
    Map<String, String> facts = new TreeMap<>();
    for (String name : List.of("tlc", "seed")) {
      if (single.containsKey(name)) {
        facts.put(name, single.get(name));
      }
    }
    return new Outcome.Exploration(
        number("distinct"),
        number("generated"),
        number("queue"),
        (int) number("depth"),
        witnesses,
        single.containsKey("calls") ? OptionalLong.of(number("calls")) : OptionalLong.empty(),
        List.copyOf(mismatches),
        facts);
  }

  private long number(String key) {
    return Long.parseLong(single.getOrDefault(key, "0"));
  }
}
