// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.checker.cli.Amount;
import org.armcall.checker.report.Finding.Engine;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Gap;
import org.armcall.checker.report.Finding.Image;
import org.armcall.checker.report.Finding.Place;
import org.armcall.checker.report.Finding.Register;
import org.armcall.checker.report.Finding.Story;
import org.armcall.checker.report.Finding.Word;
import org.armcall.checker.report.Remedies.Missing;
import org.armcall.checker.rules.Law;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;

/** Makes findings of the violations that a replay or a run of the emulator kept. */
final class ViolationFindings {
  private static final Set<Family> BY_REGISTERS =
      EnumSet.of(Family.FID, Family.REG, Family.RES, Family.PSC, Family.SEQ);
  private static final List<String> CODE = List.of("pc", "elr", "vector", "va", "pa");

  private final RuleCatalogue catalogue;
  private final Head head;

  ViolationFindings(RuleCatalogue catalogue, Head head) {
    this.catalogue = catalogue;
    this.head = head;
  }

  /**
   * The finding of one violation.
   *
   * @param scenario the name of the scenario and of its file; empty for a replay
   */
  Finding of(JsonNode node, Optional<JsonNode> scenario) {
    String what = node.path("rule").asText(conjunct(node));
    Optional<RuleEntry> rule = Rule.ofId(what).map(catalogue::entry);
    String expected = node.path("expected").asText();
    String observed = node.path("observed").asText();
    long line = node.path("line").asLong();
    List<KeptEvent> events = KeptEvent.of(node.path("around"));
    List<KeptEvent> minimal = KeptEvent.of(node.path("minimalSteps"));
    Recorder recorder = new Recorder(node.path("format").asText());
    EventStory telling = new EventStory(events, line, recorder);
    Call call = Call.of(events, telling.culprit());
    Place place =
        new Place(
            node.path("file").asText(),
            line,
            node.has("cpu") ? OptionalInt.of(node.path("cpu").asInt()) : OptionalInt.empty(),
            scenario.map(s -> s.path("name").asText()).orElse(""));
    String platform =
        scenario
            .map(s -> s.path("platform").asText())
            .orElse(node.path("platform").asText(head.platform()));
    Family family = rule.map(entry -> entry.rule().family()).orElse(Family.SEQ);
    Set<Long> addresses = addresses(events);
    String again =
        scenario
            .map(s -> head.emulateAgain(s.path("file").asText()))
            .orElseGet(() -> head.replayAgain(place.file(), rule.map(RuleEntry::rule)));
    HeldContract held = held(node, call);
    List<Register> registers = registers(call, observed, family, held);
    return new Finding(
        FindingId.of(
            "violation",
            what,
            place.model(),
            call.kind(BY_REGISTERS.contains(family)),
            FindingId.still(expected, addresses),
            FindingId.still(observed, addresses)),
        scenario.isPresent()
            ? Engine.EMULATOR
            : node.has("frontier") ? Engine.STEPPED : Engine.REPLAY,
        what,
        rule,
        conjunctLaw(rule, node),
        verdict(what, place),
        place,
        expected,
        observed,
        node.path("foreseen").asBoolean(),
        evidence(node, line),
        minimal.isEmpty()
            ? events.isEmpty() ? Story.NONE : telling.tell()
            : new EventStory(minimal, line, recorder).tell(),
        words(
            recorder,
            events,
            call,
            expected + " " + observed,
            platform,
            BY_REGISTERS.contains(family)),
        WalkStory.of(node.path("walks")),
        registers.isEmpty() ? "" : held.text(),
        registers,
        gaps(node, events, call),
        head.run(again, platform, scenario.map(s -> s.path("about").asText()).orElse("")),
        Optional.empty(),
        Image.NOT_ASKED);
  }

  /** Of an event that is no step of the specification, and breaks no rule by name. */
  private static Optional<Law> conjunctLaw(Optional<RuleEntry> rule, JsonNode node) {
    return rule.isPresent()
        ? Optional.empty()
        : Optional.of(
            new Law(
                "Every event of a trace is a step of the specification.",
                List.of(),
                List.of(
                    new RuleEntry.Source("spec/convention/TraceConvention.tla", conjunct(node)))));
  }

  private static String conjunct(JsonNode node) {
    String expected = node.path("expected").asText();
    String before = "that conjunct ";
    return expected.startsWith(before) && expected.contains(" of ")
        ? expected.substring(before.length(), expected.indexOf(" of "))
        : "a step of the specification";
  }

  private static String verdict(String what, Place place) {
    Path path = Path.of(place.file()).getFileName();
    String name = path == null ? place.file() : path.toString();
    boolean said = place.model().isEmpty() || name.startsWith(place.model() + ".");
    return "Line "
        + place.line()
        + " of "
        + name
        + (said ? "" : " of scenario " + place.model())
        + (place.cpu().isPresent() ? ", on CPU " + place.cpu().getAsInt() + "," : "")
        + " breaks "
        + what
        + ".";
  }

  private static List<Evidence> evidence(JsonNode node, long offending) {
    List<Evidence> lines = new ArrayList<>();
    for (JsonNode line : node.path("evidence")) {
      long number = line.path("line").asLong();
      lines.add(new Evidence(number, line.path("text").asText(), number == offending));
    }
    if (node.has("minimised")) {
      lines.add(new Evidence(0, "Minimised " + node.path("minimised").asText() + ".", false));
    }
    if (node.has("frontier")) {
      lines.add(new Evidence(0, "The state before it:\n" + node.path("frontier").asText(), false));
    }
    return lines;
  }

  private List<Word> words(
      Recorder recorder,
      List<KeptEvent> events,
      Call call,
      String wording,
      String platform,
      boolean isOfConvention) {
    long reliedOn = 0;
    for (KeptEvent event : events) {
      boolean ofSyndrome = event.node().path("origin").path(0).asText().contains("ISS[");
      if (event.is("reliance") && ofSyndrome) {
        reliedOn |= event.word("bits").orElse(0);
      }
    }
    return new WordPictures(catalogue, recorder, wording, platform, reliedOn)
        .of(call.made(), call.entry(), isOfConvention);
  }

  private HeldContract held(JsonNode node, Call call) {
    return HeldContract.of(
        node.path("convention"), head, call.made().map(KeptEvent::registers).orElse(Map.of()));
  }

  private static List<Register> registers(
      Call call, String observed, Family family, HeldContract held) {
    Map<String, Long> before = call.made().map(KeptEvent::registers).orElse(Map.of());
    Map<String, Long> after = call.answer().map(KeptEvent::registers).orElse(Map.of());
    return BY_REGISTERS.contains(family) && !before.isEmpty() && !after.isEmpty()
        ? RegisterTable.of(before, after, observed, family, held)
        : List.of();
  }

  private static Set<Long> addresses(List<KeptEvent> events) {
    Set<Long> addresses = new HashSet<>();
    for (KeptEvent event : events) {
      for (String field : CODE) {
        OptionalLong word = event.word(field);
        word.ifPresent(addresses::add);
      }
    }
    return addresses;
  }

  private List<Gap> gaps(JsonNode node, List<KeptEvent> events, Call call) {
    List<Gap> gaps = new ArrayList<>();
    if (!node.has("around") || events.isEmpty()) {
      gaps.add(
          new Gap(
              "the events around the violation were not kept",
              "replay a file, not a pipe, with --out of this version"));
      return gaps;
    }
    Recorder recorder = new Recorder(node.path("format").asText());
    call.gaps(gaps, new Remedies(recorder.format()));
    call.made()
        .filter(made -> made.has("word") && recorder.readsAgain())
        .ifPresent(made -> gaps.add(Recorder.READ_AGAIN));
    if (head.badLines() > 0) {
      gaps.add(
          new Gap(
              Amount.of(head.badLines(), "line") + " of the logs could not be read",
              "see badLineExamples in result.json"));
    }
    return gaps;
  }

  /**
   * The call that a violation is about.
   *
   * @param made the instruction
   * @param entry the exception
   * @param answer the return
   */
  private record Call(
      Optional<KeptEvent> made, Optional<KeptEvent> entry, Optional<KeptEvent> answer) {

    /** The call whose return, exception or decision shows the fault. */
    static Call of(List<KeptEvent> events, Optional<KeptEvent> culprit) {
      int end = culprit.map(events::indexOf).orElse(events.size() - 1);
      Optional<KeptEvent> answer = culprit.filter(event -> event.is("return"));
      OptionalInt caller = answer.map(a -> a.number("toEl")).orElse(OptionalInt.empty());
      OptionalInt cpu = culprit.map(KeptEvent::cpu).orElse(OptionalInt.empty());
      Optional<KeptEvent> entry = Optional.empty();
      Optional<KeptEvent> made = Optional.empty();
      for (int i = end; i >= 0 && made.isEmpty(); i--) {
        KeptEvent event = events.get(i);
        boolean here =
            (caller.isEmpty() || event.fromLevel().equals(caller))
                && (cpu.isEmpty() || event.cpu().isEmpty() || event.cpu().equals(cpu));
        if (here && event.is("entry") && entry.isEmpty()) {
          entry = Optional.of(event);
        } else if (here && (event.is("call") || event.is("skipped"))) {
          made = Optional.of(event);
        } else if (here && event.is("entry")) {
          break;
        }
      }
      if (entry.isEmpty()) {
        entry =
            events.stream().skip(Math.max(end, 0)).filter(event -> event.is("entry")).findFirst();
      }
      return new Call(made, entry, answer);
    }

    /** What was called, without what moves. */
    String kind(boolean withFunction) {
      StringBuilder text = new StringBuilder();
      made.ifPresent(
          call ->
              text.append(call.text("insn"))
                  .append(' ')
                  .append(call.text("isa"))
                  .append(' ')
                  .append(withFunction ? function(call) : ""));
      entry.ifPresent(
          taken -> text.append(taken.text("fromEl")).append("->").append(taken.text("toEl")));
      return text.toString();
    }

    private static String function(KeptEvent call) {
      Map<String, Long> registers = call.registers();
      Long first = registers.containsKey("x0") ? registers.get("x0") : registers.get("r0");
      return first == null ? "" : Integer.toHexString(first.intValue());
    }

    void gaps(List<Gap> gaps, Remedies remedies) {
      if (made.isEmpty()) {
        gaps.add(
            new Gap("the call instruction is not in the log", remedies.of(Missing.INSTRUCTION)));
      } else if (!made.get().has("word")) {
        gaps.add(new Gap("the word of the instruction", remedies.of(Missing.INSTRUCTION)));
      }
      if (made.filter(call -> !call.registers().isEmpty()).isEmpty()) {
        gaps.add(new Gap("the caller's registers", remedies.of(Missing.REGISTERS)));
      }
      if (entry.isEmpty()) {
        gaps.add(new Gap("the exception that was taken", "record longer"));
      } else {
        if (!entry.get().has("syndrome")) {
          gaps.add(new Gap("the syndrome of the exception", remedies.of(Missing.SYNDROME)));
        }
        if (!entry.get().has("spsr")) {
          gaps.add(new Gap("SPSR, the state of the caller", remedies.of(Missing.SAVED_STATUS)));
        }
      }
    }
  }
}
