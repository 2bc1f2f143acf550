// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.armcall.checker.check.Cancellation;
import org.armcall.checker.check.Counterexample;
import org.armcall.checker.check.Engine;
import org.armcall.checker.check.Expectation;
import org.armcall.checker.check.KeptOutcomes;
import org.armcall.checker.check.ManifestReader;
import org.armcall.checker.check.Model;
import org.armcall.checker.check.Outcome;
import org.armcall.checker.check.Profile;
import org.armcall.checker.concretise.NotConcreteException;
import org.armcall.checker.emulate.ShownRun;
import org.armcall.checker.engine.tlc.TlcEngine;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows a finding: an image, a run of the emulator, or what else there is to look at. */
final class WhatShowsItTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));

  @TempDir private Path directory;

  @Test
  void theTracesOfTheExhibits() throws Exception {
    Map<String, Integer> classes = new TreeMap<>();
    for (ReproduceExhibitsTest.Exhibit exhibit : ReproduceExhibitsTest.exhibits()) {
      classes.merge(classOf(exhibit.faulty()), 1, Integer::sum);
    }
    assertEquals(Map.of("image", 18, "run: right", 2, "run: alike", 1, "reason", 2), classes);
  }

  private String classOf(Chosen chosen) throws Exception {
    try {
      ReproduceCommand.make(chosen, Optional.empty(), true);
      return "image";
    } catch (NotShownException why) {
      Optional<EmulatorRun> run = Instead.of(chosen);
      if (run.isEmpty()) {
        assertTrue(Instead.look(chosen).contains("armcall replay"), chosen.toString());
        return "reason";
      }
      ShownRun shown = run(run.get());
      assertEquals(
          run.get().kind() != EmulatorRun.Kind.RIGHT,
          shown.violated().contains(chosen.rule().id()),
          () -> chosen + "\n" + shown.printed());
      return "run: " + run.get().kind().word();
    }
  }

  private ShownRun run(EmulatorRun run) throws Exception {
    Path place = Files.createTempDirectory(directory, "run");
    return RunFiles.write(place, "", "", run);
  }

  /**
   * The other models are of callers and callees that are no processors: one of each is looked at.
   */
  @Test
  void theModelsThatACheckFindsViolated() throws Exception {
    List<Model> violated =
        ManifestReader.read(HOME.resolve("spec")).models().stream()
            .filter(model -> model.expect() instanceof Expectation.Violated)
            .toList();
    Set<String> modules = new HashSet<>();
    List<Model> chosen =
        violated.stream()
            .filter(model -> isOfAProcessor(model) || modules.add(model.module()))
            .toList();
    Map<String, Outcome> outcomes = outcomes(chosen);
    Map<String, Integer> classes = new TreeMap<>();
    for (Model model : chosen) {
      String is = classOf(model, outcomes.get(model.name()));
      if (!isOfAProcessor(model)) {
        assertEquals("reason", is, model.name());
      } else {
        classes.merge(is, 1, Integer::sum);
      }
    }
    int others = (int) violated.stream().filter(model -> !isOfAProcessor(model)).count();
    classes.merge("reason", others, Integer::sum);
    assertEquals(Map.of("run: counterexample", 49, "run: right", 38, "reason", 150), classes);
  }

  /** Whether its states are those of a processor, and of the handler of its calls. */
  private static boolean isOfAProcessor(Model model) {
    return model.module().endsWith("MutSyndrome.tla")
        || model.module().endsWith("ImmediateRecovery.tla");
  }

  private String classOf(Model model, Outcome outcome) throws Exception {
    Outcome.Violated found = assertInstanceOf(Outcome.Violated.class, outcome, model.name());
    CheckedModel checked =
        new CheckedModel(
            model.name(),
            "tlc",
            model.module(),
            found.property(),
            found.counterexample().steps().stream().map(Counterexample.Step::values).toList(),
            found.counterexample().loopTo());
    EmulatorRun run;
    try {
      run = checked.run();
    } catch (NotConcreteException why) {
      assertFalse(checked.why().isEmpty());
      assertTrue(checked.look().contains("armcall check " + model.name()));
      return "reason";
    }
    ShownRun shown = run(run);
    if (run.kind() == EmulatorRun.Kind.RIGHT) {
      assertEquals(Set.of(), shown.violated(), model.name());
    } else {
      // A hazard, or an answer that does not come, is no rule of a trace: what it leads to is.
      boolean breaks = checked.rule().map(Rule::id).filter(shown.violated()::contains).isPresent();
      boolean answers =
          found.property().equals("AlwaysAnswers") || found.property().equals("IMM_ENDS");
      boolean hazard = model.name().startsWith("recovery/hazards/") && !shown.violated().isEmpty();
      assertTrue(breaks || answers || hazard, () -> model.name() + "\n" + shown.printed());
    }
    return "run: " + run.kind().word();
  }

  private static Map<String, Outcome> outcomes(List<Model> models) throws Exception {
    Map<String, Outcome> outcomes = new ConcurrentSkipListMap<>();
    new TlcEngine(
            List.of(
                placeOf("org.armcall.engine.tlc.BurstMain"),
                placeOf("tlc2.TLC"),
                placeOf("org.armcall.model.platform.Platform")))
        .run(
            models,
            new Engine.Setting(
                HOME.resolve("spec"),
                Profile.QUICK,
                2,
                Duration.ofMinutes(5),
                Optional.empty(),
                new KeptOutcomes(outcomes),
                new Cancellation()));
    return new TreeMap<>(outcomes);
  }

  private static Path placeOf(String type) throws ClassNotFoundException, URISyntaxException {
    Class<?> known = Class.forName(type, false, WhatShowsItTest.class.getClassLoader());
    return Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
