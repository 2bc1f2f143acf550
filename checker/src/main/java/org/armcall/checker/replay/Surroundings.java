// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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
 * The events around the violations of one log, in the canonical format.
 *
 * <p>They come from a second reading, and only of a log in which a violation was found and whose
 * result is kept: the first reading keeps nothing for it. What cannot be read twice, such as a
 * pipe, has none.
 */
final class Surroundings {
  /** Events before one that a violation names: the call that led to it is among them. */
  static final int BEFORE = 3;

  /** Events behind it. */
  static final int BEHIND = 1;

  /** Of one violation. */
  static final int MOST = 16;

  private final Reading reading;

  private Surroundings(Reading reading) {
    this.reading = reading;
  }

  /** The platform that the log's header names. */
  Optional<String> platform() {
    return reading.platform;
  }

  /** The format that the log was recorded in: a canonical trace names what it was made from. */
  Optional<LogFormat> format() {
    return reading.format;
  }

  /**
   * The lines that a violation names.
   *
   * @param at the line that shows it
   */
  static Set<Long> lines(long at, List<SourceLine> evidence) {
    Set<Long> lines = new HashSet<>();
    lines.add(at);
    evidence.forEach(line -> lines.add(line.number()));
    return lines;
  }

  /** Reads the log again for the events at those lines and their neighbours. */
  static Surroundings of(Path file, TraceFormat format, List<Set<Long>> lines) {
    Set<Long> all = new HashSet<>();
    lines.forEach(all::addAll);
    Reading reading = new Reading(all);
    if (Files.isRegularFile(file)) {
      try (LogLines log = LogSource.open(file)) {
        reading.format = Optional.of(format.of(log).format());
        if (reading.format.get() == LogFormat.CANONICAL) {
          CanonicalReader.read(log, reading);
        } else {
          reading.format.get().read(log, reading);
        }
      } catch (IOException unreadable) {
        // The replay has said so; what was read until then is kept.
      }
    }
    return new Surroundings(reading);
  }

  /** The events at those lines and their neighbours, in their order, {@value #MOST} at most. */
  List<String> around(Set<Long> lines) {
    TreeMap<Long, String> near = new TreeMap<>();
    for (long line : lines) {
      for (long at : reading.eventsOf.getOrDefault(line, List.of())) {
        near.putAll(reading.kept.subMap(at - BEFORE, true, at + BEHIND, true));
      }
    }
    List<String> all = List.copyOf(near.values());
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  /** The second reading. */
  private static final class Reading implements TraceSink, CanonicalSink {
    private final Set<Long> wanted;
    private final TreeMap<Long, String> kept = new TreeMap<>();
    private final Map<Long, List<Long>> eventsOf = new HashMap<>();
    private final Deque<TraceEvent> before = new ArrayDeque<>();
    private final EventLines lines = new EventLines();
    private Optional<String> platform = Optional.empty();
    private Optional<LogFormat> format = Optional.empty();
    private long number;
    private long keepUntil = -1;

    Reading(Set<Long> wanted) {
      this.wanted = wanted;
    }

    @Override
    public void header(TraceHeader header) {
      platform = header.platform();
      LogFormat.ofText(header.source().format())
          .ifPresent(recorded -> format = Optional.of(recorded));
    }

    @Override
    public void event(OptionalLong line, TraceEvent event) {
      event(event);
    }

    @Override
    public void badLine(SourceLine line, String why) {
      // The replay has counted it.
    }

    @Override
    public void event(TraceEvent event) {
      number++;
      boolean named = false;
      for (SourceLine line : event.source()) {
        if (wanted.contains(line.number())) {
          eventsOf.computeIfAbsent(line.number(), absent -> new ArrayList<>(1)).add(number);
          named = true;
        }
      }
      if (named) {
        long i = number - before.size();
        for (TraceEvent earlier : before) {
          keep(i++, earlier);
        }
        before.clear();
        keepUntil = number + BEHIND;
      }
      if (number <= keepUntil) {
        keep(number, event);
        return;
      }
      before.addLast(event);
      if (before.size() > BEFORE) {
        before.removeFirst();
      }
    }

    private void keep(long at, TraceEvent event) {
      kept.put(at, lines.of(event));
    }
  }
}
