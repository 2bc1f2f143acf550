// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.checker.replay.EventLines;
import org.armcall.checker.replay.Judgement;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.platform.PlatformFile;

/**
 * What is left of a log for one violation.
 *
 * @param violation the violation, as the replay of the log found it
 * @param header the header to write
 * @param events the events, in the order of the log
 * @param total how many events the log has
 * @param cut whether the log has anything else; if not, it is written as it was
 * @param replays how many replays it took
 * @param state how far it went
 * @param found what the replay of these events says of the violation, if it is there
 */
record MinimalTrace(
    Judgement violation,
    TraceHeader header,
    List<KeptEvent> events,
    long total,
    boolean cut,
    int replays,
    State state,
    Optional<Judgement> found) {

  /** How far it went. */
  enum State {
    /** No event can be left out. */
    MINIMAL,
    /** Perhaps some can. */
    STOPPED,
    /** The events near the violation do not show it. */
    NOT_REPRODUCED
  }

  private static final String PLATFORM_FILE = ".json";

  /** Whether minimising may write a file of that name. */
  static boolean isName(String file) {
    return file.startsWith("minimal-") || file.startsWith("window-");
  }

  /** Of these a page can show every one. */
  private static final int SHOWN = 64;

  /** Whether the violation is in it. */
  boolean isReproduced() {
    return state != State.NOT_REPRODUCED;
  }

  /** What is left as the steps of the violation; nothing where that is still much. */
  void addStepsTo(ObjectNode node) {
    if (isReproduced() && events.size() <= SHOWN) {
      EventLines lines = new EventLines();
      ArrayNode steps = node.putArray("minimalSteps");
      events.forEach(kept -> steps.addRawValue(new RawValue(lines.of(kept.event()))));
    }
  }

  /** Where it is not sure that no event can be left out. */
  String shortRemark() {
    return state == State.STOPPED ? ", perhaps not the fewest" : "";
  }

  private Rule rule() {
    return violation.rule();
  }

  private String stem() {
    return (state == State.NOT_REPRODUCED ? "window-" : "minimal-") + rule().id();
  }

  /** The name of the file. */
  String fileName() {
    return stem() + ".ndjson";
  }

  /**
   * Writes the trace into that directory, and the platform file that its header names.
   *
   * @throws IOException if writing fails
   */
  void write(Path directory) throws IOException {
    TraceHeader written = header;
    Optional<Path> platform = platformFile();
    if (platform.isPresent()) {
      Path copy = directory.resolve(stem() + ".platform" + PLATFORM_FILE);
      Files.copy(platform.get(), copy, StandardCopyOption.REPLACE_EXISTING);
      written = new TraceHeader(header.source(), Optional.of(String.valueOf(copy.getFileName())));
    }
    Path file = directory.resolve(fileName());
    try (CanonicalWriter out = CanonicalWriter.toFile(file, written)) {
      for (KeptEvent kept : events) {
        TraceEvent event = kept.event();
        out.write(
            cut ? OptionalLong.of(event.line()) : kept.logLine(), event, kept.reconstructed());
      }
    }
  }

  /** The platform file beside the log: a header names it by where it is. */
  private Optional<Path> platformFile() {
    return header
        .platform()
        .filter(name -> name.endsWith(PLATFORM_FILE) && !PlatformFile.PRESETS.contains(name))
        .map(name -> Path.of(violation.file()).resolveSibling(name))
        .filter(Files::isRegularFile);
  }

  /** From what to what. */
  String size() {
    return "from " + count(total) + " to " + events.size();
  }

  /** From what to what, and where it is. */
  String toText(Path directory) {
    return "minimised "
        + rule().id()
        + " at line "
        + violation.line()
        + ": "
        + size()
        + ": "
        + directory.resolve(fileName())
        + remark();
  }

  /** Whether that is the violation, as the result of the replay has it, and the trace shows it. */
  boolean isOf(JsonNode kept) {
    return state != State.NOT_REPRODUCED
        && kept.path("rule").asText().equals(rule().id())
        && kept.path("line").asLong() == violation.line()
        && kept.path("file").asText().equals(violation.file());
  }

  private String remark() {
    return switch (state) {
      case MINIMAL -> "";
      case STOPPED ->
          "\n  (stopped after "
              + replays
              + " replays: perhaps fewer events do; --minimise goes on)";
      case NOT_REPRODUCED ->
          "\n  (the first events of the log and the last before the violation do not show it; they"
              + " are kept)";
    };
  }

  private static String count(long events) {
    return String.format(Locale.ROOT, "%,d event%s", events, events == 1 ? "" : "s");
  }

  /** What the result of the run says of it. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rule", rule().id());
    json.put("file", fileName());
    json.put("log", violation.file());
    json.put("line", violation.line());
    json.put("from", total);
    json.put("to", events.size());
    json.put("text", size());
    json.put("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("replays", replays);
    // Which events are left may change how the rule is broken: what was agreed on may be gone.
    found
        .filter(now -> !now.observed().equals(violation.observed()))
        .ifPresent(now -> json.put("observed", now.observed()));
    found
        .filter(now -> !now.expected().equals(violation.expected()))
        .ifPresent(now -> json.put("expected", now.expected()));
    return json;
  }
}
