// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real bugs: replay rejects what was wrong by the rule that it breaks, and accepts the mended.
 * Those that claims show instead are read here too, as far as the catalogue goes.
 */
class ExhibitsTest {
  private static final Path EXHIBITS = Logs.CORPUS.resolveSibling("exhibits");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLES = "<!-- tables -->\n";

  /** The classes of bugs that have an exhibit, unless there is a reason. */
  private static final Set<String> CLASSES =
      Set.of("PC", "WIDTH", "FID", "REG", "COND", "IMM", "RES", "SEC", "NS");

  /** A violation: the rule, and the line that shows it. */
  private record Broken(Rule rule, long line) {}

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(EXHIBITS)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The exhibits that are traces; those that are claims, the module that reads claims tests. */
  static List<Path> traces() throws IOException {
    return folders().stream().filter(folder -> exhibit(folder).has("breaks")).toList();
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  static JsonNode exhibit(Path folder) {
    return read(folder.resolve("exhibit.json"));
  }

  private static JsonSchema schema(Path file) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(file));
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }

  static Expectations told(JsonNode exhibit) throws PresetException {
    Optional<Callee> everywhere = Optional.empty();
    Map<ExceptionLevel, Callee> atLevel = new EnumMap<>(ExceptionLevel.class);
    for (JsonNode text : list(exhibit.at("/replay/callee"))) {
      String[] parts = text.asText().split("=");
      Callee callee = CalleeFile.named(parts[parts.length - 1]);
      if (parts.length == 1) {
        everywhere = Optional.of(callee);
      } else {
        atLevel.put(parts[0].equals("el2") ? ExceptionLevel.EL2 : ExceptionLevel.EL3, callee);
      }
    }
    JsonNode convention = exhibit.at("/replay/convention");
    return new Expectations(
        everywhere,
        atLevel,
        convention.isMissingNode()
            ? Optional.empty()
            : Optional.of(SmcccVersion.of(convention.asText()).orElseThrow()));
  }

  private static ReplayResult replay(Path folder, String trace) throws PresetException {
    ReplayResult result =
        Replay.run(
            new ReplayRequest(
                List.of(folder.resolve(trace)),
                Optional.empty(),
                Set.of(),
                TraceFormat.CANONICAL,
                told(exhibit(folder))));
    assertEquals(0, result.census().badLines(), result::toText);
    return result;
  }

  private static List<Broken> expected(Path folder) {
    return list(exhibit(folder).path("breaks")).stream()
        .map(node -> new Broken(rule(node.get("rule").asText()), node.get("line").asLong()))
        .toList();
  }

  private static Rule rule(String id) {
    return Stream.of(Rule.values()).filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("traces")
  void theFaultyTraceBreaksExactlyThatRuleThere(Path folder) throws PresetException {
    ReplayResult result = replay(folder, "faulty.ndjson");
    assertEquals(
        expected(folder),
        result.violations().stream().map(f -> new Broken(f.rule(), f.line())).toList(),
        result::toText);
    assertEquals(1, result.exitCode());
  }

  @ParameterizedTest
  @MethodSource("traces")
  void theFixedTraceKeepsThatRuleAndBreaksNone(Path folder) throws PresetException {
    ReplayResult result = replay(folder, "fixed.ndjson");
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals(0, result.exitCode());
    for (Broken broken : expected(folder)) {
      Tally.Count count = result.tally().byRule().get(broken.rule());
      assertTrue(count != null && count.held() > 0, broken.rule().id() + " is not even checked");
    }
  }

  @Test
  void everyExhibitIsWhatItsSchemaSaysAndHasThePairsThatItSpeaksOf() throws IOException {
    JsonSchema schema = schema(EXHIBITS.resolve("exhibit.schema.json"));
    for (Path folder : folders()) {
      JsonNode exhibit = exhibit(folder);
      assertEquals(Set.of(), schema.validate(exhibit), folder::toString);
      Set<String> files = new TreeSet<>(Set.of("exhibit.json"));
      if (exhibit.has("breaks")) {
        files.addAll(Set.of("faulty.ndjson", "fixed.ndjson"));
      }
      if (exhibit.has("finds")) {
        files.addAll(Set.of("faulty.json", "fixed.json"));
      }
      if (exhibit.has("machine")) {
        files.add(exhibit.get("machine").asText());
      }
      try (Stream<Path> all = Files.list(folder)) {
        assertEquals(
            files,
            all.map(file -> file.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void aTraceIsWhatItsSchemaSays(Path folder) throws IOException {
    JsonSchema line = schema(EXHIBITS.resolveSibling("schema").resolve("trace-1.schema.json"));
    for (String trace : List.of("faulty.ndjson", "fixed.ndjson")) {
      List<String> lines = Files.readAllLines(folder.resolve(trace));
      assertEquals("by-hand", JSON.readTree(lines.get(0)).at("/source/format").asText());
      for (String text : lines) {
        assertEquals(Set.of(), line.validate(JSON.readTree(text)), text);
      }
    }
  }

  @Test
  void everyBugHasAnExhibitOrAReason() throws IOException {
    JsonNode catalogue = read(EXHIBITS.resolve("catalogue.json"));
    assertEquals(Set.of(), schema(EXHIBITS.resolve("catalogue.schema.json")).validate(catalogue));
    Set<String> ids = new TreeSet<>();
    Set<String> shown = new TreeSet<>();
    for (JsonNode bug : list(catalogue.get("bugs"))) {
      String id = bug.get("id").asText();
      assertTrue(ids.add(id), id + " is there twice");
      if (bug.has("exhibit")) {
        shown.add(bug.get("exhibit").asText());
        JsonNode exhibit = exhibit(EXHIBITS.resolve(bug.get("exhibit").asText()));
        assertEquals(id, exhibit.get("id").asText());
        assertEquals(bug.get("class"), exhibit.get("class"), id);
        assertTrue(bug.get("exhibit").asText().startsWith(id.toLowerCase(java.util.Locale.ROOT)));
      } else {
        boolean ofTheseClasses = CLASSES.contains(bug.get("class").asText());
        boolean saysSo = bug.get("notAnExhibit").asText().startsWith("Not of these classes");
        assertEquals(!ofTheseClasses, saysSo, id);
      }
    }
    assertEquals(
        folders().stream().map(f -> f.getFileName().toString()).collect(Collectors.toSet()), shown);
  }

  @Test
  void theReadmeShowsTheFilesAsTheyAre() throws IOException {
    String readme = Files.readString(EXHIBITS.resolve("README.md"));
    assertEquals(tables(), readme.substring(readme.indexOf(TABLES) + TABLES.length()));
  }

  private static String tables() {
    StringBuilder shown = new StringBuilder();
    StringBuilder others = new StringBuilder();
    row(shown, "bug", "class", "what is wrong", "breaks", "told", "source");
    shown.append("|---|---|---|---|---|---|\n");
    row(others, "bug", "class", "what is wrong", "why it is not here");
    others.append("|---|---|---|---|\n");
    for (JsonNode bug : list(read(EXHIBITS.resolve("catalogue.json")).get("bugs"))) {
      String id = bug.get("id").asText();
      String category = bug.get("class").asText();
      if (bug.has("notAnExhibit")) {
        row(others, id, category, bug.get("title").asText(), bug.get("notAnExhibit").asText());
        continue;
      }
      String folder = bug.get("exhibit").asText();
      JsonNode exhibit = exhibit(EXHIBITS.resolve(folder));
      row(
          shown,
          "[" + id + "](" + folder + "/exhibit.json)",
          category,
          exhibit.get("title").asText(),
          broken(folder, exhibit),
          options(exhibit),
          list(exhibit.get("sources")).stream()
              .map(JsonNode::asText)
              .collect(Collectors.joining("; ")));
    }
    return shown + "\n" + others;
  }

  private static String broken(String folder, JsonNode exhibit) {
    List<String> rules = new ArrayList<>();
    for (Broken broken : expected(EXHIBITS.resolve(folder))) {
      rules.add(broken.rule().id() + " (line " + broken.line() + ")");
    }
    for (JsonNode found : list(exhibit.path("finds"))) {
      List<String> claims = list(found.get("claims")).stream().map(JsonNode::asText).toList();
      rules.add(rule(found.get("rule").asText()).id() + " (" + String.join(" and ", claims) + ")");
    }
    return String.join(", ", rules);
  }

  private static String options(JsonNode exhibit) {
    List<String> options = new ArrayList<>();
    for (JsonNode callee : list(exhibit.at("/replay/callee"))) {
      options.add("`--callee " + callee.asText() + "`");
    }
    JsonNode convention = exhibit.at("/replay/convention");
    if (!convention.isMissingNode()) {
      options.add("`--convention " + convention.asText() + "`");
    }
    return String.join(", ", options);
  }

  private static void row(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
