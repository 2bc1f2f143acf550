// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.traces.preset.PresetException;

/** Platform files: the presets obey the schema, and the reader and the schema accept the same. */
final class PlatformFileTest {
  private static final Path PLATFORMS =
      Path.of(System.getProperty("armcall.home")).resolve("spec/platforms");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(PLATFORMS.resolve("schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Example
  void everyPresetIsAFileAndEveryFileAPreset() throws IOException {
    try (Stream<Path> files = Files.list(PLATFORMS)) {
      Set<String> names =
          files
              .map(file -> file.getFileName().toString().replace(".json", ""))
              .filter(name -> !name.equals("schema"))
              .collect(Collectors.toSet());
      assertEquals(new TreeSet<>(names), new TreeSet<>(PlatformFile.PRESETS));
    }
  }

  @Example
  void thePresetsObeyTheSchemaAndCarryTheirFilesName() throws IOException, PresetException {
    for (String name : PlatformFile.PRESETS) {
      JsonNode file = MAPPER.readTree(Files.readString(PLATFORMS.resolve(name + ".json")));
      assertEquals(Set.of(), SCHEMA.validate(file), name);
      assertEquals(name, PlatformFile.named(name).name());
    }
  }

  @Example
  void theSchemaHasAFieldForEveryFeatureAndChoice() {
    Set<String> fields = new HashSet<>();
    SCHEMA.getSchemaNode().path("properties").fieldNames().forEachRemaining(fields::add);
    for (Feature feature : Feature.values()) {
      assertTrue(fields.contains(feature.key()), feature.key());
    }
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      assertTrue(fields.contains(choice.key()), choice.key());
    }
  }

  /** DDI 0438 (Cortex-A15): AArch32 only, with Hyp and Monitor mode. */
  @Example
  void theCortexA15IsAnArmv7WithHypAndMonitor() throws PresetException {
    Platform platform = PlatformFile.named("armv7a-virt");
    assertTrue(platform.isArmv7());
    for (ExceptionLevel level : ExceptionLevel.values()) {
      assertEquals(ExecutionState.AARCH32, platform.widestOf(level).orElseThrow());
    }
  }

  /**
   * What the schema refuses, the reader refuses with a message; what it accepts is read, or
   * impossible as a machine.
   */
  @Property(tries = 2000)
  void theReaderAndTheSchemaAgree(@ForAll("documents") String document) throws IOException {
    JsonNode node = MAPPER.readTree(document);
    boolean valid = SCHEMA.validate(node).isEmpty();
    try {
      PlatformFile.parse(node, "document");
      assertTrue(valid, document);
    } catch (PresetException refused) {
      assertEquals(PresetException.Problem.INPUT, refused.problem());
      boolean impossible =
          refused.getMessage().contains("cannot use AArch64")
              || refused.getMessage().contains("neither AArch64");
      assertEquals(!valid, !impossible, document + " " + refused.getMessage());
    }
  }

  /**
   * Documents one field away from a good one: wrong type, wrong value, unknown field, missing
   * field.
   */
  @Provide
  Arbitrary<String> documents() {
    Arbitrary<String> fields =
        Arbitraries.of(
            "\"arch\":\"armv8a\"",
            "\"arch\":\"armv7a\"",
            "\"arch\":\"armv9\"",
            "\"arch\":8",
            "\"el3\":\"none\"",
            "\"el3\":\"aarch64\"",
            "\"el3\":\"aarch32\"",
            "\"el3\":3",
            "\"el2\":\"none\"",
            "\"el2\":\"aarch64\"",
            "\"el2\":\"aarch32\"",
            "\"el2\":null",
            "\"el1\":\"aarch32\"",
            "\"el1\":\"aarch64\"",
            "\"el1\":\"none\"",
            "\"el0\":\"aarch32\"",
            "\"fgt\":true",
            "\"fgt\":\"true\"",
            "\"vhe\":false",
            "\"bti\":1",
            "\"trapsSmcWithoutEl3\":\"yes\"",
            "\"trapsSmcWithoutEl3\":\"maybe\"",
            "\"trapsSmcWithoutEl3\":true",
            "\"name\":\"x\"",
            "\"about\":\"y\"",
            "\"frobnicates\":true");
    return fields
        .set()
        .ofMinSize(2)
        .ofMaxSize(7)
        .map(PlatformFileTest::withoutDoubles)
        .map(set -> "{" + String.join(",", set) + "}");
  }

  private static Set<String> withoutDoubles(Set<String> fields) {
    Set<String> keys = new HashSet<>();
    Set<String> kept = new TreeSet<>();
    for (String field : fields) {
      if (keys.add(field.substring(0, field.indexOf(':')))) {
        kept.add(field);
      }
    }
    return kept;
  }

  @Example
  void aChoiceOfTheFileIsTheChoiceOfThePlatform() throws IOException, PresetException {
    Platform platform =
        PlatformFile.parse(
            MAPPER.readTree(
                "{\"arch\":\"armv8a\",\"el3\":\"none\",\"el2\":\"aarch64\",\"trapsSmcWithoutEl3\":\"yes\",\"nv\":false}"),
            "x");
    assertEquals(Choice.YES, platform.choice(ImplementationChoice.TRAPS_SMC_WITHOUT_EL3));
    assertEquals(Choice.NO, platform.choice(ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3));
    assertTrue(platform.has(Feature.BRANCH_TARGET) && !platform.has(Feature.NESTED_VIRTUALIZATION));
    assertThrows(PresetException.class, () -> PlatformFile.parse(MAPPER.readTree("[]"), "x"));
  }

  @Example
  void whatCannotBeHadIsSaidInOneLine() throws IOException {
    refused("armv7-virt", PresetException.Problem.NO_SUCH_PRESET, "there is no platform");
    refused(
        "no-such-file.json",
        PresetException.Problem.INPUT,
        "no-such-file.json cannot be read: there is no such file; the presets are armv7a-virt, ");
    Path file = Files.createTempFile("platform", ".json");
    try {
      Files.writeString(file, "{");
      refused(file.toString(), PresetException.Problem.INPUT, "is not JSON");
    } finally {
      Files.delete(file);
    }
  }

  private static void refused(String operand, PresetException.Problem problem, String words) {
    PresetException refused =
        assertThrows(PresetException.class, () -> PlatformFile.named(operand));
    assertEquals(problem, refused.problem());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }
}
