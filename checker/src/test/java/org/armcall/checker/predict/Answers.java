// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.armcall.checker.Main;
import org.armcall.checker.cli.Terminal;

/** Asks {@code armcall predict --batch} as a user would, through standard input and output. */
final class Answers {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Answers() {}

  static List<JsonNode> toAll(List<? extends JsonNode> cases) {
    StringBuilder input = new StringBuilder();
    cases.forEach(node -> input.append(node).append('\n'));
    return toLines(input.toString());
  }

  static List<JsonNode> toLines(String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    Main.run(
        new String[] {"predict", "--batch"},
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), stream, stream));
    stream.flush();
    return out.toString(StandardCharsets.UTF_8).lines().map(Answers::parse).toList();
  }

  static List<ObjectNode> resource(String name) {
    List<ObjectNode> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Answers.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add((ObjectNode) parse(line));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return rows;
  }

  static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException malformed) {
      throw new UncheckedIOException(line, malformed);
    }
  }

  /**
   * Whether the outcome has every key of the expectation with that value; a null expectation means
   * that the key is absent.
   */
  static boolean fits(JsonNode expected, JsonNode outcome) {
    return expected.properties().stream()
        .allMatch(
            field ->
                field.getValue().isNull()
                    ? !outcome.has(field.getKey())
                    : outcome.has(field.getKey())
                        && same(field.getValue(), outcome.get(field.getKey())));
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    boolean words = expected.isTextual() && expected.asText().startsWith("0x");
    return words
        ? Long.decode(expected.asText()).equals(Long.decode(actual.asText()))
        : expected.equals(actual);
  }
}
