// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.ScenarioWriter;

/**
 * What a law says of a run, checked so that a failure is a file: the scenario with what is expected
 * of it, in which {@code armcall emulate} finds the same differences.
 */
public final class Shown {
  /** What stands before the file in the message of a failure. */
  public static final String BEFORE_FILE = "armcall emulate FILE, with this in it:\n";

  /** What is made of every expectation: itself, but for who wants to see all laws fail. */
  private static final ThreadLocal<UnaryOperator<Expectation>> CLAIM =
      ThreadLocal.withInitial(UnaryOperator::identity);

  private static final int LONGEST_LOG = 8000;
  private static final int LONGEST_EVENT = 400;

  private Shown() {}

  /** From here on this thread expects what the function makes of an expectation. */
  public static void claiming(UnaryOperator<Expectation> claim) {
    CLAIM.set(claim);
  }

  /** Runs the scenario in a text; fails where it is not as it expects itself. */
  public static ScenarioRun holds(String yaml) {
    Scenario scenario = ScenarioReader.parse("law.yaml", yaml);
    return holds(scenario, scenario.expect());
  }

  /** Runs a scenario; fails where it is not as that says. */
  public static ScenarioRun holds(Scenario scenario, Expectation expect) {
    List<MachineEvent> events = new ArrayList<>();
    ScenarioRun run = ScenarioRunner.run(scenario, (MachineListener) events::add);
    holds(run, expect, events);
    return run;
  }

  /** Fails where the run is not as that says. */
  public static void holds(ScenarioRun run, Expectation expect, List<MachineEvent> events) {
    Expectation claim = CLAIM.get().apply(expect);
    List<String> differences = run.differences(claim);
    if (!differences.isEmpty()) {
      throw new AssertionError(message(differences, run, claim, events));
    }
  }

  private static String message(
      List<String> wrong, ScenarioRun run, Expectation claim, List<MachineEvent> events) {
    return String.join("\n", wrong)
        + "\n"
        + run.run().ending().text()
        + "\n"
        + log(events)
        + BEFORE_FILE
        + ScenarioWriter.write(run.scenario().with(claim));
  }

  private static String log(List<MachineEvent> events) {
    StringBuilder text = new StringBuilder();
    for (MachineEvent event : events) {
      String line = event.toString().replaceAll("registers=\\[.*", "");
      text.append(line, 0, Math.min(line.length(), LONGEST_EVENT)).append('\n');
      if (text.length() > LONGEST_LOG) {
        break;
      }
    }
    return text.toString();
  }
}
