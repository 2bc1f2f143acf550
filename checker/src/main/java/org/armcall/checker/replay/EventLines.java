// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.TraceEvent;

/** Events as objects of the canonical format, one at a time, without their numbers. */
public final class EventLines {
  private static final TraceHeader HEADER =
      new TraceHeader(
          new TraceHeader.Source("kept", Optional.empty(), Optional.empty()), Optional.empty());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CanonicalWriter writer;

  /** For any number of events. */
  public EventLines() {
    try {
      writer = new CanonicalWriter(bytes, HEADER);
      writer.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The event, with the line of its log. */
  public String of(TraceEvent event) {
    try {
      bytes.reset();
      writer.write(event);
      writer.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String line = bytes.toString(StandardCharsets.UTF_8).strip();
    return "{" + line.substring(line.indexOf(',') + 1);
  }
}
