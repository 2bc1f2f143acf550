// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a reader asks for does not grow with what it is given: lines without an end, files that
 * unpack to a thousand times their size. Memory is counted as it is asked for, so that nothing here
 * depends on a clock or on when it is collected.
 */
class BoundsTest {
  private static final int MEGABYTE = 1 << 20;

  /** A reader's buffers and tables; far from what it is given. */
  private static final long LITTLE = 16L * MEGABYTE;

  /** Long enough that what a compiler leaves of an object for each line does not count. */
  private static final int LINE = 4096;

  private static final long MUCH = 256L * MEGABYTE;

  @TempDir private Path directory;

  /** Takes everything and keeps nothing. */
  private static final class Nothing implements TraceSink {
    private long bad;

    @Override
    public void event(TraceEvent event) {
      // Only how it is read matters.
    }

    @Override
    public void badLine(SourceLine line, String why) {
      bad++;
    }
  }

  /** A beginning, and behind it so many bytes of a text that repeats. */
  private static InputStream repeating(byte[] beginning, byte[] text, long length) {
    return new InputStream() {
      private long at;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
      }

      @Override
      public int read(byte[] target, int offset, int wanted) {
        long left = beginning.length + length - at;
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(left, wanted);
        for (int i = 0; i < count; i++, at++) {
          target[offset + i] =
              at < beginning.length
                  ? beginning[(int) at]
                  : text[(int) ((at - beginning.length) % text.length)];
        }
        return count;
      }
    };
  }

  private static byte[] seed(LogFormat format) {
    return Seeds.of(MutatedSeedsTest.camel(format.text())).get(0);
  }

  private static long read(LogFormat format, LogLines lines, Nothing sink) {
    return Allocated.by(
        () -> {
          try (lines) {
            format.read(lines, sink);
          } catch (TraceException refused) {
            assertEquals(TraceException.Problem.NOT_A_TRACE, refused.problem());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void aLineThatDoesNotEndIsOneBadLineAndNotHeld(LogFormat format) {
    Nothing sink = new Nothing();
    byte[] text = "x".getBytes(StandardCharsets.UTF_8);
    byte[] seed = Arrays.copyOf(seed(format), seed(format).length + 1);
    seed[seed.length - 1] = '\n';
    Nothing before = new Nothing();
    read(format, LogLines.of("log", repeating(seed, text, 0)), before);
    long asked = read(format, LogLines.of("log", repeating(seed, text, MUCH)), sink);
    assertTrue(asked < LITTLE, () -> asked + " bytes");
    assertTrue(sink.bad - before.bad <= 1, () -> sink.bad + " bad lines");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void aSmallFileThatUnpacksToManyLinesIsRead(LogFormat format) throws IOException {
    byte[] seed = seed(format);
    Path packed = directory.resolve("bomb.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(seed);
      out.write('\n');
      byte[] block = new byte[MEGABYTE];
      Arrays.fill(block, (byte) ' ');
      for (int end = LINE; end <= block.length; end += LINE) {
        block[end - 1] = '\n';
      }
      for (int i = 0; i < 32; i++) {
        out.write(block);
      }
    }
    assertTrue(Files.size(packed) < MEGABYTE, "it is small");
    Nothing sink = new Nothing();
    long asked = read(format, LogSource.open(packed), sink);
    // A canonical trace is read on another thread.
    boolean counted = format != LogFormat.CANONICAL;
    assertTrue(!counted || asked < LITTLE, () -> asked + " bytes");
  }

  @Test
  void everyFormatHasAFuzzTarget() {
    Set<String> targets =
        Stream.of(LogFuzzTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTarget.class))
            .map(method -> Seeds.kebab(method.getName()))
            .collect(Collectors.toSet());
    List<String> missing =
        LogFormat.texts().stream().filter(format -> !targets.contains(format)).toList();
    assertEquals(List.of(), missing, "add a method to LogFuzzTest, one line each");
  }
}
