// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.source.TraceException;

/** Laws that every reader of a log keeps, over the samples in traces/formats/samples. */
class ReaderLawsTest {
  private static final List<Path> SAMPLES = samples();

  static List<Path> samples() {
    Path directory =
        Path.of(System.getProperty("armcall.home", "..")).resolve("traces/formats/samples");
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static LogFormat formatOf(Path sample) {
    String name = sample.getFileName().toString();
    return Stream.of(LogFormat.values())
        .filter(format -> name.startsWith(format.text() + "-"))
        .findFirst()
        .orElseThrow();
  }

  @Provide
  Arbitrary<Path> sample() {
    return Arbitraries.of(SAMPLES);
  }

  @Provide
  Arbitrary<LogFormat> format() {
    return Arbitraries.of(LogFormat.values()).filter(format -> format != LogFormat.CANONICAL);
  }

  /** A stream that gives at most so many bytes at a time. */
  private static InputStream inChunks(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, most));
      }
    };
  }

  // read(bytes) ends, or is refused
  @Property(tries = 500)
  void randomBytesNeverMakeAReaderFailOtherwiseThanByRefusal(
      @ForAll("format") LogFormat format, @ForAll @Size(max = 400) byte[] bytes) {
    try {
      ReadLog.of(format, new ByteArrayInputStream(bytes));
    } catch (TraceException refusal) {
      assertEquals(TraceException.Problem.NOT_A_TRACE, refusal.problem());
    }
  }

  // the same, near to what is read
  @Property(tries = 1500)
  void aDamagedSampleNeverMakesAReaderFailAndWhatItGivesCanBeWritten(
      @ForAll("sample") Path sample, @ForAll("format") LogFormat other, @ForAll long seed)
      throws IOException {
    byte[] bytes = Files.readAllBytes(sample);
    Random random = new Random(seed);
    int edits = 1 + random.nextInt(12);
    for (int i = 0; i < edits; i++) {
      bytes[random.nextInt(bytes.length)] =
          (byte) (random.nextInt(5) == 0 ? '\n' : 32 + random.nextInt(95));
    }
    for (LogFormat format : List.of(formatOf(sample), other)) {
      try {
        ReadLog read = ReadLog.of(format, new ByteArrayInputStream(bytes));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CanonicalWriter writer = new CanonicalWriter(out, header(format))) {
          for (int i = 0; i < read.events().size(); i++) {
            writer.write(
                java.util.OptionalLong.empty(), read.events().get(i), read.reconstructed().get(i));
          }
        }
        ReadLog again =
            ReadLog.of(LogFormat.CANONICAL, new ByteArrayInputStream(out.toByteArray()));
        assertEquals(List.of(), again.bad(), again.toString());
        assertEquals(read.events().size(), again.events().size());
      } catch (TraceException refusal) {
        assertEquals(TraceException.Problem.NOT_A_TRACE, refusal.problem());
      }
    }
  }

  static TraceHeader header(LogFormat format) {
    return new TraceHeader(
        new TraceHeader.Source(
            format.text(), java.util.Optional.empty(), java.util.Optional.empty()),
        java.util.Optional.empty());
  }

  // events(any chunk, CR LF) = events(plain)
  @Property(tries = 300)
  void whereTheBufferEndsAndHowLinesEndDoesNotMatter(
      @ForAll("sample") Path sample, @ForAll @IntRange(min = 1, max = 300) int chunk)
      throws IOException {
    byte[] plain = Files.readAllBytes(sample);
    byte[] dos =
        new String(plain, StandardCharsets.ISO_8859_1)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    String whole = ReadLog.of(formatOf(sample), new ByteArrayInputStream(plain)).toString();
    assertEquals(whole, ReadLog.of(formatOf(sample), inChunks(plain, chunk)).toString());
    assertEquals(whole, ReadLog.of(formatOf(sample), inChunks(dos, chunk)).toString());
  }

  // events(> log) = events(log)
  @Property(tries = 100)
  void aQuotedLogGivesTheSameEvents(
      @ForAll("sample") Path sample, @ForAll @IntRange(min = 1, max = 4) int deep)
      throws IOException {
    List<String> lines =
        Files.readAllLines(sample, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> !line.startsWith(">"))
            .toList();
    List<String> quoted = lines.stream().map(line -> "> ".repeat(deep) + line).toList();
    ReadLog once = tryRead(sample, lines);
    ReadLog again = tryRead(sample, quoted);
    assertEquals(fields(once), fields(again));
    assertEquals(once.events().isEmpty() ? 0 : quoted.size(), again.count().quoted());
  }

  private static ReadLog tryRead(Path sample, List<String> lines) {
    try {
      return ReadLog.of(formatOf(sample), lines.toArray(String[]::new));
    } catch (java.io.UncheckedIOException nothingThere) {
      return new ReadLog();
    }
  }

  private static List<String> fields(ReadLog log) {
    return log.events().stream()
        .map(event -> event.toString().replaceAll("text=[^\\]]*", "text=_"))
        .toList();
  }

  // recognised(sample) = its format, with the line
  @Property(tries = 30)
  void everySampleIsToldByItsContent(@ForAll("sample") Path sample) throws IOException {
    try (var lines = org.armcall.traces.source.LogSource.open(sample)) {
      Recognised recognised = Recognised.of(lines);
      assertEquals(formatOf(sample), recognised.format(), recognised.reason());
      assertTrue(recognised.reason().matches("line \\d+ has .+"), recognised.reason());
      assertTrue(lines.next());
      assertEquals(1, lines.number());
    }
  }

  // events(gzip) = events(zstd) = events(plain)
  @Property(tries = 30)
  void compressionDoesNotMatter(@ForAll("sample") Path sample) throws IOException {
    byte[] plain = Files.readAllBytes(sample);
    String whole = ReadLog.of(formatOf(sample), new ByteArrayInputStream(plain)).toString();
    for (String end : List.of(".gz", ".zst")) {
      Path file = Files.createTempFile("armcall", end);
      try {
        try (var out =
            end.equals(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : new io.airlift.compress.zstd.ZstdOutputStream(Files.newOutputStream(file))) {
          out.write(plain);
        }
        ReadLog read = new ReadLog();
        try (var lines = org.armcall.traces.source.LogSource.open(file)) {
          formatOf(sample).read(lines, read);
        }
        assertTrue(whole.startsWith(read.events().toString()));
      } finally {
        Files.delete(file);
      }
    }
  }
}
