// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The logs that the readers are measured with are what they are said to be. */
class GeneratedLogTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({"qemu-int,QEMU_INT", "ftrace,FTRACE", "tarmac,TARMAC"})
  void everyEventIsFoundAndNoLineIsBad(String name, LogFormat format) throws IOException {
    Path log = dir.resolve("log");
    long expected = GeneratedLog.write(name, 500_000, log);
    AtomicLong events = new AtomicLong();
    AtomicLong counted = new AtomicLong();
    try (LogLines lines = LogSource.open(log, counted::addAndGet)) {
      assertEquals(format, Recognised.of(lines).format());
      format.read(
          lines,
          new TraceSink() {
            @Override
            public void event(TraceEvent event) {
              events.incrementAndGet();
            }

            @Override
            public void badLine(SourceLine line, String why) {
              throw new AssertionError(line + ": " + why);
            }
          });
    }
    assertTrue(expected > 0);
    assertEquals(expected, events.get());
    assertEquals(Files.size(log), counted.get());
  }
}
