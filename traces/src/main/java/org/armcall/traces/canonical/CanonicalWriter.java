// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.armcall.traces.event.TraceEvent;

/**
 * Writes a canonical trace as a stream. The same events give the same bytes, whatever the machine,
 * the locale and the time of day.
 */
public final class CanonicalWriter implements Closeable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BUFFER = 64 * 1024;

  private final JsonGenerator json;
  private final EventLine line;
  private long seq;

  /**
   * Begins a trace with its header.
   *
   * @param out where it goes; closed with the writer
   * @throws IOException if writing fails
   */
  public CanonicalWriter(OutputStream out, TraceHeader header) throws IOException {
    json = JSON.createGenerator(out, JsonEncoding.UTF8);
    json.setRootValueSeparator(null);
    line = new EventLine(json);
    header(header);
  }

  /**
   * Begins a trace in that file; compressed if its name ends in {@code .gz} or {@code .zst}.
   *
   * @throws IOException if the file cannot be written
   */
  public static CanonicalWriter toFile(Path file, TraceHeader header) throws IOException {
    return compressedAs(file.toString(), Files.newOutputStream(file), header);
  }

  /**
   * The same with a stream, which is closed where this fails.
   *
   * @param name of the file that the stream will be
   * @throws IOException if it cannot be written
   */
  public static CanonicalWriter compressedAs(String name, OutputStream out, TraceHeader header)
      throws IOException {
    try {
      return new CanonicalWriter(compressed(name, out), header);
    } catch (IOException failed) {
      out.close();
      throw failed;
    }
  }

  private static OutputStream compressed(String name, OutputStream out) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(out, BUFFER);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(out) : out;
  }

  /**
   * Writes an event. If it was read from a log, its line there is written too.
   *
   * @throws IOException if writing fails
   */
  public void write(TraceEvent event) throws IOException {
    write(event.source().isEmpty() ? OptionalLong.empty() : OptionalLong.of(event.line()), event);
  }

  /**
   * Writes an event.
   *
   * @param logLine the number of the line of the log that it was made from, if it was
   * @throws IOException if writing fails
   */
  public void write(OptionalLong logLine, TraceEvent event) throws IOException {
    write(logLine, event, "");
  }

  /**
   * Writes an event.
   *
   * @param logLine the number of the line of the log that it was made from, if it was
   * @param reconstructed which fields were not in the log but follow from it, and from what; empty
   *     where all were
   * @throws IOException if writing fails
   */
  public void write(OptionalLong logLine, TraceEvent event, String reconstructed)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField(Field.SEQ.text(), ++seq);
    line.write(logLine, event);
    if (!reconstructed.isEmpty()) {
      json.writeStringField(Field.RECONSTRUCTED.text(), reconstructed);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** How many events were written. */
  public long events() {
    return seq;
  }

  private void header(TraceHeader header) throws IOException {
    json.writeStartObject();
    json.writeNumberField("armcall", TraceHeader.VERSION);
    json.writeObjectFieldStart("source");
    json.writeStringField("format", header.source().format());
    if (header.source().tool().isPresent()) {
      json.writeStringField("tool", header.source().tool().get());
    }
    if (header.source().file().isPresent()) {
      json.writeStringField("file", header.source().file().get());
    }
    json.writeEndObject();
    if (header.platform().isPresent()) {
      json.writeStringField("platform", header.platform().get());
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Hands what is written so far to the stream. */
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
