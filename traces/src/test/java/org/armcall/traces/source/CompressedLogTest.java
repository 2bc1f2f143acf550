// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.armcall.traces.source.TraceException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands behind the compressed data, and what is compressed otherwise. */
class CompressedLogTest {
  private static final byte[] JUNK = "junk\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path dir;

  /** The compressions that are read. */
  private enum Compression {
    GZIP {
      @Override
      OutputStream to(OutputStream out) throws IOException {
        return new GZIPOutputStream(out);
      }
    },
    ZSTD {
      @Override
      OutputStream to(OutputStream out) throws IOException {
        return new io.airlift.compress.zstd.ZstdOutputStream(out);
      }
    };

    abstract OutputStream to(OutputStream out) throws IOException;

    byte[] of(String text) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = to(bytes)) {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
      }
      return bytes.toByteArray();
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private LogLines open(byte[] content) throws IOException {
    return LogSource.open(Files.write(dir.resolve("log"), content));
  }

  private static long count(LogLines lines) throws TraceException {
    long count = 0;
    while (lines.next()) {
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource
  void wholePartsOneAfterTheOtherAreOneLog(Compression compression) throws IOException {
    byte[] two =
        joined(compression.of("one\ntwo\n"), compression.of(""), compression.of("three\n"));
    for (byte[] content : List.of(two, joined(two, new byte[1]), joined(two, new byte[100_000]))) {
      try (LogLines lines = open(content)) {
        assertEquals(3, count(lines));
        assertTrue(lines.truncation().isEmpty(), () -> lines.truncation().get().getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesBehindTheDataAreToldAndTheLinesBeforeThemRead(Compression compression)
      throws IOException {
    byte[] whole = compression.of("one\ntwo\n");
    byte[] zeros = new byte[100_000];
    for (byte[] content :
        List.of(joined(whole, JUNK), joined(whole, zeros, JUNK), joined(whole, whole, JUNK))) {
      try (LogLines lines = open(content)) {
        long count = count(lines);
        assertEquals(content.length == 2 * whole.length + JUNK.length ? 4 : 2, count);
        TraceException why = lines.truncation().orElseThrow();
        assertEquals(Problem.TRUNCATED, why.problem());
        assertTrue(why.getMessage().contains("which end with line " + count), why.getMessage());
        assertTrue(
            why.getMessage()
                .contains("not " + compression.name().toLowerCase(java.util.Locale.ROOT)),
            why.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondPartThatIsCutShortAnywhereIsTold(Compression compression) throws IOException {
    byte[] whole = compression.of("one\ntwo\n");
    byte[] two = joined(whole, whole);
    for (int length = whole.length + 1; length < two.length; length++) {
      try (LogLines lines = open(Arrays.copyOf(two, length))) {
        assertTrue(count(lines) >= 2, "of " + length + " bytes");
        TraceException why = lines.truncation().orElseThrow();
        assertEquals(Problem.TRUNCATED, why.problem());
        assertTrue(why.getMessage().contains("end early"), why.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aByteThatIsChangedIsToldOrChangesNothing(Compression compression) throws IOException {
    String text = "one\n".repeat(50) + "two\n".repeat(50);
    byte[] whole = compression.of(text);
    for (int i = 4; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x41;
      StringBuilder read = new StringBuilder();
      try (LogLines lines = open(changed)) {
        while (lines.next()) {
          read.append(lines.text()).append('\n');
        }
        assertTrue(lines.truncation().isPresent() || read.toString().equals(text), "byte " + i);
      } catch (TraceException refused) {
        assertFalse(refused.getMessage().contains("\n"));
      }
    }
  }

  @Test
  void theOptionalFieldsOfAHeaderArePassedOver() throws IOException {
    byte[] plain = Compression.GZIP.of("one\n");
    byte[] fields = {2, 0, 'x', 'y', 'n', 0, 'c', 0};
    byte[] header = joined(Arrays.copyOf(plain, 10), fields);
    header[3] = 4 + 8 + 16;
    byte[] data = Arrays.copyOfRange(plain, 10, plain.length);
    try (LogLines lines = open(joined(header, data))) {
      assertEquals(1, count(lines));
      assertTrue(lines.truncation().isEmpty());
    }
    java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
    header[3] |= 2;
    checksum.update(header);
    byte[] crc = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    try (LogLines lines = open(joined(header, crc, data))) {
      assertEquals(1, count(lines));
      assertTrue(lines.truncation().isEmpty());
    }
    crc[0]++;
    assertThrows(TraceException.class, () -> open(joined(header, crc, data)));
  }

  @Test
  void anotherCompressionIsNamedWithTheCommandThatUndoesIt() throws IOException {
    byte[][] others = {
      {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0},
      {'B', 'Z', 'h', '9', 0x31, 0x41, 0x59},
      {0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0},
      {'P', 'K', 3, 4, 20, 0, 0}
    };
    List<String> commands = List.of("xz -dc", "bzip2 -dc", "lz4 -dc", "unzip -p");
    for (int i = 0; i < others.length; i++) {
      byte[] other = others[i];
      Path log = Files.write(dir.resolve("boot.log"), other);
      String said = assertThrows(TraceException.class, () -> LogSource.open(log)).getMessage();
      assertTrue(said.contains(commands.get(i) + " " + log + " | armcall replay -"), said);
      assertFalse(said.contains("\n"), said);
      Path blank = Files.write(dir.resolve("a log"), other);
      said = assertThrows(TraceException.class, () -> LogSource.open(blank)).getMessage();
      assertTrue(said.contains(commands.get(i) + " FILE | armcall replay -"), said);
    }
  }

  @Test
  void aLogThatIsMadeFromOneThatIsNotWholeSaysSoUnlessItIsCutItself() throws IOException {
    try (LogLines lines = open("one\ntwo\n".getBytes(StandardCharsets.US_ASCII))) {
      lines.notePart("a.log: is cut");
      lines.notePart("b.log: is cut");
      count(lines);
      TraceException why = lines.truncation().orElseThrow();
      assertEquals(Problem.PART, why.problem());
      assertTrue(
          why.getMessage().endsWith("not whole (1 more like it): a.log: is cut"), why.getMessage());
      assertFalse(lines.isDamaged());
    }
    try (LogLines lines = open("one\ntwo".getBytes(StandardCharsets.US_ASCII))) {
      lines.notePart("a.log: is cut");
      count(lines);
      assertEquals(Problem.CUT, lines.truncation().orElseThrow().problem());
    }
  }
}
