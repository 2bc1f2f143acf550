// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.armcall.emulator.scenario.Expectation.EndingKind.HALTED;
import static org.armcall.emulator.scenario.Expectation.EndingKind.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.emulator.guest.Shown;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.scenario.Expectation.Decision;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A law that does not hold prints a scenario, and the scenario shows it: every property of every
 * class of laws is run with each thing that it expects made false, so that it fails.
 */
class FailureIsAScenarioTest {
  @TempDir Path temporary;

  /** What failed, and with what message; what did not has an empty one. */
  private static final class Results implements TestExecutionListener {
    private final Map<String, String> messages = new LinkedHashMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        String message = result.getThrowable().map(Throwable::getMessage).orElse("");
        messages.put(test.getDisplayName(), message);
      }
    }
  }

  /** differences(read(printed scenario)) = differences(law that fails), for each property. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hypervisor.ChangedMemoryLawsTest",
        "hypervisor.ConditionLawsTest",
        "hypervisor.EmulatedStateLawsTest",
        "hypervisor.MemoryReadLawsTest",
        "hypervisor.PageLawsTest",
        "hypervisor.ResumeLawsTest",
        "hypervisor.SyndromeLawsTest",
        "machine.EntryLawsTest",
        "machine.MachineLawsTest",
        "scenario.HazardLawsTest",
        "scenario.ScheduleLawsTest",
      })
  void aFailingLawPrintsAScenarioThatFailsAlike(String laws) throws InterruptedException {
    Map<String, String> failures = falsified("org.armcall.emulator." + laws);
    assertFalse(failures.isEmpty());
    failures.forEach(
        (law, message) -> {
          int file = message.indexOf(Shown.BEFORE_FILE);
          assertTrue(file > 0, law + " prints no scenario: " + message);
          String printed = message.substring(file + Shown.BEFORE_FILE.length());
          Scenario scenario = ScenarioReader.parse("printed.yaml", printed);
          assertEquals(printed, ScenarioWriter.write(scenario), law);
          ScenarioRun again = ScenarioRunner.run(scenario, event -> {});
          assertFalse(again.differences().isEmpty(), law);
          assertTrue(
              message.startsWith(String.join("\n", again.differences()) + "\n"),
              () -> law + ": " + message);
        });
  }

  /** The laws of a class, each expecting what is not so. */
  private Map<String, String> falsified(String laws) throws InterruptedException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(laws))
            .configurationParameter("jqwik.shrinking.default", "OFF")
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            // Of its own: failures here are no seeds to begin with the next time.
            .configurationParameter("jqwik.database", temporary.resolve("seeds").toString())
            .build();
    Results results = new Results();
    // A thread of its own: another engine is in the middle of a test on this one.
    Thread thread =
        new Thread(
            () -> {
              Shown.claiming(FailureIsAScenarioTest::falsified);
              LauncherFactory.create().execute(request, results);
            });
    thread.start();
    thread.join();
    return results.messages;
  }

  /** The same with each part made false. */
  private static Expectation falsified(Expectation expect) {
    Map<Count, Range> counts = new EnumMap<>(Count.class);
    expect.counts().forEach((what, range) -> counts.put(what, Range.exactly(1_000_000)));
    return new Expectation(
        expect.decisions().map(FailureIsAScenarioTest::others),
        expect.reliance().map(relies -> !relies),
        expect.violated(),
        expect.ending().map(was -> was == LIMIT ? HALTED : LIMIT),
        expect.executed().map(all -> all.stream().map(each -> each ^ 1).toList()),
        expect.immediates().map(all -> List.of()),
        counts,
        expect.processors().stream().map(FailureIsAScenarioTest::falsified).toList());
  }

  private static List<Decision> others(List<Decision> decisions) {
    if (decisions.isEmpty()) {
      return List.of(new Decision("ignored", OptionalInt.of(1), Optional.empty()));
    }
    List<Decision> all = new ArrayList<>();
    for (Decision each : decisions) {
      all.add(
          each.immediate().isPresent()
              ? new Decision(
                  each.result(),
                  OptionalInt.of(each.immediate().getAsInt() ^ 1),
                  each.dispatch(),
                  each.reason())
              : new Decision(
                  each.result().equals("ignored") ? "recovered" : "ignored",
                  each.immediate(),
                  each.dispatch(),
                  each.reason()));
    }
    return all;
  }

  private static Finish falsified(Finish finish) {
    Map<StatusField, Long> status = new LinkedHashMap<>();
    finish.status().forEach((field, value) -> status.put(field, value ^ 1));
    Map<Integer, Long> registers = new LinkedHashMap<>();
    finish.registers().forEach((number, value) -> registers.put(number, value ^ 1));
    Map<SystemRegister, Long> system = new LinkedHashMap<>();
    finish.system().forEach((register, value) -> system.put(register, value ^ 1));
    return new Finish(
        finish.at().map(address -> address ^ 2),
        finish.isa(),
        finish.mode(),
        status,
        registers,
        system);
  }
}
