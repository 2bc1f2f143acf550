// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.armcall.traces.source.TraceException;

/** Laws of the reader, over pieces of a real log. */
class QemuIntReaderLawsTest {
  private static final List<String> REAL = real();

  private static List<String> real() {
    Path log =
        Path.of(System.getProperty("armcall.home", ".."))
            .resolve("traces/corpus/sample-linux-el2-a57.log.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> piece(int from) {
    return REAL.subList(from, Math.min(from + 60, REAL.size()));
  }

  private static String text(List<String> lines, String end) {
    return String.join(end, lines) + end;
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

  @Property(tries = 300)
  void randomBytesNeverMakeTheReaderFailOtherwiseThanByRefusal(
      @ForAll @Size(max = 400) byte[] bytes) {
    try {
      Collected.from(new ByteArrayInputStream(bytes));
    } catch (TraceException refusal) {
      assertEquals(TraceException.Problem.NOT_A_TRACE, refusal.problem());
    }
  }

  @Property(tries = 500)
  void damageNeverMakesTheReaderFailAndEveryLineIsAccountedFor(
      @ForAll @IntRange(max = 7000) int from, @ForAll long seed) throws IOException {
    byte[] bytes = text(piece(from), "\n").getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      bytes[random.nextInt(bytes.length - 1)] = (byte) (32 + random.nextInt(95));
    }
    String header = "Taking exception 5 [IRQ] on CPU 0\n...from EL1 to EL1\n";
    String damaged = header + new String(bytes, StandardCharsets.ISO_8859_1);
    Collected log = Collected.from(damaged);
    long used = log.events().stream().mapToLong(e -> e.source().size()).sum();
    assertEquals(damaged.lines().count(), used + log.bad().size());
  }

  @Property(tries = 200)
  void chunksAndLineEndsDoNotMatter(
      @ForAll @IntRange(max = 7000) int from, @ForAll @IntRange(min = 1, max = 500) int chunk)
      throws IOException {
    List<String> lines = piece(from);
    Collected whole = Collected.from(text(lines, "\n"));
    byte[] dos = text(lines, "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(whole, Collected.from(inChunks(dos, chunk)));
  }

  @Property(tries = 200)
  void aLastLineThatIsCutAddsNothingWhereverItIsCut(
      @ForAll @IntRange(max = 7000) int from, @ForAll @IntRange(min = 1, max = 60) int chars)
      throws IOException {
    List<String> lines = piece(from);
    String last = lines.get(lines.size() - 1);
    String before = text(lines.subList(0, lines.size() - 1), "\n");
    String cut = before + last.substring(0, Math.min(chars, last.length()));
    assertEquals(Collected.from(before), Collected.from(cut));
    byte[] dos =
        (before + last).replace("\n", "\r\n").concat("\r").getBytes(StandardCharsets.US_ASCII);
    assertEquals(Collected.from(before), Collected.from(inChunks(dos, chars)));
  }

  @Property(tries = 200)
  void textOfTheGuestBetweenTheLinesChangesNoEventButItsLineNumbers(
      @ForAll @IntRange(max = 7000) int from, @ForAll long seed) {
    List<String> lines = new ArrayList<>(piece(from));
    List<String> plain = fields(Collected.from(text(lines, "\n")));
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      lines.add(random.nextInt(lines.size() + 1), "[    1.234567] console: hello");
    }
    assertEquals(plain, fields(Collected.from(text(lines, "\n"))));
  }

  private static List<String> fields(Collected log) {
    return log.events().stream()
        .map(event -> event.toString().replaceAll("number=\\d+", "number=_"))
        .toList();
  }

  @Property(tries = 200)
  void aLogReadInTwoPartsBetweenRecordsGivesTheSameEvents(
      @ForAll @IntRange(max = 7000) int from, @ForAll @IntRange(min = 1, max = 59) int cut) {
    List<String> lines = piece(from);
    int at = Math.min(cut, lines.size());
    while (at < lines.size() && lines.get(at).startsWith("...")) {
      at++;
    }
    List<String> whole = fields(Collected.from(text(lines, "\n")));
    List<String> parts = new ArrayList<>();
    for (List<String> part : List.of(lines.subList(0, at), lines.subList(at, lines.size()))) {
      if (part.stream().anyMatch(line -> line.startsWith("Taking") || line.startsWith("Exc"))) {
        parts.addAll(fields(Collected.from(text(part, "\n"))));
      }
    }
    assertEquals(whole, parts);
  }
}
