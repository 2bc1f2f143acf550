// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema, the example, the tables of the reader and the ADR say the same. */
class CanonicalFormatTest {
  private static final Path TRACES = Path.of(System.getProperty("armcall.home")).resolve("traces");
  private static final Path EXAMPLE = TRACES.resolve("schema/example.ndjson");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(TRACES.resolve("schema/trace-1.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyLineOfTheExampleObeysTheSchema() throws IOException {
    JsonSchema schema = schema();
    for (String line : Files.readAllLines(EXAMPLE)) {
      assertEquals(Set.of(), schema.validate(MAPPER.readTree(line)), line);
    }
  }

  @Test
  void theExampleIsReadAndWrittenBackByteForByte() throws IOException {
    Read read = Read.of(Files.readAllBytes(EXAMPLE));
    assertEquals(java.util.List.of(), read.why);
    assertEquals(
        Files.readString(EXAMPLE), new String(read.writtenAgain(), StandardCharsets.UTF_8));
  }

  @Test
  void theExampleHasEveryKindWithEveryField() throws IOException {
    Map<Kind, Set<Field>> seen = new EnumMap<>(Kind.class);
    for (String line : Files.readAllLines(EXAMPLE).stream().skip(1).toList()) {
      JsonNode event = MAPPER.readTree(line);
      Kind kind =
          EnumSet.allOf(Kind.class).stream()
              .filter(k -> k.text().equals(event.path("kind").asText()))
              .findFirst()
              .orElseThrow();
      for (Field field : Field.values()) {
        if (event.has(field.text())) {
          seen.computeIfAbsent(kind, k -> EnumSet.noneOf(Field.class)).add(field);
        }
      }
    }
    for (Kind kind : Kind.values()) {
      assertEquals(kind.allowed(), seen.get(kind), kind.text());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theReadersTableIsTheSchemas(Kind kind) {
    JsonNode of = schema().getSchemaNode().path("$defs").path(kind.text());
    assertEquals(texts(kind.allowed()), names(of.path("properties")));
    Set<String> required = new TreeSet<>();
    of.path("required").forEach(name -> required.add(name.asText()));
    assertEquals(texts(kind.required()), required);
    assertEquals(false, of.path("additionalProperties").asBoolean(true));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theAdrNamesEveryFieldOfTheKind(Kind kind) throws IOException {
    String row =
        Files.readAllLines(TRACES.resolve("adr/0002-canonical-format.md")).stream()
            .filter(line -> line.startsWith("| `" + kind.text() + "`"))
            .findFirst()
            .orElseThrow();
    for (Field field : kind.allowed()) {
      boolean common = EnumSet.of(Field.SEQ, Field.KIND, Field.CPU, Field.LINE).contains(field);
      assertTrue(common || row.contains("`" + field.text() + "`"), kind + " " + field.text());
    }
  }

  private static Set<String> texts(Set<Field> fields) {
    return fields.stream().map(Field::text).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
