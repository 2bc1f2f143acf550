// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;

/** Reading on another thread is reading all the same, and ends when nobody wants the rest. */
final class ReadAheadTest {
  /** More than all batches hold. */
  private static final int MANY = 10_000;

  private static byte[] notes(int count) {
    return (Read.HEADER
            + IntStream.rangeClosed(1, count)
                .mapToObj(
                    i ->
                        i % 1000 == 0
                            ? "damaged\n"
                            : "{\"seq\":" + i + ",\"kind\":\"note\",\"text\":\"" + i + "\"}\n")
                .collect(Collectors.joining()))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everythingComesInItsOrderOnTheCallersThread() throws TraceException {
    Thread caller = Thread.currentThread();
    StringBuilder seen = new StringBuilder();
    long events =
        CanonicalReader.read(
            LogLines.of("t", new ByteArrayInputStream(notes(MANY))),
            new CanonicalSink() {
              @Override
              public void header(TraceHeader header) {
                assertSame(caller, Thread.currentThread());
                seen.append("h ");
              }

              @Override
              public void event(OptionalLong line, TraceEvent event) {
                assertSame(caller, Thread.currentThread());
                seen.append(((TraceEvent.Note) event).text()).append(' ');
              }

              @Override
              public void badLine(SourceLine line, String why) {
                assertSame(caller, Thread.currentThread());
                seen.append(line.number() - 1).append("! ");
              }
            });
    assertEquals(MANY - MANY / 1000, events);
    assertEquals(
        "h "
            + IntStream.rangeClosed(1, MANY)
                .mapToObj(i -> i + (i % 1000 == 0 ? "! " : " "))
                .collect(Collectors.joining()),
        seen.toString());
  }

  /** Writing a report to a full disk, say. */
  @Test
  void aSinkThatFailsEndsTheReading() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          private final byte[] header = Read.HEADER.getBytes(StandardCharsets.UTF_8);

          @Override
          public int read() {
            long at = read.getAndIncrement();
            return at < header.length ? header[(int) at] : '\n';
          }
        };
    Read sink =
        new Read() {
          @Override
          public void badLine(SourceLine line, String reason) {
            throw new IllegalStateException("full");
          }
        };
    IllegalStateException full =
        assertThrows(
            IllegalStateException.class,
            () -> CanonicalReader.read(LogLines.of("t", endless), sink));
    assertEquals("full", full.getMessage());
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("armcall-reader")),
        "the reader has ended");
  }

  @Test
  void whatFailsWhileReadingFailsHere() {
    InputStream broken =
        new InputStream() {
          private final InputStream first = new ByteArrayInputStream(notes(MANY));

          @Override
          public int read() throws IOException {
            int next = first.read();
            if (next < 0) {
              throw new IOException("the cable is out");
            }
            return next;
          }
        };
    Read read = new Read();
    TraceException thrown =
        assertThrows(
            TraceException.class, () -> CanonicalReader.read(LogLines.of("t", broken), read));
    assertTrue(thrown.getMessage().contains("the cable is out"), thrown.getMessage());
    assertTrue(read.events.size() > MANY - 2000, "what was read before counts");
  }

  @Test
  void anInterruptionEndsTheReading() {
    Thread.currentThread().interrupt();
    TraceException thrown =
        assertThrows(
            TraceException.class,
            () ->
                CanonicalReader.read(
                    LogLines.of("t", new ByteArrayInputStream(notes(MANY))), new Read()));
    assertTrue(Thread.interrupted());
    assertEquals(TraceException.Problem.UNREADABLE, thrown.problem());
  }
}
