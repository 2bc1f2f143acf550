// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

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
import org.armcall.traces.source.TraceException;

/**
 * What a reader found, kept whole.
 *
 * @param reconstructed of each event, which fields are in no line and from what they follow
 */
record Collected(
    List<TraceEvent> events, List<String> reconstructed, List<SourceLine> bad, List<String> why)
    implements TraceSink {

  static Collected from(InputStream in) throws TraceException {
    Collected collected =
        new Collected(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (LogLines lines = LogLines.of("log", in)) {
      QemuIntReader.read(lines, collected);
    } catch (TraceException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return collected;
  }

  static Collected from(String log) {
    try {
      return from(new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1)));
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
    bad.add(line);
    why.add(reason);
  }

  TraceEvent.Entry entry(int index) {
    return (TraceEvent.Entry) events.get(index);
  }
}
