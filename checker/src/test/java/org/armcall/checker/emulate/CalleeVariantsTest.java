// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.checker.replay.Judgement;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.emulator.scenario.HandlerPlan;
import org.armcall.emulator.scenario.ReferencePlan;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The traces of emulated implementations against presets: the right one explains every answer, and
 * each other names a difference.
 */
final class CalleeVariantsTest {
  private static final Path SCENARIOS =
      Path.of(System.getProperty("armcall.home"), "traces", "scenarios");

  @TempDir Path temporary;

  static List<String> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(SCENARIOS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("convention-"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  private static Scenario scenario(String name) {
    return ScenarioReader.read(SCENARIOS.resolve(name + ".yaml"));
  }

  private Set<String> violated(String name, Map<ExceptionLevel, Callee> callees) {
    return findings(name, callees).stream()
        .map(Judgement::rule)
        .map(Rule::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Judgement> findings(String name, Map<ExceptionLevel, Callee> callees) {
    Path trace = temporary.resolve(name + ".ndjson");
    Emulation.of(name, scenario(name), Optional.of(Emulation.Place.of(trace)), true);
    ReplayRequest request =
        new ReplayRequest(
            List.of(trace),
            Optional.empty(),
            Set.of(),
            TraceFormat.CANONICAL,
            new Expectations(Optional.empty(), callees, Optional.empty()));
    return Replay.run(request).violations();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theRightPresetExplainsEveryAnswer(String name) {
    Map<ExceptionLevel, Callee> callees =
        scenario(name).handlers().stream()
            .collect(
                Collectors.toMap(
                    HandlerPlan::level, plan -> ((ReferencePlan) plan).implementation()));
    List<Judgement> findings = findings(name, callees);
    // What Arm says of a trapped instruction no preset changes.
    assertEquals(
        Set.of(),
        findings.stream()
            .map(Judgement::rule)
            .filter(rule -> rule != Rule.RET_EMULATED && rule != Rule.IMM_CONDITION)
            .collect(Collectors.toSet()));
    assertFalse(
        findings.stream().anyMatch(each -> each.expected().startsWith("differs from preset ")),
        findings::toString);
  }

  /** By the cells trapAdvance, failedCondition and scratch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kvm-guest-a32 | reference | it does nothing for an SMC that failed its condition",
        "kvm-guest-a32 | xen | it does nothing for an SMC that failed its condition",
        "bao-t32 | reference | it moves all of PSTATE past a trapped SMC",
        "bao-t32 | xen | it moves the PC and PSTATE.IT past a trapped SMC and nothing else",
        "xen-branch-type | kvm-guest | it moves all of PSTATE past a trapped SMC",
        "pkvm-host-results | bao | it leaves x4 and those behind it as they were",
      })
  void howACallerIsTreatedIsNamedToo(String variant, String preset, String does)
      throws PresetException {
    String name = "convention-" + variant;
    ExceptionLevel level = scenario(name).handlers().get(0).level();
    String said = "differs from preset " + preset + ": " + does;
    List<Judgement> findings = findings(name, Map.of(level, CalleeFile.named(preset)));
    assertTrue(
        findings.stream().anyMatch(each -> each.expected().startsWith(said)), findings::toString);
  }

  /** By the cells of spec/implementations that the scenario shows and a trace can tell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "xen | PSC-VERSION RES-CODE FID-SVE-HINT FID-OWNER FID-ZERO-IMMEDIATE",
        "kvm-guest | FID-SVE-HINT RES-CODE REG-RESULTS FID-ZERO-IMMEDIATE",
        "pkvm-host | PSC-VERSION RES-CODE FID-WIDTH",
        "jailhouse | PSC-VERSION RES-CODE FID-WIDTH FID-ZERO-IMMEDIATE FID-SVE-HINT",
        "bao | PSC-VERSION RES-CODE FID-64-FROM-32 FID-ZERO-IMMEDIATE FID-SVE-HINT",
        "hafnium | PSC-VERSION RES-CODE RES-UNKNOWN FID-ZERO-IMMEDIATE",
        "qemu | PSC-VERSION RES-CODE FID-WIDTH FID-SVE-HINT FID-ZERO-IMMEDIATE FID-RESERVED-BITS",
        "tf-a | PSC-VERSION RES-CODE FID-ZERO-IMMEDIATE",
      })
  void theReferenceInItsPlaceNamesTheDifferences(String preset, String rules)
      throws PresetException {
    String name = "convention-" + preset;
    ExceptionLevel level = scenario(name).handlers().get(0).level();
    assertEquals(
        new TreeSet<>(Arrays.asList(rules.split(" "))),
        violated(name, Map.of(level, CalleeFile.named("reference"))));
  }

  static List<Arguments> wrongPresets() {
    return CalleeFile.PRESETS.stream()
        .filter(who -> !who.equals("reference"))
        .flatMap(
            who ->
                CalleeFile.PRESETS.stream()
                    .filter(taken -> !taken.equals(who))
                    .map(taken -> Arguments.of(who, taken)))
        .toList();
  }

  /** No two presets are so alike that the scenario of the one would be explained by the other. */
  @ParameterizedTest(name = "{0} is not {1}")
  @MethodSource("wrongPresets")
  void everyOtherPresetInItsPlaceNamesADifference(String who, String taken) throws PresetException {
    String name = "convention-" + who;
    ExceptionLevel level = scenario(name).handlers().get(0).level();
    List<Judgement> findings = findings(name, Map.of(level, CalleeFile.named(taken)));
    String said = "differs from preset " + CalleeFile.named(taken).name() + ": ";
    assertTrue(
        findings.stream().anyMatch(each -> each.expected().startsWith(said)), findings::toString);
  }
}
