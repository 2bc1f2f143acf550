// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.armcall.checker.replay.EventReplay;
import org.armcall.checker.replay.Judgement;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.emulator.isa.AssemblyException;
import org.armcall.emulator.scenario.Expectation.EndingKind;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.ScenarioWriter;
import org.armcall.emulator.scenario.TraceRecorder;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.platform.PlatformFile;

/**
 * What a scenario did on a trial, of which no file is made.
 *
 * @param run the run
 * @param faults what its trace breaks
 */
record ScenarioTrial(ScenarioRun run, Set<Fault> faults) {
  private static final Pattern NUMBER = Pattern.compile("0x[0-9a-f]+|\\b[0-9]+\\b");

  /**
   * A rule that is broken in some way.
   *
   * @param way what was observed, without its numbers: what is left of a scenario is at another
   *     address, but the rule is not broken by something else
   */
  record Fault(Rule rule, String way) {}

  /** What is tried is less than what was run; more events are not looked at. */
  static final int MOST_EVENTS = 200_000;

  /** A trial has all the events that it may have. */
  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("", null, false, false);
    }
  }

  /** Runs it; empty if it cannot run, or goes on for too long. */
  static Optional<ScenarioTrial> of(Scenario scenario) {
    List<TraceEvent> events = new ArrayList<>();
    try {
      ScenarioRun run =
          ScenarioRunner.run(
              scenario,
              new TraceRecorder(
                  event -> {
                    if (events.size() == MOST_EVENTS) {
                      throw new TooLong();
                    }
                    events.add(event);
                  }));
      return Optional.of(new ScenarioTrial(run, faults(scenario, events)));
    } catch (RuntimeException impossible) {
      // What is left when a part goes need not be a machine: code outside memory, tables that
      // clash.
      return Optional.empty();
    }
  }

  /** Whether it is a file that runs: reading what is written of it gives the same. */
  static boolean isWritable(Scenario scenario) {
    try {
      return ScenarioReader.parse("minimal", ScenarioWriter.write(scenario)).equals(scenario);
    } catch (ScenarioException | AssemblyException | IllegalArgumentException refused) {
      return false;
    }
  }

  private static Set<Fault> faults(Scenario scenario, List<TraceEvent> events) {
    Platform platform = scenario.platform();
    boolean preset = PlatformFile.isPreset(platform);
    ReplayRequest request =
        new ReplayRequest(
            List.of(),
            preset ? Optional.empty() : Optional.of(platform),
            Set.of(),
            TraceFormat.CANONICAL);
    TraceHeader header =
        new TraceHeader(
            new TraceHeader.Source(TraceHeader.EMULATOR, Optional.empty(), Optional.empty()),
            preset ? Optional.of(platform.name()) : Optional.empty());
    EventReplay replay = new EventReplay(request, Path.of(scenario.name()), Optional.of(header));
    Set<Fault> faults = new HashSet<>();
    for (Judgement violation : replay.violations(events)) {
      String way = NUMBER.matcher(violation.observed()).replaceAll("N");
      faults.add(new Fault(violation.rule(), way));
    }
    return faults;
  }

  /** The rules that its trace breaks. */
  Set<Rule> violated() {
    return faults.stream().map(Fault::rule).collect(Collectors.toSet());
  }

  /** Whether it was ended by what the emulator does not do, or by faults without end. */
  boolean isCutShort() {
    return run.ending() == EndingKind.NOT_MODELLED || run.ending() == EndingKind.FAULTED;
  }
}
