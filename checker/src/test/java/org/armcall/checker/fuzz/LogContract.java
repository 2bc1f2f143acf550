// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/**
 * What every reader of a log promises of every input:
 *
 * <ul>
 *   <li>it ends, or refuses the log as none of its format; nothing else is thrown;
 *   <li>each line is at most one of: recognised, bad, other; there are as many as the log has;
 *   <li>an event and a bad line name lines that are there, with their text;
 *   <li>what is made of a log twice as long is at most three times as much, in bytes of memory that
 *       were asked for: no clock is read;
 *   <li>what {@code convert} writes of it is read back as the same events.
 * </ul>
 */
final class LogContract {
  /**
   * Bytes that any reading asks for: a buffer, tables. Jazzer's hooks on comparisons ask for copies
   * of what is compared, on the same thread: for the same input up to thirty times as much.
   */
  private static final long FIXED = (System.getenv("JAZZER_FUZZ") == null ? 2L : 64L) << 20;

  private static final int TIMES = 3;
  private static final int MOST_MEASURED = 3;

  /** What came of one reading. */
  private static final class Reading implements TraceSink {
    private final List<TraceEvent> events = new ArrayList<>();
    private final List<String> reconstructed = new ArrayList<>();
    private final List<SourceLine> bad = new ArrayList<>();
    private Optional<ReadCount> count = Optional.empty();
    private long lines;

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
    public void badLine(SourceLine line, String why) {
      assertTrue(!why.isBlank(), "a bad line says why");
      bad.add(line);
    }
  }

  private LogContract() {}

  /** Fails where the reader of that format does not keep to it. */
  static void isKept(LogFormat format, byte[] log) {
    Reading read = read(format, log);
    linesAreAccountedFor(format, read, log);
    if (read.count.isPresent()) {
      writtenAndReadBack(format, read);
    }
    doubledIsAtMostTripled(format, log);
  }

  private static Reading read(LogFormat format, byte[] log) {
    Reading read = new Reading();
    try (LogLines lines = LogLines.of("log", new ByteArrayInputStream(log))) {
      try {
        read.count = Optional.of(format.read(lines, read));
      } catch (TraceException refusal) {
        assertTrue(
            refusal.problem() == TraceException.Problem.NOT_A_TRACE
                || format == LogFormat.CANONICAL,
            refusal.problem() + ": " + refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith("log"), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count(), "a refusal is one line");
      }
      read.lines = lines.number();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  private static void linesAreAccountedFor(LogFormat format, Reading read, byte[] log) {
    Charset charset =
        format == LogFormat.CANONICAL ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    List<byte[]> lines = lines(log);
    if (read.count.isPresent()) {
      assertEquals(lines.size(), read.lines, "every line is read");
      assertTrue(read.count.get().recognised() <= lines.size(), "recognised lines are there");
      assertTrue(read.count.get().joined() <= lines.size(), "joined lines are there");
    }
    Set<Long> bad = new HashSet<>();
    for (SourceLine line : read.bad) {
      isThere(line, lines, charset);
      assertTrue(bad.add(line.number()), "line " + line.number() + " is bad twice");
    }
    for (TraceEvent event : read.events) {
      assertTrue(!event.source().isEmpty(), () -> "an event of no line: " + event);
      for (SourceLine line : event.source()) {
        isThere(line, lines, charset);
        assertTrue(
            format == LogFormat.CANONICAL || !bad.contains(line.number()),
            () -> "line " + line.number() + " is bad and gave an event");
      }
    }
  }

  private static void isThere(SourceLine line, List<byte[]> lines, Charset charset) {
    assertTrue(
        line.number() >= 1 && line.number() <= lines.size(),
        () -> "no such line: " + line.number());
    byte[] bytes = lines.get((int) line.number() - 1);
    assertTrue(
        line.text().length() > LogLines.LONGEST
            || new String(bytes, charset).contains(line.text())
            || charset.equals(StandardCharsets.UTF_8),
        () -> "line " + line.number() + " has another text: " + line.text());
  }

  /** The lines of a log, told apart by a loop that has nothing of the reader's. */
  private static List<byte[]> lines(byte[] log) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < log.length; i++) {
      if (log[i] == '\n') {
        lines.add(java.util.Arrays.copyOfRange(log, start, i));
        start = i + 1;
      }
    }
    if (start < log.length) {
      lines.add(java.util.Arrays.copyOfRange(log, start, log.length));
    }
    return lines;
  }

  private static void writtenAndReadBack(LogFormat format, Reading read) {
    byte[] once = written(format, read.events, read.reconstructed);
    Reading again = read(LogFormat.CANONICAL, once);
    assertEquals(List.of(), again.bad, "what was written is read");
    assertEquals(read.events.size(), again.events.size(), "each event is written");
    for (int i = 0; i < read.events.size(); i++) {
      assertEquals(
          Fields.of(read.events.get(i)), Fields.of(again.events.get(i)), "fields of an event");
    }
    assertEquals(read.reconstructed, again.reconstructed, "what is reconstructed");
  }

  private static byte[] written(
      LogFormat format, List<TraceEvent> events, List<String> reconstructed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TraceHeader header =
        new TraceHeader(
            new TraceHeader.Source(format.text(), Optional.empty(), Optional.empty()),
            Optional.empty());
    try (CanonicalWriter writer = new CanonicalWriter(out, header)) {
      for (int i = 0; i < events.size(); i++) {
        writer.write(OptionalLong.of(events.get(i).line()), events.get(i), reconstructed.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A canonical trace is read on a thread of its own, whose memory this does not see. */
  private static void doubledIsAtMostTripled(LogFormat format, byte[] log) {
    if (format == LogFormat.CANONICAL) {
      return;
    }
    byte[] twice = java.util.Arrays.copyOf(log, 2 * log.length);
    System.arraycopy(log, 0, twice, log.length, log.length);
    long one;
    long two;
    int measured = 0;
    do {
      // Loading a class, or compiling code anew, asks for memory once and not again.
      one = Allocated.by(() -> read(format, log));
      two = Allocated.by(() -> read(format, twice));
      measured++;
    } while (two > TIMES * one + FIXED && measured < MOST_MEASURED);
    assertTrue(
        two <= TIMES * one + FIXED,
        "a log of " + log.length + " bytes takes " + one + ", twice the log " + two);
  }
}
