// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario whose machine is no preset: described in the scenario, or in a file. */
final class PlatformInScenarioTest {
  private static final String TEXT =
      """
      armcall: scenario 1
      name: described
      platform: %s
      memory: [{at: 0x40000000, size: 0x1000}]
      cpus: [{start: {at: 0x40000000, isa: a32}}]
      """;

  private static final String FIELDS =
      "name: mine, arch: armv8a, el3: none, el2: aarch64, vhe: false, fgt: false,"
          + " trapsSmcWithoutEl3: \"yes\"";

  private static Scenario read(String platform) {
    return ScenarioReader.parse("s.yaml", TEXT.formatted(platform));
  }

  @TempDir Path directory;

  @Test
  void itIsThePlatformThatItsFieldsSay() {
    Platform expected =
        new Platform(
            "mine",
            Architecture.ARMV8A,
            Map.of(
                ExceptionLevel.EL2,
                ExecutionState.AARCH64,
                ExceptionLevel.EL1,
                ExecutionState.AARCH64,
                ExceptionLevel.EL0,
                ExecutionState.AARCH64),
            Set.of(
                Feature.SECURE_EL2,
                Feature.NESTED_VIRTUALIZATION,
                Feature.REALM_MANAGEMENT,
                Feature.BRANCH_TARGET),
            Map.of(ImplementationChoice.TRAPS_SMC_WITHOUT_EL3, Choice.YES));
    Scenario scenario = read("{" + FIELDS + "}");
    assertEquals(expected, scenario.platform());
    assertEquals(scenario, ScenarioReader.parse("w.yaml", ScenarioWriter.write(scenario)));
    assertEquals(scenario, read("\n  " + FIELDS.replace(", ", "\n  ")));
  }

  /** What is called like a preset and is none is not written by that name. */
  @ParameterizedTest
  @CsvSource({
    "armv7a-virt, false",
    "'{name: armv7a-virt, arch: armv7a, el3: none, el2: aarch32}', true",
    "'{name: \"a: b, {c}\", arch: armv7a, el3: none, el2: none}', true",
    "'{arch: armv7a, el3: aarch32, el2: aarch32}', true"
  })
  void anyPlatformIsReadAsItIsWritten(String platform, boolean described) {
    Scenario scenario = read(platform);
    String written = ScenarioWriter.write(scenario);
    assertEquals(scenario, ScenarioReader.parse("w.yaml", written), written);
    assertEquals(described, written.contains("platform: {name:"), written);
  }

  @Test
  void aPlatformOfAFileIsWrittenIntoTheScenario() throws IOException {
    Path file = directory.resolve("mine.json");
    Files.writeString(
        file, "{\"name\": \"mine\", \"arch\": \"armv7a\", \"el3\": \"none\", \"el2\": \"none\"}");
    Scenario scenario = read(file.toString());
    Files.delete(file);
    assertEquals(scenario, ScenarioReader.parse("w.yaml", ScenarioWriter.write(scenario)));
  }

  @Test
  void choicesOfTheScenarioComeAfterThoseOfTheMachine() {
    String text = TEXT.formatted("{" + FIELDS + "}") + "choices: {trapsSmcWithoutEl3: \"no\"}\n";
    Scenario scenario = ScenarioReader.parse("s.yaml", text);
    assertEquals(Choice.NO, scenario.platform().choice(ImplementationChoice.TRAPS_SMC_WITHOUT_EL3));
    assertEquals(scenario, ScenarioReader.parse("w.yaml", ScenarioWriter.write(scenario)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|unnamed: arch must be armv7a or armv8a",
        "{arch: armv7a, el3: none}|unnamed: el2 must be aarch32 or aarch64 or none",
        "{arch: armv7a, el3: none, el2: none, mmu: true}|unnamed: a platform has no field 'mmu'",
        "{arch: armv8a, el3: aarch32, el2: aarch64}|unnamed: EL2 cannot use AArch64 below",
        "{arch: armv8a, el3: none, el2: none, vhe: maybe}|unnamed: vhe must be true or false",
        "{arch: [armv8a], el3: none, el2: none}|unnamed: arch must be",
        "[armv7a-virt]|one value is expected, not a list",
      })
  void whatIsNoMachineIsRefusedWithItsLine(String platform, String problem) {
    String message = assertThrows(ScenarioException.class, () -> read(platform)).getMessage();
    assertTrue(message.startsWith("s.yaml:3: platform: " + problem), message);
    assertEquals(1, message.lines().count());
  }
}
