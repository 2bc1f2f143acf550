// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.armcall.traces.source.TraceException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSourceTest {
  @TempDir Path dir;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(dir.resolve(name), content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    }
    return out.toByteArray();
  }

  private static List<String> read(LogLines lines) throws TraceException {
    List<String> all = new ArrayList<>();
    while (lines.next()) {
      all.add(lines.text());
    }
    return all;
  }

  private void assertRefused(Problem problem, String words, Path file) {
    TraceException e = assertThrows(TraceException.class, () -> LogSource.open(file));
    assertEquals(problem, e.problem());
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertFalse(e.getMessage().contains("\n"));
  }

  @Test
  void linesEndInLfOrCrLfAndTheLastMayHaveNoEnd() throws IOException {
    Path log = file("a.log", "one\r\ntwo\n\nfour".getBytes(StandardCharsets.US_ASCII));
    try (LogLines lines = LogSource.open(log)) {
      assertEquals(List.of("one", "two", "", "four"), read(lines));
      assertEquals(4, lines.number());
      assertTrue(lines.cut());
    }
  }

  @Test
  void aLineThatNoLineEndFollowsIsSaidToBeCut() throws IOException {
    for (String end : List.of("\n", "\r\n", "\n\n")) {
      byte[] whole = ("one\ntwo" + end).getBytes(StandardCharsets.US_ASCII);
      for (byte[] content : List.of(whole, gzip(whole))) {
        try (LogLines lines = LogSource.open(file("whole", content))) {
          read(lines);
          assertFalse(lines.cut());
          assertTrue(lines.truncation().isEmpty());
        }
      }
    }
    for (String end : List.of("", "\r", "\n.", "\r\nx\r")) {
      byte[] cut = ("one\ntwo" + end).getBytes(StandardCharsets.US_ASCII);
      for (byte[] content : List.of(cut, gzip(cut))) {
        Path log = file("cut", content);
        try (LogLines lines = LogSource.open(log)) {
          int count = read(lines).size();
          TraceException why = lines.truncation().orElseThrow();
          assertTrue(lines.cut());
          assertEquals(Problem.CUT, why.problem());
          assertTrue(
              why.getMessage().startsWith(log + ": the log ends inside line " + count + ";"),
              why.getMessage());
          assertFalse(why.getMessage().contains("\n"));
        }
      }
    }
  }

  @Test
  void gzipIsKnownByItsFirstBytesWhateverTheName() throws IOException {
    Path log = file("a.txt", gzip("one\ntwo\n".getBytes(StandardCharsets.US_ASCII)));
    try (LogLines lines = LogSource.open(log)) {
      assertEquals(List.of("one", "two"), read(lines));
      assertTrue(lines.truncation().isEmpty());
    }
  }

  @Test
  void whatIsNoLogIsRefusedInOneLine() throws IOException {
    assertRefused(Problem.MISSING, "no such file", dir.resolve("none"));
    assertRefused(Problem.DIRECTORY, "is a directory", dir);
    assertRefused(Problem.EMPTY, "is empty", file("empty", new byte[0]));
    assertRefused(Problem.EMPTY, "is empty", file("empty.gz", gzip(new byte[0])));
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    noise[0] = 0x7f;
    assertRefused(Problem.BINARY, "is a binary file", file("noise", noise));
    assertRefused(
        Problem.TRUNCATED,
        "before the first line",
        file("z", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}));
    assertRefused(
        Problem.BINARY, "xz -d", file("x", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}));
    assertRefused(
        Problem.TRUNCATED,
        "before the first line",
        file("h.gz", Arrays.copyOf(gzip(new byte[] {'a'}), 5)));
  }

  @Test
  void aTruncatedGzipGivesItsLinesAndThenSaysSo() throws IOException {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      text.append("line ").append(i).append(' ').append(random.nextLong()).append('\n');
    }
    byte[] whole = gzip(text.toString().getBytes(StandardCharsets.US_ASCII));
    for (int length : new int[] {600, 3_000, whole.length / 2, whole.length - 3}) {
      Path log = file("cut" + length, Arrays.copyOf(whole, length));
      try (LogLines lines = LogSource.open(log)) {
        List<String> read = read(lines);
        assertTrue(text.toString().startsWith(String.join("\n", read)));
        assertFalse(read.isEmpty());
        TraceException why = lines.truncation().orElseThrow();
        assertEquals(Problem.TRUNCATED, why.problem());
        assertTrue(why.getMessage().contains("end early"), why.getMessage());
      }
    }
  }

  @Test
  void zstdIsReadAndATruncatedOneSaysSo() throws IOException {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    for (int i = 0; i < 60_000; i++) {
      text.append("line ").append(i).append(' ').append(random.nextLong()).append('\n');
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new io.airlift.compress.zstd.ZstdOutputStream(bytes)) {
      out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
    byte[] whole = bytes.toByteArray();
    try (LogLines lines = LogSource.open(file("whole.zst", whole))) {
      assertEquals(text.toString(), String.join("\n", read(lines)) + "\n");
      assertTrue(lines.truncation().isEmpty());
    }
    try (LogLines lines = LogSource.open(file("cut.zst", Arrays.copyOf(whole, whole.length - 3)))) {
      List<String> read = read(lines);
      assertFalse(read.isEmpty());
      assertTrue(text.toString().startsWith(String.join("\n", read)));
      assertEquals(Problem.TRUNCATED, lines.truncation().orElseThrow().problem());
    }
  }

  @Test
  void damagedGzipGivesItsLinesAndThenSaysSo() throws IOException {
    byte[] text = new byte[200_000];
    new Random(3).ints(text.length, 'a', 'z').forEach(new FillFrom(text)::accept);
    for (int i = 99; i < text.length; i += 100) {
      text[i] = '\n';
    }
    byte[] zipped = gzip(text);
    Arrays.fill(zipped, zipped.length / 2, zipped.length / 2 + 200, (byte) 0xff);
    try (LogLines lines = LogSource.open(file("damaged", zipped))) {
      assertFalse(read(lines).isEmpty());
      assertTrue(lines.truncation().isPresent());
    }
  }

  private static final class FillFrom {
    private final byte[] target;
    private int at;

    FillFrom(byte[] target) {
      this.target = target;
    }

    void accept(int value) {
      target[at++] = (byte) value;
    }
  }

  /** A stream of that many bytes of one value, without an array behind it. */
  private static InputStream endless(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() {
        return left-- > 0 ? 'x' : -1;
      }

      @Override
      public int read(byte[] target, int from, int most) {
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(most, left);
        Arrays.fill(target, from, from + count, (byte) 'x');
        left -= count;
        return count;
      }
    };
  }

  @Test
  void aLineOfAGigabyteNeedsNoMoreMemoryThanAnother() throws IOException {
    long before = used();
    try (LogLines lines = LogLines.of("big", endless(1L << 30))) {
      assertTrue(lines.next());
      assertTrue(lines.tooLong());
      assertEquals(1, lines.number());
      assertTrue(lines.text().startsWith("xxxx"));
      assertFalse(lines.next());
    }
    assertTrue(used() - before < 64L << 20, "it took memory");
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void theLongestLineIsStillLookedAt() throws IOException {
    for (int more : new int[] {0, 1}) {
      byte[] text = new byte[LogLines.LONGEST + more + 6];
      Arrays.fill(text, (byte) 'y');
      text[LogLines.LONGEST + more] = '\r';
      text[LogLines.LONGEST + more + 1] = '\n';
      try (LogLines lines = LogLines.of("long", new ByteArrayInputStream(text))) {
        assertTrue(lines.next());
        assertEquals(more == 1, lines.tooLong());
        assertTrue(lines.next());
        assertEquals("yyyy", lines.text());
        assertFalse(lines.tooLong());
      }
    }
  }
}
