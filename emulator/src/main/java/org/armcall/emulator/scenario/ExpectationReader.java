// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.scenario.Expectation.Decision;
import org.armcall.emulator.scenario.Expectation.EndingKind;
import org.armcall.emulator.scenario.Scenario.ProcessorStart;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;

/** Reads what is expected of a scenario. */
record ExpectationReader(Fields top, List<ProcessorStart> processors) {
  private static final int LARGEST_IMMEDIATE = 0xff_ffff;
  private static final List<String> RESULTS =
      List.of("recovered", "unavailable", "contradicted", "ignored");
  private static final List<String> DISPATCHES = List.of("psci", "hypercall", "refused", "skipped");

  Expectation expectation() {
    Optional<Fields> expect =
        top.mapping(
            "expect",
            List.of(
                "decisions",
                "executed",
                "immediates",
                "reliance",
                "counts",
                "cpus",
                "replay",
                "ending"));
    if (expect.isEmpty()) {
      return Expectation.NONE;
    }
    Fields fields = expect.get();
    Optional<Fields> replay = fields.mapping("replay", List.of("violated"));
    return new Expectation(
        fields.has("decisions") ? Optional.of(decisions(fields)) : Optional.empty(),
        fields.flag("reliance"),
        replay
            .filter(inner -> inner.has("violated"))
            .map(
                inner ->
                    inner.texts("violated").stream()
                        .map(text -> ScenarioReader.rule(inner, "violated", text))
                        .toList()),
        fields.oneOf("ending", ScenarioReader.words(EndingKind.values(), EndingKind::word)),
        immediates(fields, "executed"),
        immediates(fields, "immediates"),
        counts(fields),
        finishes(fields));
  }

  private static List<Decision> decisions(Fields expect) {
    List<Decision> all = new ArrayList<>();
    for (Fields fields :
        expect.mappings("decisions", List.of("result", "immediate", "dispatch", "reason"))) {
      Optional<Integer> immediate = fields.number("immediate", 0, LARGEST_IMMEDIATE);
      all.add(
          new Decision(
              among(fields, "result", RESULTS)
                  .orElseThrow(() -> fields.refuse("result", "this field is missing")),
              immediate.isPresent() ? OptionalInt.of(immediate.get()) : OptionalInt.empty(),
              among(fields, "dispatch", DISPATCHES),
              fields.text("reason")));
    }
    return all;
  }

  private static Optional<String> among(Fields fields, String name, List<String> words) {
    Map<String, String> known = new LinkedHashMap<>();
    words.forEach(word -> known.put(word, word));
    return fields.oneOf(name, known);
  }

  private static Optional<List<Integer>> immediates(Fields fields, String name) {
    if (!fields.has(name)) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>();
    for (String text : fields.texts(name)) {
      all.add(
          Numbers.parse(text)
              .filter(value -> value >= 0 && value <= LARGEST_IMMEDIATE)
              .orElseThrow(() -> fields.refuse(name, "'" + text + "' is no immediate"))
              .intValue());
    }
    return Optional.of(all);
  }

  private static Map<Count, Range> counts(Fields expect) {
    Map<String, Count> words = ScenarioReader.words(Count.values(), Count::word);
    Map<Count, Range> all = new EnumMap<>(Count.class);
    Optional<Fields> counts = expect.mapping("counts", List.copyOf(words.keySet()));
    words.forEach(
        (word, count) ->
            counts
                .flatMap(fields -> fields.text(word))
                .ifPresent(text -> all.put(count, range(counts.orElseThrow(), word, text))));
    return all;
  }

  private static Range range(Fields counts, String word, String text) {
    return Range.parse(text.replace(" ", ""))
        .orElseThrow(
            () ->
                counts.refuse(word, "it is a number or a range, 1.. or ..4 or 1..4, not " + text));
  }

  private List<Finish> finishes(Fields expect) {
    List<String> known = new ArrayList<>(List.of("at", "isa", "mode"));
    for (StatusField field : StatusField.values()) {
      known.add(field.word());
    }
    known.addAll(List.of("registers", "system"));
    List<Finish> all = new ArrayList<>();
    for (Fields fields : expect.mappings("cpus", known)) {
      if (all.size() == processors.size()) {
        throw fields.refuse("at", "the scenario has no cpu" + all.size());
      }
      Map<StatusField, Long> status = new LinkedHashMap<>();
      for (StatusField field : StatusField.values()) {
        field.read(fields).ifPresent(value -> status.put(field, value));
      }
      all.add(
          new Finish(
              fields.number("at"),
              fields.oneOf("isa", GuestReader.instructionSets()),
              fields.oneOf("mode", ScenarioReader.words(Mode.values(), Mode::text)),
              status,
              GuestReader.registers(fields, isa(all.size())),
              fields.numbers("system", SystemRegister::ofName, "system register")));
    }
    return all;
  }

  private InstructionSet isa(int cpu) {
    return processors.get(cpu).isa();
  }
}
