// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;

/**
 * Reads a canonical trace as a stream, in constant memory.
 *
 * <p>A line that is no event of the format is counted and named, and the rest is read
 * (traces/adr/0001-bad-input.md). So is a gap in the numbers of the events: what is missing may
 * have been anything. A last line that is cut takes part in nothing.
 */
public final class CanonicalReader {
  /** A trace is UTF-8: a line of which Jackson thinks otherwise, for it has NUL bytes, is bad. */
  static final JsonFactory JSON =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  private static final int TEXT_KEPT = 400;

  private final LogLines lines;
  private final CanonicalSink sink;
  private final LineFields fields = new LineFields();
  private final PlainLine plain = new PlainLine(fields);
  private final LineForms forms = new LineForms();
  private long events;
  private long last;
  private long badSince;

  private CanonicalReader(LogLines lines, CanonicalSink sink) {
    this.lines = lines;
    this.sink = sink;
  }

  /**
   * Reads the trace to its end, or to the line that is cut. Lines are read on another thread; the
   * sink is called on this one.
   *
   * @return how many events there were
   * @throws TraceException if reading fails, or the first line is no header of version {@value
   *     TraceHeader#VERSION}
   */
  public static long read(LogLines lines, CanonicalSink sink) throws TraceException {
    return ReadAhead.read(lines, sink);
  }

  /** The same, on this thread. */
  static long readHere(LogLines lines, CanonicalSink sink) throws TraceException {
    CanonicalReader reader = new CanonicalReader(lines, sink);
    sink.header(HeaderLine.read(lines));
    while (lines.next() && !lines.cut()) {
      reader.line();
    }
    return reader.events;
  }

  /**
   * Whether the lines look like a canonical trace, of whatever version; no line is consumed.
   *
   * @throws TraceException if reading fails
   */
  public static boolean isCanonical(LogLines lines) throws TraceException {
    return lines.peek() && HeaderLine.looksLikeOne(lines);
  }

  private void line() {
    SourceLine line = source(lines);
    try {
      if (lines.tooLong()) {
        throw new BadLine("longer than " + LogLines.LONGEST + " bytes");
      }
      TraceEvent event = event(List.of(line));
      number(fields.number(Field.SEQ), line);
      events++;
      if (event instanceof TraceEvent.Note note) {
        note.whyNotWhole().ifPresent(lines::notePart);
      }
      sink.event(
          fields.word(Field.LINE),
          event,
          fields.has(Field.RECONSTRUCTED) ? fields.text(Field.RECONSTRUCTED) : "");
    } catch (BadLine bad) {
      bad(line, bad.getMessage());
    } catch (JsonProcessingException malformed) {
      bad(line, "not JSON: " + firstLine(malformed));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Each reader leaves to the next what it does not know. */
  private TraceEvent event(List<SourceLine> source) throws BadLine, IOException {
    byte[] bytes = lines.bytes();
    int start = lines.start();
    int end = lines.end();
    Optional<TraceEvent> known = forms.read(bytes, start, end, fields, source);
    if (known.isPresent()) {
      return known.get();
    }
    if (plain.read(bytes, start, end)) {
      TraceEvent event = EventOfLine.of(fields, source);
      plain.form(bytes, start, end, event).ifPresent(forms::add);
      return event;
    }
    try (JsonParser json = JSON.createParser(bytes, start, end - start)) {
      fields.read(json);
    }
    return EventOfLine.of(fields, source);
  }

  private void bad(SourceLine line, String why) {
    badSince++;
    sink.badLine(line, why);
  }

  /** Events are numbered without a gap; a bad line stands for the event that it may have been. */
  private void number(long seq, SourceLine line) throws BadLine {
    long before = last;
    long expected = before + 1;
    last = seq;
    if (seq <= before) {
      throw new BadLine("seq " + seq + " does not follow seq " + before);
    }
    if (seq > expected + badSince) {
      sink.badLine(
          line, "seq " + seq + " follows seq " + before + ": events before this one are missing");
    }
    badSince = 0;
  }

  static String firstLine(JsonProcessingException malformed) {
    String message = malformed.getOriginalMessage();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  static SourceLine source(LogLines lines) {
    int length = Math.min(lines.end() - lines.start(), TEXT_KEPT);
    return new SourceLine(
        lines.number(), new String(lines.bytes(), lines.start(), length, StandardCharsets.UTF_8));
  }
}
