// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.armcall.checker.replay.Judgement;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.canonical.CanonicalSink;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;

/**
 * The events of a log that may have led to a violation, from a second reading: its first ones,
 * where callers ask who answers them; the last ones before the violation, on its processor and on
 * all; and some behind it, for rules that speak of what follows. All of a short log.
 */
final class Window {
  private final Bound bound;
  private final Judgement violation;
  private final TreeMap<Long, KeptEvent> kept = new TreeMap<>();
  private final Deque<KeptEvent> last = new ArrayDeque<>();
  private final Deque<KeptEvent> lastOfProcessor = new ArrayDeque<>();
  private Optional<TraceHeader> header = Optional.empty();
  private LogFormat format = LogFormat.CANONICAL;
  private long number;
  private long badLines;
  private long place = -1;

  private Window(Judgement violation, Bound bound) {
    this.violation = violation;
    this.bound = bound;
  }

  /**
   * Reads the log again, once for all of these violations of it.
   *
   * @return a window for each, in their order
   * @throws IOException if it cannot be read
   */
  static List<Window> of(Path file, TraceFormat named, List<Judgement> violations, Bound bound)
      throws IOException {
    List<Window> windows = violations.stream().map(each -> new Window(each, bound)).toList();
    try (LogLines lines = LogSource.open(file)) {
      LogFormat format = named.of(lines).format();
      windows.forEach(window -> window.format = format);
      Each each = new Each(windows);
      if (format == LogFormat.CANONICAL) {
        CanonicalReader.read(lines, each);
      } else {
        format.read(lines, each);
      }
    }
    for (Window window : windows) {
      if (window.place < 0) {
        window.takeLast(); // The violation is of the end.
      }
    }
    return windows;
  }

  /** The window of one violation. */
  static Window of(Path file, TraceFormat named, Judgement violation) throws IOException {
    return of(file, named, List.of(violation), Bound.THOROUGH).get(0);
  }

  /** Hands what is read to each window. */
  private record Each(List<Window> windows) implements TraceSink, CanonicalSink {
    @Override
    public void header(TraceHeader first) {
      windows.forEach(window -> window.header = Optional.of(first));
    }

    @Override
    public void badLine(SourceLine line, String why) {
      windows.forEach(window -> window.badLines++);
    }

    @Override
    public void event(TraceEvent event) {
      event(OptionalLong.empty(), event, "");
    }

    @Override
    public void event(TraceEvent event, String reconstructed) {
      event(OptionalLong.empty(), event, reconstructed);
    }

    @Override
    public void event(OptionalLong line, TraceEvent event) {
      event(line, event, "");
    }

    @Override
    public void event(OptionalLong line, TraceEvent event, String reconstructed) {
      for (Window window : windows) {
        window.event(line, event, reconstructed);
      }
    }
  }

  /** The events, in the order of the log. */
  List<KeptEvent> events() {
    return List.copyOf(kept.values());
  }

  /** How many of the events are not behind the one that the violation names. */
  int prefix() {
    return place < 0 ? kept.size() : kept.headMap(place, true).size();
  }

  /** How many events the log has. */
  long total() {
    return number;
  }

  /** Whether every event of the log is in it, and the log has nothing that could not be read. */
  boolean isWhole() {
    return kept.size() == number && badLines == 0;
  }

  /** The header, where the log is a canonical trace. */
  Optional<TraceHeader> header() {
    return header;
  }

  /** The form of the log. */
  LogFormat format() {
    return format;
  }

  private void event(OptionalLong line, TraceEvent event, String reconstructed) {
    KeptEvent next = new KeptEvent(++number, event, line, reconstructed);
    if (isThere(event)) {
      takeLast();
      place = number;
    }
    if (number <= bound.first() || place >= 0 && number <= place + bound.behind()) {
      kept.put(number, next);
    } else if (place < 0) {
      add(last, next);
      if (event.cpu().isEmpty() || event.cpu().equals(violation.cpu())) {
        add(lastOfProcessor, next);
      }
    }
  }

  private boolean isThere(TraceEvent event) {
    for (SourceLine line : event.source()) {
      if (line.number() == violation.line()) {
        return true;
      }
    }
    return false;
  }

  private void add(Deque<KeptEvent> some, KeptEvent event) {
    some.addLast(event);
    if (some.size() > bound.before()) {
      some.removeFirst();
    }
  }

  private void takeLast() {
    List<KeptEvent> all = new ArrayList<>(last);
    all.addAll(lastOfProcessor);
    all.forEach(event -> kept.put(event.number(), event));
    last.clear();
    lastOfProcessor.clear();
  }
}
