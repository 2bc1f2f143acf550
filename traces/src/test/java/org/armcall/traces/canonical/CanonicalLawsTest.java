// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.TraceException;

/** Laws of the canonical format: r reads, w writes, e are events. */
final class CanonicalLawsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchema SCHEMA = CanonicalFormatTest.schema();

  record Written(OptionalLong line, TraceEvent event) {}

  @Provide
  Arbitrary<List<Written>> events() {
    return Combinators.combine(RandomEvents.logLines(), RandomEvents.any())
        .as(Written::new)
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<TraceHeader> headers() {
    return Combinators.combine(
            RandomEvents.text(),
            RandomEvents.text().optional(),
            RandomEvents.text().optional(),
            RandomEvents.text().optional())
        .as(
            (format, tool, file, platform) ->
                new TraceHeader(new TraceHeader.Source(format, tool, file), platform));
  }

  private static byte[] write(TraceHeader header, List<Written> events) {
    return Read.written(
        header,
        events.stream().map(Written::line).toList(),
        events.stream().map(Written::event).toList());
  }

  /** The fields of the event, but not where it was read. */
  private static List<Object> fields(TraceEvent event) {
    List<Object> fields = new ArrayList<>(List.of(event.getClass()));
    try {
      for (RecordComponent component : event.getClass().getRecordComponents()) {
        if (!component.getName().equals("source")) {
          fields.add(component.getAccessor().invoke(event));
        }
      }
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
    return fields;
  }

  // r(w(h, e)) = (h, e)
  @Property(tries = 500)
  void readAfterWriteIsTheIdentity(
      @ForAll("headers") TraceHeader header, @ForAll("events") List<Written> events)
      throws TraceException {
    Read read = Read.of(write(header, events));
    assertEquals(List.of(), read.why);
    assertEquals(List.of(header), read.headers);
    assertEquals(events.stream().map(Written::line).toList(), read.lines);
    assertEquals(
        events.stream().map(w -> fields(w.event())).toList(),
        read.events.stream().map(CanonicalLawsTest::fields).toList());
    assertEquals(
        IntStream.range(2, events.size() + 2).mapToObj(Long::valueOf).toList(),
        read.events.stream().map(TraceEvent::line).toList());
  }

  // w(r(w(e))) = w(e), byte for byte
  @Property(tries = 300)
  void writeAfterReadIsTheIdentity(@ForAll("events") List<Written> events) throws TraceException {
    byte[] once = write(Read.PLAIN, events);
    assertArrayEquals(once, Read.of(once).writtenAgain());
  }

  // line in w(e) => schema(line) valid
  @Property(tries = 300)
  void whatIsWrittenObeysTheSchema(
      @ForAll("headers") TraceHeader header, @ForAll("events") List<Written> events)
      throws IOException {
    String text = new String(write(header, events), StandardCharsets.UTF_8);
    for (String line : text.split("\n")) {
      assertTrue(SCHEMA.validate(MAPPER.readTree(line)).isEmpty(), line);
    }
  }

  // r(line) is an event <=> schema(line) valid
  @Property(tries = 4000)
  void theReaderAndTheSchemaAgree(@ForAll("lines") String line) throws IOException {
    boolean valid = SCHEMA.validate(MAPPER.readTree(line)).isEmpty();
    Read read = Read.events(line);
    assertEquals(valid ? 1 : 0, read.events.size(), line + " " + read.why);
    assertEquals(valid, read.bad.isEmpty(), line + " " + read.why);
  }

  /** Lines with a few fields, most of them of the wrong kind, form or value. */
  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> good =
        Arbitraries.of(Kind.values())
            .map(CanonicalLawsTest::smallest)
            .map(fields -> String.join(",", fields));
    Arbitrary<String> more =
        Combinators.combine(
                Arbitraries.of(
                        Arrays.stream(Field.values()).map(Field::text).toArray(String[]::new))
                    .filter(name -> !name.equals("seq") && !name.equals("kind")),
                Arbitraries.of(
                    "1",
                    "-1",
                    "4",
                    "1.5",
                    "null",
                    "true",
                    "false",
                    "\"\"",
                    "\"0x\"",
                    "\"0x0\"",
                    "\"0x3f\"",
                    "\"0x40\"",
                    "\"0xffffff\"",
                    "\"0x1000000\"",
                    "\"0xDF\"",
                    "\"0xdf01\"",
                    "\"0xd4000003\"",
                    "\"0x1ffffffffffffffff\"",
                    "\"1\"",
                    "\"a32\"",
                    "\"t32\"",
                    "\"a64\"",
                    "\"hvc\"",
                    "\"trap\"",
                    "\"710060e1\"",
                    "\"710\"",
                    "\"fetch\"",
                    "\"recovered\"",
                    "\"psci\"",
                    "[]",
                    "[\"a\"]",
                    "[1]",
                    "{}",
                    "{\"x0\":\"0x1\"}",
                    "{\"X0\":\"0x1\"}",
                    "{\"x0\":1}",
                    "1024",
                    "9007199254740993"))
            .as((name, value) -> "\"" + name + "\":" + value);
    return Combinators.combine(good, more.list().ofMaxSize(2))
        .as(
            (fields, others) -> {
              List<String> all = new ArrayList<>(List.of(fields));
              for (String other : others) {
                String name = other.substring(0, other.indexOf(':') + 1);
                if (all.stream().noneMatch(field -> field.contains(name))) {
                  all.add(other);
                }
              }
              return "{" + String.join(",", all) + "}";
            });
  }

  private static List<String> smallest(Kind kind) {
    List<String> fields = new ArrayList<>();
    fields.add("\"seq\":1");
    fields.add("\"kind\":\"" + kind.text() + "\"");
    for (Field field : kind.required()) {
      switch (field) {
        case INSN -> fields.add("\"insn\":\"smc\"");
        case PC -> fields.add("\"pc\":\"0x0\"");
        case BY -> fields.add("\"by\":\"psci\"");
        case BYTES -> fields.add("\"va\":\"0x0\",\"bytes\":\"00\"");
        case POLICY -> fields.add("\"policy\":\"p\"");
        case RESULT -> fields.add("\"result\":\"ignored\"");
        case WHAT -> fields.add("\"what\":\"cbz\"");
        case BITS -> fields.add("\"bits\":\"0x1\"");
        case ORIGIN -> fields.add("\"origin\":[]");
        case TEXT -> fields.add("\"text\":\"\"");
        default -> {
          // seq and kind are there.
        }
      }
    }
    return fields;
  }

  // r(e with line i damaged) = e without i, and one bad line: i
  @Property(tries = 300)
  void aDamagedLineLosesItselfOnly(
      @ForAll("events") @Size(min = 1) List<Written> events,
      @ForAll @IntRange(max = 1000) int which,
      @ForAll @IntRange(max = 1000) int where)
      throws TraceException {
    List<String> lines =
        new ArrayList<>(
            List.of(new String(write(Read.PLAIN, events), StandardCharsets.UTF_8).split("\n")));
    int damaged = 1 + which % events.size();
    String line = lines.get(damaged);
    lines.set(damaged, line.substring(0, where % line.length()));
    Read read = Read.of(String.join("\n", lines) + "\n");
    assertEquals(List.of(damaged + 1L), read.bad.stream().map(bad -> bad.number()).toList());
    List<Written> rest = new ArrayList<>(events);
    rest.remove(damaged - 1);
    assertEquals(
        rest.stream().map(w -> fields(w.event())).toList(),
        read.events.stream().map(CanonicalLawsTest::fields).toList());
  }

  // r(bytes) ends, and every line is an event or a bad line
  @Property(tries = 300)
  void randomBytesAreRefusedOrRead(@ForAll byte[] noise) throws TraceException {
    byte[] header = Read.HEADER.getBytes(StandardCharsets.UTF_8);
    byte[] trace = Arrays.copyOf(header, header.length + noise.length + 1);
    System.arraycopy(noise, 0, trace, header.length, noise.length);
    trace[trace.length - 1] = '\n';
    long ends = 0;
    for (byte b : trace) {
      ends += b == '\n' ? 1 : 0;
    }
    Read read = Read.of(trace);
    assertEquals(ends - 1, read.events.size() + read.bad.size());
    assertEquals(Optional.empty(), read.truncation);
  }
}
