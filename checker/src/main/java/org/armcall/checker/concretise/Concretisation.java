// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.concretise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.armcall.emulator.hypervisor.Retries;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioReader;

/**
 * A counterexample as a scenario.
 *
 * @param scenario what the emulator runs; nothing is expected of it
 * @param mutated whether the model's machine errs where the emulator's does not: the run then shows
 *     what is right
 */
public record Concretisation(Scenario scenario, boolean mutated) {
  private static final int LONGEST_NAME = 64;

  /**
   * Makes one.
   *
   * @param model the model's name
   * @param states the value at each path, state by state
   * @param loopTo the number of the state, from 1, that the behaviour goes back to for ever
   * @throws NotConcreteException if no scenario has it
   */
  public static Concretisation of(
      String model, List<Map<String, String>> states, OptionalInt loopTo)
      throws NotConcreteException {
    if (states.isEmpty()) {
      throw new NotConcreteException("it has no states");
    }
    Map<String, String> last = states.get(states.size() - 1);
    try {
      if (last.containsKey("i.op") && last.containsKey("p.arch") && last.containsKey("s.el")) {
        return new Concretisation(ConcretisedCall.scenario(name(model), last), true);
      }
      if (last.containsKey("given.strat.kind")) {
        return new Concretisation(recovery(model, states, loopTo), false);
      }
    } catch (IllegalStateException | ScenarioException impossible) {
      throw new NotConcreteException("a scenario has no such steps: " + impossible.getMessage());
    }
    throw new NotConcreteException(
        "its states are not those of a processor: callers, callees and values are the model's own");
  }

  /** One that comes back to a state goes round here, more often than any handler with a bound. */
  private static Scenario recovery(
      String model, List<Map<String, String>> states, OptionalInt loopTo) {
    List<Map<String, String>> steps = new ArrayList<>(states);
    if (loopTo.isPresent()) {
      List<Map<String, String>> round = states.subList(loopTo.getAsInt() - 1, states.size());
      for (int rounds = 0; rounds <= Retries.MOST; rounds++) {
        steps.addAll(round);
      }
    }
    String insn = states.get(0).getOrDefault("given.caller.insn", "").replace("\"", "");
    boolean returns =
        insn.equals("smc64") && !states.get(0).getOrDefault("given.strat.kind", "").isEmpty();
    String text =
        returns
            ? new ConcretisedReturn(steps).scenario(name(model))
            : new Concretised(steps).scenario(name(model));
    return ScenarioReader.parse(model, text);
  }

  /** Letters, digits and hyphens. */
  private static String name(String model) {
    String plain = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
  }
}
