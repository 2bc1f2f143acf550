// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.armcall.emulator.machine.MachineEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario in {@code traces/scenarios} does what it says, in the file and written anew. */
final class ShippedScenariosTest {
  static final Path DIRECTORY = Path.of(System.getProperty("armcall.home"), "traces", "scenarios");

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void itDoesWhatItSays(Path file) {
    Scenario scenario = ScenarioReader.read(file);
    assertEquals(file.getFileName().toString(), scenario.name() + ".yaml");
    assertEquals(2, scenario.about().lines().count(), "about has two lines");
    assertTrue(!scenario.rules().isEmpty() && !scenario.expect().isNone());
    List<String> log = new ArrayList<>();
    ScenarioRun run = ScenarioRunner.run(scenario, event -> log.add(text(event)));
    assertEquals(List.of(), run.differences(), () -> String.join("\n", log) + run.run());
  }

  private static String text(MachineEvent event) {
    return event.toString().replaceAll("registers=\\[.*", "");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatIsWrittenIsReadAgain(Path file) {
    Scenario scenario = ScenarioReader.read(file);
    String written = ScenarioWriter.write(scenario);
    assertEquals(scenario, ScenarioReader.parse("written.yaml", written), written);
  }
}
