// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;
import org.armcall.traces.source.TraceException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader refuses, how it names it, and that it reads the rest. */
class CanonicalReaderTest {
  private static final String NOTE = "{\"seq\":%d,\"kind\":\"note\",\"text\":\"%d\"}";

  @TempDir Path dir;

  private static String note(int seq) {
    return NOTE.formatted(seq, seq);
  }

  /** Zeros are what a recorder leaves that a crash stopped; Jackson took them for UTF-32. */
  @ParameterizedTest
  @ValueSource(strings = {"\0\0\0{}", "{\0\0\0", "\0{\0\0", "\0\0{\0", "\0{\0}", "\0\0\0\0\0\0"})
  void aLineOfZerosIsOneBadLine(String line) throws IOException {
    Read read = Read.of(Read.HEADER + note(1) + "\n" + line + "\n" + note(3) + "\n");
    assertEquals(2, read.events.size());
    assertEquals(1, read.bad.size());
  }

  @Test
  void aRefusalIsOneLineWhateverTheHeaderNames() {
    TraceException refusal =
        assertThrows(
            TraceException.class,
            () -> Read.of("{\"armcall\":1,\"a\\r\\nb\":1}\n" + note(1) + "\n"));
    assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "nonsense ~ not JSON",
        "`` ~ not a JSON object",
        "[] ~ not a JSON object",
        "3 ~ not a JSON object",
        "{\"seq\":2 ~ not JSON",
        "{\"seq\":2,\"kind\":\"note\",\"text\":\"\"} {} ~ something follows the JSON object",
        "{\"seq\":2,\"kind\":\"frobnicate\"} ~ there is no kind 'frobnicate'",
        "{\"seq\":2,\"text\":\"\"} ~ every event has the field 'kind'",
        "{\"kind\":\"note\",\"text\":\"\"} ~ the kind 'note' must have the field 'seq'",
        "{\"seq\":2,\"kind\":\"note\"} ~ the kind 'note' must have the field 'text'",
        "{\"seq\":2,\"kind\":\"note\",\"text\":\"\",\"colour\":1} ~ there is no field 'colour'",
        "{\"seq\":2,\"kind\":\"note\",\"text\":\"\",\"pc\":\"0x0\"} ~ the kind 'note' has no field"
            + " 'pc'",
        "{\"seq\":2,\"seq\":2,\"kind\":\"note\",\"text\":\"\"} ~ the field 'seq' is there twice",
        "{\"seq\":2,\"kind\":\"note\",\"text\":null} ~ text is a string",
        "{\"seq\":2,\"cpu\":1024,\"kind\":\"note\",\"text\":\"\"} ~ cpu is at most 1023",
        "{\"seq\":2.0,\"kind\":\"note\",\"text\":\"\"} ~ seq is a whole number",
        "{\"seq\":2,\"cpu\":-1,\"kind\":\"note\",\"text\":\"\"} ~ cpu is a whole number",
        "{\"seq\":99999999999999999999,\"kind\":\"note\",\"text\":\"\"} ~ seq is a whole number",
        "{\"seq\":2,\"kind\":\"return\",\"pc\":4096} ~ pc is a string of 0x",
        "{\"seq\":2,\"kind\":\"return\",\"pc\":\"4096\"} ~ pc is a string of 0x",
        "{\"seq\":2,\"kind\":\"return\",\"pc\":\"0x10000000000000000\"} ~ pc is a string of 0x",
        "{\"seq\":2,\"kind\":\"return\",\"pc\":\"0x0\",\"regs\":{\"x0\":\"0x1\",\"x0\":\"0x2\"}} ~"
            + " the register 'x0' is there twice",
        "{\"seq\":2,\"kind\":\"call\",\"insn\":\"swi\"} ~ insn is one of hvc, smc, svc, not 'swi'",
        "{\"seq\":2,\"kind\":\"call\",\"isa\":\"a64\",\"word\":\"0xd4000003\"} ~ a call with its word"
            + " says its instruction: insn is missing",
        "{\"seq\":2,\"kind\":\"call\",\"insn\":\"smc\",\"word\":\"0xd4000003\"} ~ word needs the"
            + " field 'isa'",
        "{\"seq\":2,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"a32\",\"word\":\"0xdf01\"} ~ word"
            + " has 8 digits",
        "{\"seq\":2,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\","
            + "\"executed\":\"0xdf02\"} ~ executed is not the same as word",
        "{\"seq\":2,\"kind\":\"fetch\",\"bytes\":\"00\"} ~ the kind 'fetch' must have the field"
            + " 'va' or 'pa'",
        "{\"seq\":2,\"kind\":\"fetch\",\"va\":\"0x0\",\"bytes\":\"000\"} ~ bytes are 1 to 16 pairs",
        "{\"seq\":2,\"kind\":\"fetch\",\"va\":\"0x0\",\"bytes\":\"0G\"} ~ bytes are pairs",
        "{\"seq\":2,\"kind\":\"entry\",\"mixed\":false} ~ mixed is true or absent",
        "{\"armcall\":1,\"source\":{\"format\":\"test\"}} ~ there is no field 'armcall'",
      })
  void aBadLineIsNamedAndTheRestIsRead(String line, String why) throws TraceException {
    Read read = Read.events(note(1), line, note(3));
    assertEquals(List.of(3L), read.bad.stream().map(SourceLine::number).toList());
    assertTrue(read.why.get(0).startsWith(why), read.why.get(0));
    assertEquals(2, read.events.size());
    assertEquals(1, read.why.get(0).lines().count());
  }

  @Test
  void aGapIsNamedAndItsEventRead() throws TraceException {
    Read read = Read.events(note(1), note(4), note(5));
    assertEquals(List.of("seq 4 follows seq 1: events before this one are missing"), read.why);
    assertEquals(List.of(3L), read.bad.stream().map(SourceLine::number).toList());
    assertEquals(3, read.events.size());
  }

  @Test
  void anEventThatComesAgainIsLeftOutAndTheRestIsRead() throws TraceException {
    Read read = Read.events(note(1), note(2), note(2), note(3), note(1), note(2));
    assertEquals(List.of("seq 2 does not follow seq 2", "seq 1 does not follow seq 3"), read.why);
    assertEquals(4, read.events.size());
  }

  @Test
  void anEnormousLineIsPassedOver() throws TraceException {
    String enormous = "{\"seq\":2,\"kind\":\"note\",\"text\":\"" + "a".repeat(200_000) + "\"}";
    Read read = Read.events(note(1), enormous, note(3));
    assertEquals(List.of("longer than 65536 bytes"), read.why);
    assertEquals(2, read.events.size());
    assertTrue(read.bad.get(0).text().length() < 1000);
  }

  @Test
  void whatIsNoUtf8IsABadLine() throws TraceException {
    byte[] bytes =
        (Read.HEADER + note(1) + "\n{\"seq\":2,\"kind\":\"note\",\"text\":\"\u00e9\"}\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    Read read = Read.of(bytes);
    assertEquals(1, read.events.size());
    assertTrue(read.why.get(0).startsWith("not JSON: Invalid UTF-8"), read.why.get(0));
  }

  @Test
  void anEventIsWhatTheLineSays() throws TraceException {
    Read read =
        Read.events(
            "{\"kind\":\"return\",\"pc\":\"0x0000000040080014\",\"cpu\":3,\"seq\":1,\"toEl\":1}");
    assertEquals(
        new TraceEvent.Return(
            OptionalInt.of(3),
            read.events.get(0).source(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(org.armcall.model.platform.ExceptionLevel.EL1),
            Optional.empty(),
            0x40080014L,
            java.util.Map.of()),
        read.events.get(0));
    assertEquals(2, read.events.get(0).line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Taking exception 13 [Secure Monitor Call] on CPU 0\n",
        "{}\n",
        "[1]\n",
        "\n",
        "{\"armcall\":1}\n",
        "{\"source\":{\"format\":\"test\"}}\n",
        "{\"armcall\":1,\"source\":{}}\n",
        "{\"armcall\":1,\"source\":\"test\"}\n",
        "{\"armcall\":1,\"source\":{\"format\":1}}\n",
        "{\"armcall\":1,\"source\":{\"format\":\"a\",\"format\":\"b\"}}\n",
        "{\"armcall\":1,\"source\":{\"format\":\"a\",\"colour\":\"b\"}}\n",
        "{\"armcall\":1,\"armcall\":1,\"source\":{\"format\":\"a\"}}\n",
        "{\"armcall\":1,\"source\":{\"format\":\"a\"},\"platform\":7}\n",
        "{\"armcall\":1,\"source\":{\"format\":\"a\"},\"colour\":7}\n",
        "{\"armcall\":1,\"source\":{\"format\":\"a\"}} 7\n",
        "{\"seq\":1,\"kind\":\"note\",\"text\":\"\"}\n",
      })
  void aTraceWithoutItsHeaderIsRefused(String trace) {
    TraceException refused = assertThrows(TraceException.class, () -> Read.of(trace));
    assertEquals(Problem.NO_HEADER, refused.problem());
    assertTrue(refused.getMessage().startsWith("t: the first line is no header"));
    assertEquals(1, refused.getMessage().lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "\"1\"", "1.0", "true", "null"})
  void anotherVersionIsRefused(String version) {
    TraceException refused =
        assertThrows(
            TraceException.class,
            () -> Read.of("{\"armcall\":" + version + ",\"source\":{\"format\":\"a\"}}\n"));
    assertEquals(Problem.VERSION, refused.problem());
    assertTrue(refused.getMessage().endsWith("this armcall reads version 1"));
  }

  @Test
  void aHeaderThatIsCutIsRefused() {
    TraceException refused =
        assertThrows(TraceException.class, () -> Read.of(Read.HEADER.stripTrailing()));
    assertEquals(Problem.CUT, refused.problem());
  }

  @Test
  void aLastLineThatIsCutTakesPartInNothing() throws TraceException {
    Read read = Read.of(Read.HEADER + note(1) + "\n" + note(2));
    assertEquals(1, read.events.size());
    assertEquals(Problem.CUT, read.truncation.orElseThrow().problem());
  }

  @Test
  void gzipIsToldByItsContentAndATruncatedOneIsReadAsFarAsItGoes() throws IOException {
    Path file = dir.resolve("trace");
    StringBuilder text = new StringBuilder(Read.HEADER);
    for (int seq = 1; seq <= 20_000; seq++) {
      text.append(note(seq)).append('\n');
    }
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(20_000, countOf(file, Optional.empty()));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    long some = countOf(file, Optional.of(Problem.TRUNCATED));
    assertTrue(some > 1000 && some < 20_000, some + " events");
  }

  private static long countOf(Path file, Optional<Problem> problem) throws IOException {
    Read read = new Read();
    try (LogLines lines = LogSource.open(file)) {
      assertTrue(CanonicalReader.isCanonical(lines));
      long count = CanonicalReader.read(lines, read);
      assertEquals(problem, lines.truncation().map(TraceException::problem));
      assertEquals(List.of(), read.why);
      return count;
    }
  }

  @Test
  void theWriterCompressesWhatIsNamedSoAndTheBytesAreAlwaysTheSame() throws IOException {
    TraceHeader header = TraceHeader.ofEmulator("armcall", Optional.empty(), "armv7a-virt");
    byte[] first = {};
    for (String name : List.of("a.ndjson.gz", "b.ndjson.gz")) {
      try (CanonicalWriter writer = CanonicalWriter.toFile(dir.resolve(name), header)) {
        writer.write(new TraceEvent.Note(OptionalInt.empty(), List.of(), "hello"));
        assertEquals(1, writer.events());
      }
      byte[] bytes = Files.readAllBytes(dir.resolve(name));
      assertEquals(0x1f, bytes[0]);
      assertTrue(first.length == 0 || Arrays.equals(first, bytes));
      first = bytes;
      assertEquals(1, countOf(dir.resolve(name), Optional.empty()));
    }
  }

  @Test
  void anEventOfALogIsWrittenWithItsLine() throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    try (CanonicalWriter writer = new CanonicalWriter(out, Read.PLAIN)) {
      writer.write(
          new TraceEvent.Note(
              OptionalInt.empty(), List.of(new SourceLine(4711, "text")), "switched"));
    }
    assertEquals(
        Read.HEADER + "{\"seq\":1,\"line\":4711,\"kind\":\"note\",\"text\":\"switched\"}\n",
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void lookingAtTheFirstLineDoesNotConsumeIt() throws IOException {
    byte[] log = "Taking exception\n".getBytes(StandardCharsets.UTF_8);
    try (LogLines lines = LogLines.of("t", new ByteArrayInputStream(log))) {
      assertEquals(false, CanonicalReader.isCanonical(lines));
      assertTrue(lines.next());
      assertEquals(1, lines.number());
      assertEquals("Taking exception", lines.text());
      assertEquals(false, lines.next());
    }
  }

  @Test
  void whatIsReconstructedAndTheAnswersRegistersAreKeptInLinesOfOneFormToo() throws TraceException {
    StringBuilder trace = new StringBuilder(Read.HEADER);
    for (int i = 1; i <= 8; i++) {
      trace
          .append("{\"seq\":" + i + ",\"cpu\":0,\"line\":" + i + ",\"kind\":\"handled\",")
          .append("\"exception\":\"smc\",\"by\":\"optee\",\"regs\":{\"x0\":\"0x" + i + "\"},")
          .append("\"reconstructed\":\"exception from the " + (i < 5 ? "call" : "event") + "\"}\n");
    }
    Read read = Read.of(trace.toString());
    assertEquals(trace.toString(), new String(read.writtenAgain(), StandardCharsets.UTF_8));
    assertEquals(8, read.events.size());
  }
}
