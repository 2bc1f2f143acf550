// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of the two readers of a line: p reads plain lines, j all of JSON. */
final class PlainLineLawsTest {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<SourceLine> HERE = List.of(new SourceLine(2, ""));

  private static String written(TraceEvent event) {
    byte[] trace = Read.written(Read.PLAIN, List.of(OptionalLong.empty()), List.of(event));
    return new String(trace, StandardCharsets.UTF_8).split("\n")[1];
  }

  /** Where characters of a line are lost, doubled or others: most edits make it no event. */
  record Edit(int at, int lost, String instead) {
    String of(String line) {
      int from = at % (line.length() + 1);
      return line.substring(0, from)
          + instead
          + line.substring(Math.min(line.length(), from + lost));
    }
  }

  @Provide
  Arbitrary<String> events() {
    return RandomEvents.any().map(PlainLineLawsTest::written);
  }

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<Edit> edits =
        Combinators.combine(
                Arbitraries.integers().between(0, 300),
                Arbitraries.integers().between(0, 2),
                Arbitraries.of(
                    "",
                    "\"",
                    "{",
                    "}",
                    ",",
                    ":",
                    "0",
                    "00",
                    "f",
                    "F",
                    "x",
                    "\\",
                    "\\u0031",
                    " ",
                    "-",
                    ".5",
                    "e1",
                    "\t",
                    "\u00e9",
                    "\u0000",
                    "\"seq\":1,",
                    ",\"cpu\":1",
                    "\"x0\":\"0x1\",",
                    "null",
                    "[]",
                    "18446744073709551616"))
            .as(Edit::new);
    return Combinators.combine(events(), edits.list().ofMaxSize(2))
        .as(
            (line, all) -> {
              String edited = line;
              for (Edit edit : all) {
                edited = edit.of(edited);
              }
              return edited;
            });
  }

  /** The event as Jackson reads the line; empty where it is none. */
  private static Optional<Object> byJackson(byte[] line) {
    LineFields fields = new LineFields();
    try (JsonParser json = JSON.createParser(line)) {
      fields.read(json);
      return Optional.of(List.of(EventOfLine.of(fields, HERE), fields.number(Field.SEQ)));
    } catch (BadLine | IOException none) {
      return Optional.empty();
    }
  }

  private static Optional<Object> event(LineFields fields) {
    try {
      return Optional.of(List.of(EventOfLine.of(fields, HERE), fields.number(Field.SEQ)));
    } catch (BadLine none) {
      return Optional.empty();
    }
  }

  // p reads line => the event of p(line) = that of j(line), or both are none
  @Property(tries = 4000)
  void whatThePlainReaderReadsIsWhatJacksonReads(@ForAll("lines") String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    LineFields fields = new LineFields();
    if (new PlainLine(fields).read(bytes, 0, bytes.length)) {
      assertEquals(byJackson(bytes), event(fields), line);
    }
  }

  // the line of an event has only printable ASCII, and no escape, array or true => p reads it
  @Property(tries = 2000)
  void thePlainReaderReadsPlainLines(@ForAll("events") String line) {
    boolean plain =
        line.chars().allMatch(c -> c >= ' ' && c < 127)
            && !line.contains("\\")
            && !line.contains("\"origin\"")
            && !line.contains("\"mixed\":true")
            && !line.matches(".*:[0-9]{16}.*");
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (plain) {
      assertTrue(new PlainLine(new LineFields()).read(bytes, 0, bytes.length), line);
    }
  }

  /** The event by the form of a line that p reads, its own where the other is the same. */
  private static Optional<Object> byForm(byte[] learnt, byte[] line) throws BadLine {
    LineFields fields = new LineFields();
    PlainLine reader = new PlainLine(fields);
    if (!reader.read(learnt, 0, learnt.length)) {
      return Optional.empty();
    }
    TraceEvent event = EventOfLine.of(fields, HERE);
    return reader
        .form(learnt, 0, learnt.length, event)
        .flatMap(form -> form.read(line, 0, line.length, fields, HERE))
        .map(made -> List.of(made, fields.number(Field.SEQ)));
  }

  @Provide
  Arbitrary<List<String>> pairs() {
    Arbitrary<Edit> digits =
        Combinators.combine(
                Arbitraries.integers().between(0, 300),
                Arbitraries.integers().between(0, 2),
                Arbitraries.of(
                    "", "0", "1", "f", "ff", "00", "3ff", "ffffffffffffffff", "x", "\"", "}"))
            .as(Edit::new);
    return Combinators.combine(events(), digits.list().ofMinSize(1).ofMaxSize(2))
        .as(
            (line, all) -> {
              String edited = line;
              for (Edit edit : all) {
                edited = edit.of(edited);
              }
              return List.of(line, edited);
            });
  }

  // f is the form of a, and f reads b => the event of f(b) = that of j(b)
  @Property(tries = 4000)
  void whatAFormReadsIsWhatJacksonReads(@ForAll("pairs") List<String> pair) throws BadLine {
    byte[] edited = pair.get(1).getBytes(StandardCharsets.UTF_8);
    Optional<Object> event = byForm(pair.get(0).getBytes(StandardCharsets.UTF_8), edited);
    if (event.isPresent()) {
      assertEquals(byJackson(edited), event, pair.get(1));
    }
  }

  // f is the form of a call, an exception, a return => f reads it
  @Property(tries = 2000)
  void aLineIsOfItsOwnForm(@ForAll("events") String line) throws BadLine {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    boolean many = line.matches(".*\"kind\":\"(call|entry|return|handled)\".*");
    if (many && new PlainLine(new LineFields()).read(bytes, 0, bytes.length)) {
      assertEquals(byJackson(bytes), byForm(bytes, bytes), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"seq\":8,\"cpu\":1024,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\",\"imm\":\"0x1\"}",
        "{\"seq\":08,\"cpu\":1,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\",\"imm\":\"0x1\"}",
        "{\"seq\":8,\"cpu\":1,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf010000\",\"imm\":\"0x1\"}",
        "{\"seq\":8,\"cpu\":1,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\",\"imm\":\"0x1000000\"}",
        "{\"seq\":8,\"cpu\":1,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\",\"imm\":\"0xF\"}",
        "{\"seq\":8,\"cpu\":1,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\",\"imm\":\"0x\"}",
        "{\"seq\":8,\"cpu\":1,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\",\"imm\":\"0x1\"} ",
        "{\"seq\":8,\"cpu\":1,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf01\",\"imm\":\"0x1"
      })
  void aNumberThatTheFieldMayNotHaveIsLeftToOthers(String line) throws BadLine {
    String like =
        "{\"seq\":7,\"cpu\":0,\"kind\":\"call\",\"insn\":\"svc\",\"isa\":\"t32\",\"word\":\"0xdf00\",\"imm\":\"0x0\"}";
    byte[] learnt = like.getBytes(StandardCharsets.UTF_8);
    assertTrue(byForm(learnt, learnt).isPresent());
    assertEquals(Optional.empty(), byForm(learnt, line.getBytes(StandardCharsets.UTF_8)));
  }

  // p(line) does not depend on what p read before, nor on what stands around the line
  @Property(tries = 2000)
  void aLineIsReadByItself(@ForAll("lines") String before, @ForAll("lines") String line) {
    LineFields fields = new LineFields();
    PlainLine reader = new PlainLine(fields);
    byte[] both = (before + "\n" + line + "\"0}").getBytes(StandardCharsets.UTF_8);
    int from = before.getBytes(StandardCharsets.UTF_8).length + 1;
    reader.read(both, 0, from - 1);
    boolean after = reader.read(both, from, both.length - 3);
    Optional<Object> read = after ? event(fields) : Optional.empty();
    byte[] alone = line.getBytes(StandardCharsets.UTF_8);
    LineFields fresh = new LineFields();
    assertEquals(new PlainLine(fresh).read(alone, 0, alone.length), after, line);
    assertEquals(after ? event(fresh) : Optional.empty(), read, line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"seq\":01,\"kind\":\"note\",\"text\":\"\"}",
        "{\"seq\":1,\"kind\":\"note\",\"text\":\"\"} ",
        "{\"seq\":1,\"kind\":\"note\",\"text\":\"\",}",
        "{\"seq\":1,\"seq\":1,\"kind\":\"note\",\"text\":\"\"}",
        "{\"seq\":1,\"kind\":\"return\",\"pc\":\"0x0\",\"regs\":{}}",
        "{\"seq\":1,\"kind\":\"return\",\"pc\":\"0x0\",\"regs\":{\"x0\":\"0x1\",\"x0\":\"0x1\"}}",
        "{\"seq\":1,\"kind\":\"return\",\"pc\":\"0x0\",\"regs\":{\"X0\":\"0x1\"}}",
        "{\"seq\":1,\"kind\":\"return\",\"pc\":\"0x\"}",
        "{\"seq\":1,\"kind\":\"return\",\"pc\":\"0x10000000000000000\"}",
        "{\"seq\":1,\"kind\":\"return\",\"pc\":\"0xA\"}",
        "{\"seq\":1,\"kind\":\"return\",\"pc\":\"0x1\",\"toEl\":4}"
      })
  void whatIsWrongIsLeftToJackson(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertFalse(new PlainLine(new LineFields()).read(bytes, 0, bytes.length));
  }
}
