// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/** What a reader found in a log, kept whole. */
public final class ReadLog implements TraceSink {
  private final List<TraceEvent> events = new ArrayList<>();
  private final List<String> reconstructed = new ArrayList<>();
  private final List<Long> bad = new ArrayList<>();
  private final List<String> why = new ArrayList<>();
  private ReadCount count = new ReadCount(0, 0, 0);

  /** Reads the stream as that format. */
  public static ReadLog of(LogFormat format, InputStream in) throws TraceException {
    ReadLog read = new ReadLog();
    read.readFrom(format, in);
    return read;
  }

  private void readFrom(LogFormat format, InputStream in) throws TraceException {
    try (LogLines lines = LogLines.of("log", in)) {
      count = format.read(lines, this);
    } catch (TraceException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the lines; what was read of them stays where that fails. */
  public void readFrom(LogFormat format, String... lines) throws TraceException {
    readFrom(format, stream(lines));
  }

  private static InputStream stream(String... lines) {
    return new ByteArrayInputStream(
        (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads the lines as that format. */
  public static ReadLog of(LogFormat format, String... lines) {
    try {
      return of(format, stream(lines));
    } catch (TraceException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void event(TraceEvent event) {
    event(event, "");
  }

  @Override
  public void event(TraceEvent event, String from) {
    events.add(event);
    reconstructed.add(from);
  }

  @Override
  public void badLine(SourceLine line, String reason) {
    bad.add(line.number());
    why.add(reason);
  }

  public List<TraceEvent> events() {
    return events;
  }

  public List<String> reconstructed() {
    return reconstructed;
  }

  /** The numbers of the lines that could not be read. */
  public List<Long> bad() {
    return bad;
  }

  public ReadCount count() {
    return count;
  }

  /** All of it, to compare. */
  @Override
  public String toString() {
    return events + " " + reconstructed + " " + bad + " " + why + " " + count;
  }

  /** The event of that place, which is of that kind. */
  public <T extends TraceEvent> T event(int index, Class<T> kind) {
    return kind.cast(events.get(index));
  }
}
