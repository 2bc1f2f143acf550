// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.checker.replay.UnreadableLine;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;

/**
 * Takes the events of logs as they come, and writes or only counts them; counts the lines that
 * cannot be read, and keeps the first. A trace is begun with the first event that is read: of logs
 * of which nothing was read there is none.
 */
final class Conversion implements TraceSink {
  private static final int EXAMPLES = 5;

  private final boolean strict;
  private final List<TraceEvent> before = new ArrayList<>();
  private Optional<CanonicalWriter> writer = Optional.empty();
  private Optional<Opening> opening = Optional.empty();
  private Optional<LogFormat> format = Optional.empty();
  private String file = "";
  private final List<String> badExamples = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private long events;
  private long lines;
  private long badLines;

  /** Begins the trace. */
  interface Opening {
    CanonicalWriter open() throws IOException;
  }

  Conversion(boolean strict) {
    this.strict = strict;
  }

  /** The format of the logs so far; none where no log was begun. */
  Optional<LogFormat> format() {
    return format;
  }

  /** Whether there is a trace, which has one format. */
  boolean hasBegun() {
    return writer.isPresent();
  }

  /** Events are counted from here on. */
  void open(LogFormat of) {
    format = Optional.of(of);
  }

  /** Events are written from here on, the first of them to what that opens. */
  void open(LogFormat of, Opening to) {
    opening = Optional.of(to);
    format = Optional.of(of);
  }

  /**
   * Says which log the events that follow are of.
   *
   * @param among whether there are others: a note in the trace names it then
   */
  void startFile(String name, boolean among) {
    file = name;
    if (among) {
      note(new TraceEvent.Note(OptionalInt.empty(), List.of(), "the lines of " + name));
    }
  }

  /**
   * A log ended, after so many lines.
   *
   * @param whole whether it was read to its end: then there is a trace, be it one without an event
   */
  void endFile(long read, boolean whole) {
    lines += read;
    if (whole && opening.isPresent()) {
      begin();
    }
  }

  /**
   * A log could not be read, or not to its end: a note says so in the trace, which else would look
   * like that of the whole log.
   */
  void problem(String message) {
    problems.add(message);
    note(TraceEvent.Note.notWhole(message));
  }

  /**
   * A log was not read to its end: a problem, or an error where every line is to be read.
   *
   * @throws UnreadableLine if it is an error
   */
  void truncated(String message) {
    if (strict) {
      throw new UnreadableLine(message);
    }
    problem(message);
  }

  /** Whether there was a problem, and not one event: then nothing can be said of the logs. */
  boolean readNothing() {
    return !problems.isEmpty() && events == 0;
  }

  /** What is said of a log before anything was read of one stands at the beginning. */
  private void note(TraceEvent.Note note) {
    if (writer.isPresent()) {
      event(note);
    } else {
      before.add(note);
    }
  }

  private void begin() {
    try {
      if (writer.isEmpty()) {
        writer = Optional.of(opening.orElseThrow().open());
        before.forEach(this::event);
        before.clear();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void event(TraceEvent event) {
    event(event, "");
  }

  @Override
  public void event(TraceEvent event, String reconstructed) {
    events += event instanceof TraceEvent.Note ? 0 : 1;
    if (opening.isEmpty()) {
      return;
    }
    begin();
    try {
      writer
          .get()
          .write(
              event.source().isEmpty() ? OptionalLong.empty() : OptionalLong.of(event.line()),
              event,
              reconstructed);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void badLine(SourceLine line, String why) {
    if (strict) {
      throw new UnreadableLine(file, line, why);
    }
    badLines++;
    if (badExamples.size() < EXAMPLES) {
      badExamples.add(file + ":" + line.number() + ": " + why);
    }
  }

  void close() throws IOException {
    if (writer.isPresent()) {
      writer.get().close();
    }
  }

  /** How many events there were, notes aside. */
  long events() {
    return events;
  }

  /** How many lines the logs have. */
  long lines() {
    return lines;
  }

  long badLines() {
    return badLines;
  }

  /** The first lines that could not be read: where, and why. */
  List<String> badExamples() {
    return List.copyOf(badExamples);
  }

  /** What could not be read, or not to its end. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
