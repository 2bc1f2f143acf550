// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;

/** What the reader found in a trace, kept whole. */
class Read implements CanonicalSink {
  static final String HEADER = "{\"armcall\":1,\"source\":{\"format\":\"test\"}}\n";
  static final TraceHeader PLAIN =
      new TraceHeader(
          new TraceHeader.Source("test", Optional.empty(), Optional.empty()), Optional.empty());

  final List<TraceHeader> headers = new ArrayList<>();
  final List<OptionalLong> lines = new ArrayList<>();
  final List<TraceEvent> events = new ArrayList<>();
  final List<String> reconstructed = new ArrayList<>();
  final List<SourceLine> bad = new ArrayList<>();
  final List<String> why = new ArrayList<>();
  Optional<TraceException> truncation = Optional.empty();

  static Read of(byte[] trace) throws TraceException {
    Read read = new Read();
    try (LogLines lines = LogLines.of("t", new ByteArrayInputStream(trace))) {
      CanonicalReader.read(lines, read);
      read.truncation = lines.truncation();
    } catch (TraceException refused) {
      throw refused;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return read;
  }

  static Read of(String trace) throws TraceException {
    return of(trace.getBytes(StandardCharsets.UTF_8));
  }

  /** The trace of those lines after a header. */
  static Read events(String... lines) throws TraceException {
    return of(HEADER + String.join("\n", lines) + "\n");
  }

  static byte[] written(TraceHeader header, List<OptionalLong> lines, List<TraceEvent> events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CanonicalWriter writer = new CanonicalWriter(out, header)) {
      for (int i = 0; i < events.size(); i++) {
        writer.write(lines.get(i), events.get(i));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** What was read, written again. */
  byte[] writtenAgain() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CanonicalWriter writer = new CanonicalWriter(out, headers.get(0))) {
      for (int i = 0; i < events.size(); i++) {
        writer.write(lines.get(i), events.get(i), reconstructed.get(i));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  @Override
  public void header(TraceHeader header) {
    headers.add(header);
  }

  @Override
  public void event(OptionalLong line, TraceEvent event) {
    event(line, event, "");
  }

  @Override
  public void event(OptionalLong line, TraceEvent event, String from) {
    reconstructed.add(from);
    lines.add(line);
    events.add(event);
  }

  @Override
  public void badLine(SourceLine line, String reason) {
    bad.add(line);
    why.add(reason);
  }
}
