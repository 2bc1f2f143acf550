// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.TraceRecorder;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.preset.PresetException;

/**
 * What a guest at EL1 says to the reference implementations and what it hears, as the lines of its
 * trace; edits of it give another.
 *
 * @param shimmed whether it called a hypervisor by HVC, which asks firmware; else firmware by SMC
 * @param lines the header, then the events
 */
record RandomConversation(boolean shimmed, List<String> lines) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A call.
   *
   * @param function what X0 holds
   * @param arguments what X1 to X3 hold
   */
  record Said(long function, List<Long> arguments) {}

  /** Has the emulator run a guest that makes these calls and turns the machine off. */
  static RandomConversation of(boolean shimmed, List<Said> calls, long filling) {
    StringBuilder code = new StringBuilder();
    for (int i = 4; i <= 29; i++) {
      load(code, i, filling * (2L * i + 1));
    }
    List<Said> all = new ArrayList<>(calls);
    all.add(new Said(0x8400_0008L, List.of(0L, 0L, 0L)));
    for (Said call : all) {
      load(code, 0, call.function());
      for (int i = 0; i < call.arguments().size(); i++) {
        load(code, i + 1, call.arguments().get(i));
      }
      code.append("      ").append(shimmed ? "hvc" : "smc").append(" #0\n");
    }
    Scenario scenario =
        ScenarioReader.parse(
            "conversation",
            "armcall: scenario 1\nname: conversation\nabout: calls\n"
                + (shimmed
                    ? "platform: armv8a-el3-el2-a64\ncontrols: [SCR_EL3.HCE=1]\n"
                    : "platform: armv8a-el3-a64\n")
                + "memory: [{at: 0x40000000, size: 0x100000}]\n"
                + "cpus:\n  - start: {at: boot, isa: a64}\n"
                + "code:\n  - at: 0x40008000\n    isa: a64\n    text: |\n      boot:\n"
                + code
                + "      never: b never\nhandlers:\n"
                + (shimmed ? "  - {level: el2, policy: reference-hypervisor}\n" : "")
                + "  - {level: el3, policy: reference-firmware}\nschedule: seed 1\n");
    return new RandomConversation(shimmed, recorded(scenario));
  }

  private static void load(StringBuilder code, int register, long value) {
    code.append(String.format(Locale.ROOT, "      ldr x%d, =0x%x%n", register, value));
  }

  private static List<String> recorded(Scenario scenario) {
    try {
      Path trace = Files.createTempFile("armcall-conversation", ".ndjson");
      try {
        TraceHeader header =
            TraceHeader.ofEmulator("armcall", Optional.empty(), scenario.platform().name());
        try (CanonicalWriter writer = CanonicalWriter.toFile(trace, header)) {
          ScenarioRunner.run(
              scenario,
              new TraceRecorder(
                  event -> {
                    try {
                      writer.write(event);
                    } catch (IOException failed) {
                      throw new UncheckedIOException(failed);
                    }
                  }));
        }
        return Files.readAllLines(trace);
      } finally {
        Files.delete(trace);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The event of a line, counted from 1 as in messages. */
  ObjectNode event(int line) {
    try {
      return (ObjectNode) MAPPER.readTree(lines.get(line - 1));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Another line in the place of one. */
  RandomConversation with(int line, ObjectNode event) {
    List<String> edited = new ArrayList<>(lines);
    edited.set(line - 1, event.toString());
    return new RandomConversation(shimmed, edited);
  }

  /** Without the lines from one to another, both included. */
  RandomConversation without(int first, int last) {
    List<String> edited = new ArrayList<>(lines.subList(0, first - 1));
    edited.addAll(lines.subList(last, lines.size()));
    return new RandomConversation(shimmed, edited);
  }

  /** With a line twice. */
  RandomConversation repeated(int line) {
    List<String> edited = new ArrayList<>(lines);
    edited.add(line, lines.get(line - 1));
    return new RandomConversation(shimmed, edited);
  }

  /** The lines of the guest's calls. */
  List<Integer> calls() {
    return linesOf("call", "el");
  }

  /** The lines of what the guest heard. */
  List<Integer> answers() {
    return linesOf("return", "toEl");
  }

  private List<Integer> linesOf(String kind, String level) {
    List<Integer> found = new ArrayList<>();
    for (int line = 2; line <= lines.size(); line++) {
      ObjectNode event = event(line);
      if (event.path("kind").asText().equals(kind) && event.path(level).asInt() == 1) {
        found.add(line);
      }
    }
    return found;
  }

  /** The reference implementations at their levels. */
  Expectations reference() {
    try {
      Callee reference = CalleeFile.named("reference");
      return new Expectations(
          Optional.empty(),
          shimmed
              ? Map.of(ExceptionLevel.EL2, reference, ExceptionLevel.EL3, reference)
              : Map.of(ExceptionLevel.EL3, reference),
          Optional.empty());
    } catch (PresetException missing) {
      throw new IllegalStateException(missing);
    }
  }

  ReplayResult replay(Expectations who) {
    try {
      Path file = Files.createTempFile("armcall-conversation", ".ndjson");
      try {
        List<String> numbered = new ArrayList<>(List.of(lines.get(0)));
        for (int line = 2; line <= lines.size(); line++) {
          numbered.add(event(line).put("seq", line - 1).toString());
        }
        Files.write(file, numbered);
        return Replay.run(
            new ReplayRequest(List.of(file), Optional.empty(), Set.of(), TraceFormat.AUTO, who));
      } finally {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What is violated, as "line rule". */
  List<String> violations(Expectations who) {
    ReplayResult result = replay(who);
    if (result.census().badLines() > 0) {
      throw new IllegalStateException(result.toText());
    }
    return result.violations().stream()
        .map(finding -> finding.line() + " " + finding.rule().id())
        .toList();
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
