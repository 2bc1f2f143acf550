// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;

/** Writes events as they come; counts the lines that cannot be read, and keeps the first. */
final class Conversion implements TraceSink {
  private static final int EXAMPLES = 5;

  /** A line cannot be read, and that was to be an error. */
  static final class Fatal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fatal(String message) {
      super(message);
    }
  }

  private final boolean strict;
  private Optional<CanonicalWriter> writer = Optional.empty();
  private Optional<LogFormat> format = Optional.empty();
  private String file = "";
  private final List<SourceLine> badExamples = new ArrayList<>();
  private final List<String> badFiles = new ArrayList<>();
  private final List<String> badReasons = new ArrayList<>();
  private long badLines;

  Conversion(boolean strict) {
    this.strict = strict;
  }

  boolean isOpen() {
    return writer.isPresent();
  }

  LogFormat format() {
    return format.orElseThrow();
  }

  void open(CanonicalWriter to, LogFormat of) {
    writer = Optional.of(to);
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
      event(new TraceEvent.Note(OptionalInt.empty(), List.of(), "the lines of " + name));
    }
  }

  @Override
  public void event(TraceEvent event) {
    event(event, "");
  }

  @Override
  public void event(TraceEvent event, String reconstructed) {
    try {
      writer
          .orElseThrow()
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
      throw new Fatal(file + ":" + line.number() + ": " + why);
    }
    badLines++;
    if (badExamples.size() < EXAMPLES) {
      badExamples.add(line);
      badFiles.add(file);
      badReasons.add(why);
    }
  }

  void close() throws IOException {
    if (writer.isPresent()) {
      writer.get().close();
    }
  }

  long events() {
    return writer.map(CanonicalWriter::events).orElse(0L);
  }

  long badLines() {
    return badLines;
  }

  List<SourceLine> badExamples() {
    return badExamples;
  }

  List<String> badFiles() {
    return badFiles;
  }

  List<String> badReasons() {
    return badReasons;
  }
}
