// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.armcall.checker.check.Cancellation;
import org.armcall.checker.check.CheckException;
import org.armcall.checker.check.Counterexample;
import org.armcall.checker.check.Engine;
import org.armcall.checker.check.KeptOutcomes;
import org.armcall.checker.check.ManifestReader;
import org.armcall.checker.check.Model;
import org.armcall.checker.check.Outcome;
import org.armcall.checker.check.Profile;
import org.armcall.checker.concretise.Concretised;
import org.armcall.checker.concretise.ConcretisedReturn;
import org.armcall.checker.engine.tlc.TlcEngine;
import org.armcall.emulator.hypervisor.Retries;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRun.Answered;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * TLC's counterexample to each unsafe strategy, made concrete: its steps become the schedule of a
 * scenario, and the emulator's handler gives the same answer about the same executed call.
 */
final class ConcretisationTest {
  /** The one about how the handler goes back. */
  private static final String RETURN = "recovery/unsafe/moves-pc-and-it-only";

  /** Those about maintenance that is forgotten. */
  private static final String FORGOTTEN = "recovery/needed/maintain-";

  private static final Path HOME = Path.of(System.getProperty("armcall.home"));

  @TestFactory
  Stream<DynamicTest> theEmulatorShowsWhatTlcFound() throws CheckException {
    Map<String, Outcome> outcomes = counterexamples();
    assertTrue(outcomes.keySet().containsAll(Set.of(RETURN, FORGOTTEN + "tlb")), "renamed");
    return outcomes.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> shows(entry.getKey(), entry.getValue())));
  }

  private static void shows(String name, Outcome outcome) {
    Counterexample found = assertInstanceOf(Outcome.Violated.class, outcome, name).counterexample();
    if (name.equals(RETURN)) {
      showsReturn(found);
      return;
    }
    if (found.loopTo().isPresent()) {
      showsNoEnd(name, found);
      return;
    }
    Concretised concrete = new Concretised(states(found.steps()));
    String text = concrete.scenario(name.replace('/', '-'));
    ScenarioRun run = run(name, text, MachineListener.NONE);
    assertTrue(!concrete.answers().isEmpty(), () -> "nothing is answered in\n" + text);
    assertEquals(concrete.answers(), answers(run), text);
    if (concrete.ending("hv.answer.relied").equals("TRUE")) {
      assertTrue(run.totals().reliances() > 0, text);
    }
    if (name.startsWith(FORGOTTEN)) {
      showsItWasTheMaintenance(name, found, run);
    }
  }

  /** The last answer is wrong, and the same turns with the maintenance done make it right. */
  private static void showsItWasTheMaintenance(
      String name, Counterexample found, ScenarioRun forgotten) {
    String text = new Concretised(states(found.steps()), true).scenario("mended");
    List<Answered> mended = run(name, text, MachineListener.NONE).decisions();
    int last = forgotten.decisions().size() - 1;
    assertTrue(forgotten.decisions().get(last).isWrong(), text);
    assertEquals(last + 1, mended.size(), text);
    assertEquals("recovered", mended.get(last).decided().result(), text);
    assertTrue(!mended.get(last).isWrong(), text);
  }

  /** What was executed and what was answered, in the words of {@link Concretised#answers}. */
  private static List<String> answers(ScenarioRun run) {
    return run.decisions().stream()
        .map(
            answered ->
                answered.call().instruction().immediate().value()
                    + " "
                    + answered.decided().result()
                    + " "
                    + answered.decided().immediate().orElse(-1))
        .toList();
  }

  private static List<Map<String, String>> states(List<Counterexample.Step> steps) {
    return steps.stream().map(Counterexample.Step::values).toList();
  }

  private static ScenarioRun run(String name, String text, MachineListener listener) {
    return ScenarioRunner.run(ScenarioReader.parse(name, text), listener);
  }

  /**
   * The behaviour comes back to a state and goes round for ever: here more often than the most
   * patient handler with a bound begins anew. The same turns bring one with a bound to its end.
   */
  private static void showsNoEnd(String name, Counterexample found) {
    List<Counterexample.Step> round =
        found.steps().subList(found.loopTo().getAsInt() - 1, found.steps().size());
    List<Counterexample.Step> steps = new ArrayList<>(found.steps());
    for (int rounds = 0; rounds <= Retries.MOST; rounds++) {
      steps.addAll(round);
    }
    String text = new Concretised(states(steps)).scenario(name.replace('/', '-'));
    List<MachineEvent> heard = new ArrayList<>();
    ScenarioRun run = run(name, text, heard::add);
    assertEquals(1, run.calls().size(), text);
    assertEquals(List.of(), run.decisions(), text);
    long attempts =
        heard.stream()
            .filter(MachineEvent.HandlerContinues.class::isInstance)
            .filter(event -> ((MachineEvent.HandlerContinues) event).next().equals("walk"))
            .count();
    assertTrue(attempts > Retries.MOST + 1, () -> attempts + " attempts in\n" + text);
    String mended = new Concretised(states(steps), true).scenario("mended");
    Answered answer = run(name, mended, MachineListener.NONE).decisions().get(0);
    assertEquals("unavailable", answer.decided().result(), mended);
  }

  /** The answer is right here; what is wrong is the state that the caller goes on in. */
  private static void showsReturn(Counterexample found) {
    ConcretisedReturn concrete = new ConcretisedReturn(states(found.steps()));
    String text = concrete.scenario(RETURN.replace('/', '-'));
    Emulation shown =
        Emulation.of(RETURN, ScenarioReader.parse(RETURN, text), Optional.empty(), false);
    assertEquals(Set.of("RET-EMULATED"), shown.violated(), text);
    Answered last = shown.run().decisions().get(0);
    assertEquals(concrete.executed(), last.decided().immediate().getAsInt(), text);
  }

  private static Map<String, Outcome> counterexamples() throws CheckException {
    Path spec = HOME.resolve("spec");
    List<Model> models = new ArrayList<>();
    for (Model model : ManifestReader.read(spec).models()) {
      if (model.name().startsWith("recovery/unsafe/")
          || model.name().startsWith("recovery/needed/")) {
        models.add(model);
      }
    }
    Map<String, Outcome> outcomes = new ConcurrentSkipListMap<>();
    new TlcEngine(List.of(placeOf("org.armcall.engine.tlc.BurstMain"), placeOf("tlc2.TLC")))
        .run(
            models,
            new Engine.Setting(
                spec,
                Profile.QUICK,
                2,
                Duration.ofMinutes(5),
                Optional.empty(),
                new KeptOutcomes(outcomes),
                new Cancellation()));
    return new TreeMap<>(outcomes);
  }

  private static Path placeOf(String type) {
    try {
      Class<?> known = Class.forName(type, false, ConcretisationTest.class.getClassLoader());
      return Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
