// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.armcall.checker.decode.SyndromeText;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Lane;
import org.armcall.checker.report.Finding.Step;
import org.armcall.checker.report.Finding.Story;

/** Tells the events around a violation: who does what at which level, and what it changes. */
final class EventStory {
  private static final int NO_CPU = -1;

  /** The group of lanes of steps whose processor the log does not say. */
  static final String SOME_CPU = "CPU ?";

  private final List<KeptEvent> events;
  private final long fault;
  private final Set<Long> offending;
  private final Recorder recorder;
  private final LaneRoles roles;
  private final Map<Integer, Integer> levels = new TreeMap<>();
  private final Map<Integer, Map<String, Long>> registers = new TreeMap<>();

  /**
   * A story of these events.
   *
   * @param offending the line that shows the fault
   * @param recorder what recorded them
   */
  EventStory(List<KeptEvent> events, long offending, Recorder recorder) {
    this.events = events;
    this.recorder = recorder;
    roles = new LaneRoles(events);
    fault = offending;
    this.offending = Set.of(lineAt(events, offending));
  }

  /** An event may begin a few lines above the line that shows the fault. */
  private static long lineAt(List<KeptEvent> events, long line) {
    long at = -1;
    for (KeptEvent event : events) {
      if (event.line().isPresent() && event.line().getAsLong() <= line) {
        at = event.line().getAsLong();
      }
    }
    return at;
  }

  /** The event that shows the fault, if it was kept. */
  Optional<KeptEvent> culprit() {
    return events.stream().filter(this::isOffending).reduce((a, b) -> b);
  }

  private boolean isOffending(KeptEvent event) {
    return event.line().isPresent() && offending.contains(event.line().getAsLong());
  }

  Story tell() {
    List<Step> steps = new ArrayList<>();
    int culprit = -1;
    for (int i = 0; i < events.size(); i++) {
      culprit = isOffending(events.get(i)) ? i : culprit;
    }
    for (int i = 0; i < events.size(); i++) {
      steps.add(step(i + 1, events.get(i), i == culprit));
    }
    return new Story(lanes(), steps, OptionalInt.empty(), false);
  }

  /** Every level between the lowest and the highest that take part, for each processor. */
  private List<Lane> lanes() {
    Map<Integer, TreeSet<Integer>> seen = new TreeMap<>();
    for (KeptEvent event : events) {
      TreeSet<Integer> of =
          seen.computeIfAbsent(event.cpu().orElse(NO_CPU), cpu -> new TreeSet<>());
      for (String field : List.of("el", "fromEl", "toEl")) {
        event.number(field).ifPresent(of::add);
      }
    }
    List<Lane> lanes = new ArrayList<>();
    Optional<TreeSet<Integer>> whoever = Optional.ofNullable(seen.remove(NO_CPU));
    seen.forEach((cpu, of) -> add(cpu, of, lanes));
    whoever.ifPresent(of -> add(NO_CPU, of, lanes));
    return lanes;
  }

  private void add(int cpu, TreeSet<Integer> of, List<Lane> lanes) {
    for (int level = of.isEmpty() ? 1 : of.first(); !of.isEmpty() && level <= of.last(); level++) {
      lanes.add(lane(cpu, level));
    }
  }

  private Lane lane(int cpu, int level) {
    OptionalInt known = cpu == NO_CPU ? OptionalInt.empty() : OptionalInt.of(cpu);
    return new Lane(cpu == NO_CPU ? SOME_CPU : "CPU " + cpu, "EL" + level, roles.of(known, level));
  }

  private Step step(int number, KeptEvent event, boolean isCulprit) {
    int cpu = event.cpu().orElse(NO_CPU);
    OptionalInt from = event.fromLevel();
    OptionalInt to = event.number("toEl");
    OptionalInt at = to.isPresent() ? to : from;
    if (at.isEmpty() && levels.containsKey(cpu)) {
      at = OptionalInt.of(levels.get(cpu));
    }
    at.ifPresent(level -> levels.put(cpu, level));
    List<Lane> touched = at.isPresent() ? List.of(lane(cpu, at.getAsInt())) : List.<Lane>of();
    Optional<Lane> left =
        from.isPresent() && to.isPresent()
            ? Optional.of(lane(cpu, from.getAsInt()))
            : Optional.empty();
    return new Step(
        number,
        who(event, from.isPresent() ? from : at),
        text(event),
        left,
        touched,
        changes(cpu, event),
        event.values(),
        isCulprit ? OptionalLong.of(fault) : event.line(),
        Optional.empty(),
        isCulprit);
  }

  private static String who(KeptEvent event, OptionalInt level) {
    List<String> parts = new ArrayList<>();
    event.cpu().ifPresent(cpu -> parts.add("CPU " + cpu));
    level.ifPresent(el -> parts.add("EL" + el));
    return String.join(", ", parts);
  }

  private String text(KeptEvent event) {
    return switch (event.kind()) {
      case "call" ->
          event.text("insn").toUpperCase(java.util.Locale.ROOT)
              + immediate(event, " #")
              + " executes"
              + at(event, " at ", "pc")
              + recorder.inBrackets(event)
              + IdentifierRegister.of(event)
                  .filter(IdentifierRegister::isLikely)
                  .map(register -> ", with " + register.inWords())
                  .orElse("");
      case "entry" ->
          "Exception taken"
              + levels(event)
              + syndrome(event)
              + at(event, ", return address ", "elr")
              + at(event, ", to ", "vector");
      case "return" -> "The handler returns" + levels(event) + at(event, ", goes on at ", "pc");
      case "handled" -> "The machine answers itself (" + event.text("by") + ")" + syndrome(event);
      case "undefined" ->
          event.text("insn").toUpperCase(java.util.Locale.ROOT)
              + " is UNDEFINED"
              + at(event, " at ", "pc");
      case "skipped" ->
          event.text("insn").toUpperCase(java.util.Locale.ROOT)
              + " fails its condition"
              + at(event, " at ", "pc");
      case "fetch" ->
          "The handler reads the code: "
              + event.text("bytes")
              + at(event, " at ", "va")
              + state(event, ", by the mapping ", "alias");
      case "decision" ->
          "The handler's rule "
              + event.text("policy")
              + " says: "
              + event.text("result")
              + immediate(event, ", immediate ")
              + state(event, ", from ", "provenance")
              + state(event, ", because ", "reason")
              + state(event, "; taken as ", "dispatch");
      case "reliance" ->
          event.text("what")
              + " relies on bits "
              + event.text("bits")
              + ": "
              + event.node().path("origin").path(0).asText("of unknown origin");
      case "note" -> event.text("text");
      default -> event.kind();
    };
  }

  private static String immediate(KeptEvent event, String before) {
    return event.has("imm") ? before + event.text("imm") : "";
  }

  private static String at(KeptEvent event, String before, String field) {
    return event.has(field) ? before + event.text(field) : "";
  }

  private static String state(KeptEvent event, String before, String field) {
    return event.has(field) ? before + event.text(field) : "";
  }

  private static String levels(KeptEvent event) {
    return (event.has("fromEl") ? " from EL" + event.text("fromEl") : "")
        + (event.has("toEl") ? " to EL" + event.text("toEl") : "");
  }

  private static String syndrome(KeptEvent event) {
    OptionalLong word = event.word("syndrome");
    return word.isEmpty()
        ? ""
        : ", syndrome "
            + event.text("syndrome")
            + " ("
            + SyndromeText.oneLine((int) word.getAsLong())
            + ")";
  }

  /** The registers that differ from those that the processor had when they were last recorded. */
  private List<Change> changes(int cpu, KeptEvent event) {
    Map<String, Long> now = event.registers();
    Map<String, Long> known = registers.computeIfAbsent(cpu, absent -> new LinkedHashMap<>());
    List<Change> changes = new ArrayList<>();
    now.forEach(
        (name, value) -> {
          Long old = known.put(name, value);
          if (old != null && !old.equals(value)) {
            changes.add(new Change(name, hex(old), hex(value)));
          }
        });
    return changes;
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
