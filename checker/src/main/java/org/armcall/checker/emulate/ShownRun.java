// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.cli.ExitCode;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioRunner;

/**
 * A run of the emulator to hand on.
 *
 * @param scenario what was run; nothing is expected of it, so that the status says what it shows
 * @param printed what {@code armcall emulate} prints of it
 * @param code what that exits with: whether a rule is broken, or bits are relied on
 * @param violated the rules that a replay of its trace finds broken, by their names
 * @param events the run event by event, a line or more for each, with the lines of the trace
 */
public record ShownRun(
    Scenario scenario, String printed, ExitCode code, Set<String> violated, List<String> events) {
  /** Copies the collections. */
  public ShownRun {
    violated = Set.copyOf(violated);
    events = List.copyOf(events);
  }

  /** The rules that a run of the scenario breaks, by their names. */
  public static Set<String> violatedBy(Scenario scenario) {
    return Emulation.of(scenario.name(), scenario.with(Expectation.NONE), Optional.empty(), false)
        .violated();
  }

  /**
   * Runs a scenario, and keeps its trace.
   *
   * @param file the scenario, as the header of the trace names it
   * @param trace where the trace is written
   */
  public static ShownRun of(String file, Scenario asked, Path trace) {
    Scenario scenario = asked.with(Expectation.NONE);
    Emulation emulation =
        Emulation.of(
            file, scenario, Optional.of(new Emulation.Place(trace, Optional.empty())), false);
    RunText text = new RunText(emulation.replay().violations());
    ScenarioRunner.run(scenario, text);
    return new ShownRun(
        scenario,
        EmulationText.of(emulation),
        emulation.holds() ? ExitCode.HOLDS : ExitCode.VIOLATED,
        emulation.violated(),
        text.lines());
  }
}
