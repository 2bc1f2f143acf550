// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.ReferencePlan;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario in {@code traces/scenarios}: emulated, recorded, the trace held against its
 * schema, read again, replayed, and found to violate exactly what the scenario says.
 */
final class ShippedScenariosTest {
  private static final Path TRACES = Path.of(System.getProperty("armcall.home"), "traces");

  @TempDir Path temporary;

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(TRACES.resolve("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static JsonSchema schema(String file) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(TRACES.resolve(file)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void itsTraceIsSoundAndViolatesWhatItSays(Path file) throws IOException {
    Scenario scenario = ScenarioReader.read(file);
    Path trace = temporary.resolve(scenario.name() + ".ndjson");
    Emulation emulation =
        Emulation.of(file.toString(), scenario, Optional.of(Emulation.Place.of(trace)), true);
    assertEquals(List.of(), emulation.differences(), () -> EmulationText.of(emulation));
    assertTrue(emulation.compared() && emulation.holds());
    JsonSchema schema = schema("schema/trace-1.schema.json");
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(trace)) {
      assertEquals(Set.of(), schema.validate(json.readTree(line)), line);
    }
    assertEquals(0, emulation.replay().census().badLines());
    assertEquals(List.of(), emulation.replay().problems());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void itObeysTheSchemaOfScenarios(Path file) throws IOException {
    JsonNode document = new YAMLMapper().readTree(Files.readString(file));
    assertEquals(Set.of(), schema("scenarios/schema.json").validate(document));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyPartOfItIsExpected(Path file) {
    Scenario scenario = ScenarioReader.read(file);
    Expectation expect = scenario.expect();
    // What a reference handler decides follows from its policy; what it answers is tested by call.
    boolean reference = scenario.handlers().stream().allMatch(ReferencePlan.class::isInstance);
    boolean decided = reference ? expect.ending().isPresent() : expect.decisions().isPresent();
    assertTrue(decided && expect.violated().isPresent(), file.toString());
  }

  /** A machine in a scenario has the form of a platform file: the schema has a copy of that one. */
  @Test
  void aPlatformInAScenarioHasTheFormOfAPlatformFile() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode file = json.readTree(TRACES.resolve("../spec/platforms/schema.json").toFile());
    JsonNode schema = json.readTree(TRACES.resolve("scenarios/schema.json").toFile());
    for (String part : List.of("type", "required", "additionalProperties", "properties")) {
      assertEquals(file.path(part), schema.at("/$defs/platform/" + part), part);
    }
    JsonNode document =
        new YAMLMapper()
            .readTree(
                """
                armcall: scenario 1
                name: described
                platform: {name: mine, arch: armv7a, el3: none, el2: aarch32, vhe: false}
                memory: [{at: 0x40000000, size: 0x1000}]
                cpus: [{start: {at: 0x40000000, isa: a32, masks: 0x3}}]
                expect: {cpus: [{system: {HCR_EL2: 0x1}}]}
                """);
    assertEquals(Set.of(), schema("scenarios/schema.json").validate(document));
    ((ObjectNode) document.path("platform")).remove("el3");
    assertFalse(schema("scenarios/schema.json").validate(document).isEmpty());
  }

  /** Who reads the schema learns what a word means, and finds no word that the reader refuses. */
  @ParameterizedTest
  @CsvSource({
    "properties/tables/items/properties/map/items/properties/rights, rights: kernel-all, 8",
    "$defs/handler/properties/policy, policy: iss-zero, 7",
    "properties/coherence/properties/tlb, tlb: sticky, 2",
    "properties/coherence/properties/instructions, instructions: sticky, 2",
    "properties/coherence/properties/data, data: sticky, 2",
  })
  void everyWordOfTheSchemaIsDescribedAndRead(String field, String usual, int words)
      throws IOException {
    String text =
        """
        armcall: scenario 1
        name: words
        platform: armv8a-el3-el2-a64
        memory: [{at: 0x40000000, size: 0x100000}]
        coherence: {tlb: sticky, instructions: sticky, data: sticky}
        tables: [{format: stage2-4k, at: 0x40040000, map: [{from: 0, to: 0, rights: kernel-all}]}]
        cpus: [{start: {at: 0x40008000, isa: a64}}]
        handler: {level: el2, policy: iss-zero}
        """;
    JsonNode schema = new ObjectMapper().readTree(TRACES.resolve("scenarios/schema.json").toFile());
    JsonNode all = schema.at("/" + field + "/oneOf");
    assertEquals(words, all.size());
    for (JsonNode word : all) {
      assertFalse(word.path("description").asText().isBlank(), word.toString());
      String key = usual.substring(0, usual.indexOf(' ') + 1);
      // Firmware is at EL3.
      ScenarioReader.parse(
          "s.yaml",
          text.replace(usual, key + word.path("const").asText())
              .replace("el2, policy: reference-firmware", "el3, policy: reference-firmware"));
    }
  }

  @Test
  void everyHazardHasAScenario() throws IOException {
    Set<Rule> shown = EnumSet.noneOf(Rule.class);
    for (Path file : scenarios()) {
      shown.addAll(ScenarioReader.read(file).rules());
    }
    Set<String> missing =
        Stream.of(
                "WALK-FORMAT MMU-OFF STAGE2-UNMAPPED WALK-RACE REWRITE PAGE-STRADDLE EXECUTE-ONLY"
                    .split(" "),
                "LITTLE-ENDIAN HALFWORD-ORDER STALE-FETCH CACHEABILITY-ALIAS CALLER-REGIME"
                    .split(" "),
                "PROTECTED-MEMORY CONDITION UNPREDICTABLE-ENCODING CONTRADICTED ADDRESS BREAKPOINT"
                    .split(" "),
                "EXECUTED-ONLY NO-GUESS RELIANCE".split(" "))
            .flatMap(Stream::of)
            .map(name -> "IMM-" + name)
            .filter(id -> !shown.contains(Rule.ofId(id).orElseThrow()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
    assertFalse(scenarios().size() < 20);
  }
}
