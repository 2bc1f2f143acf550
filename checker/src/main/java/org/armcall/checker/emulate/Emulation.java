// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.checker.Version;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.kept.Interruption;
import org.armcall.checker.kept.KeptFile;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.replay.Judgement;
import org.armcall.checker.replay.KeptReplay;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.checker.report.RunDirectory;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.TraceRecorder;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.platform.PlatformFile;

/**
 * A scenario that was run, recorded, and replayed.
 *
 * @param file the scenario, as the user named it
 * @param run what it did
 * @param replay what the rules say about its trace
 * @param walks how calls were translated
 * @param compared whether it is held against what the scenario expects
 */
record Emulation(
    String file, ScenarioRun run, ReplayResult replay, boolean compared, WalksOfCalls walks) {

  /** Events of about a quarter of a KiB: no trace is larger than half a GiB or so. */
  private static final long MOST_EVENTS = 2_000_000;

  /** A trace has all the events that it may have. */
  private static final class TraceFull extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Where a trace is kept.
   *
   * @param file the file
   * @param named what {@code --out} names; empty where the trace is only replayed
   */
  record Place(Path file, Optional<Path> named) {
    /** The file that the user named. */
    static Place of(Path file) {
      return new Place(file, Optional.of(file));
    }

    /** A file of a run's record. */
    static Place in(RunDirectory directory, String name) {
      return new Place(directory.stage().resolve(name), Optional.of(directory.named()));
    }

    private KeptFile begin() throws IOException {
      return named.equals(Optional.of(file)) ? KeptFile.begin(file) : KeptFile.beginPartOf(file);
    }

    private CommandException lost(IOException failed) {
      return named
          .map(out -> Unwritable.lost(out, failed))
          .orElseGet(
              () ->
                  CommandException.engine(
                      "no trace can be kept in "
                          + file.getParent()
                          + ": "
                          + Unwritable.reason(failed)
                          + "; make room there, or name another place with --out"));
    }
  }

  /**
   * Runs a scenario.
   *
   * @param trace where its trace is kept; nowhere if it is empty
   * @param compare whether its expectation counts: not with another schedule or platform
   */
  static Emulation of(String file, Scenario scenario, Optional<Place> trace, boolean compare) {
    return of(file, scenario, trace, compare, MOST_EVENTS);
  }

  /**
   * The same with a limit of its own.
   *
   * @param most events of the trace
   */
  static Emulation of(
      String file, Scenario scenario, Optional<Place> trace, boolean compare, long most) {
    if (trace.isPresent()) {
      return recorded(file, scenario, trace.get(), compare, most);
    }
    Path temporary = temporary();
    try (Interruption untilRead =
        Interruption.undoing(
            () -> {
              delete(temporary);
              return "";
            })) {
      return recorded(file, scenario, new Place(temporary, Optional.empty()), compare, most);
    } finally {
      delete(temporary);
    }
  }

  /** Half a trace would look like a whole one: Ctrl-C and a full disk leave what was there. */
  private static Emulation recorded(
      String file, Scenario scenario, Place place, boolean compare, long most) {
    Recorded made;
    try {
      KeptFile kept = place.begin();
      try {
        made = record(file, scenario, kept, most);
        kept.keep();
      } finally {
        kept.discard();
      }
    } catch (TraceFull full) {
      throw CommandException.engine(
          file
              + ": its trace would have more than "
              + most
              + " events; give the scenario a 'limit:' below "
              + scenario.limit()
              + " turns");
    } catch (IOException unwritable) {
      throw place.lost(unwritable);
    } catch (UncheckedIOException unwritable) {
      throw place.lost(unwritable.getCause());
    }
    ReplayResult replay =
        Replay.run(
            new ReplayRequest(
                List.of(place.file()), described(scenario), Set.of(), TraceFormat.CANONICAL));
    return new Emulation(
        file, made.run(), replay, compare && !scenario.expect().isNone(), made.walks());
  }

  /** The machine that the trace's header cannot name. */
  private static Optional<Platform> described(Scenario scenario) {
    return Optional.of(scenario.platform()).filter(platform -> !PlatformFile.isPreset(platform));
  }

  private record Recorded(ScenarioRun run, WalksOfCalls walks) {}

  private static Recorded record(String file, Scenario scenario, KeptFile trace, long most)
      throws IOException {
    // A header names a preset or a file beside the trace: any other machine is left out.
    TraceHeader.Source source =
        new TraceHeader.Source(
            TraceHeader.EMULATOR, Optional.of("armcall " + Version.text()), Optional.of(file));
    TraceHeader header =
        new TraceHeader(
            source,
            Optional.of(scenario.platform()).filter(PlatformFile::isPreset).map(Platform::name));
    try (CanonicalWriter writer =
        CanonicalWriter.compressedAs(trace.name(), trace.open(), header)) {
      // The header is the first line of the trace.
      WalksOfCalls walks = new WalksOfCalls(() -> writer.events() + 2);
      MachineListener recorder =
          new TraceRecorder(
              event -> {
                if (writer.events() == most) {
                  throw new TraceFull();
                }
                try {
                  writer.write(event);
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              });
      return new Recorded(ScenarioRunner.run(scenario, walks.and(recorder)), walks);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("armcall-emulate", ".ndjson");
    } catch (IOException failed) {
      throw CommandException.engine("no temporary file can be made: " + Unwritable.reason(failed));
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException leftBehind) {
      file.toFile().deleteOnExit();
    }
  }

  /** The rules that the trace violates, by their names. */
  Set<String> violated() {
    Set<String> rules = new TreeSet<>();
    replay.violations().stream().map(Judgement::rule).map(Rule::id).forEach(rules::add);
    return rules;
  }

  /** Whether the scenario expects that the trace violates the rule. */
  boolean foresees(String rule) {
    return compared
        && run.scenario()
            .expect()
            .violated()
            .filter(rules -> rules.stream().map(Rule::id).anyMatch(rule::equals))
            .isPresent();
  }

  /** What is kept of its replay; its trace must still be there. */
  ObjectNode kept() {
    return KeptReplay.of(
        new ReplayRequest(
            replay.files().stream().map(Path::of).toList(),
            Optional.empty(),
            Set.of(),
            TraceFormat.CANONICAL),
        replay);
  }

  /** In what the run differs from the expectation, one line each. */
  List<String> differences() {
    if (!compared) {
      return List.of();
    }
    List<String> all = new ArrayList<>(run.differences());
    Expectation expect = run.scenario().expect();
    if (expect.violated().isPresent()) {
      Set<String> expected = new TreeSet<>();
      expect.violated().get().stream().map(Rule::id).forEach(expected::add);
      if (!expected.equals(violated())) {
        all.add(
            "replay should find violated " + list(expected) + ", but finds " + list(violated()));
      }
    }
    return all;
  }

  static String list(Set<String> rules) {
    return rules.isEmpty() ? "nothing" : String.join(", ", rules);
  }

  private boolean isCutShort() {
    return run.ending() == Expectation.EndingKind.NOT_MODELLED
        || run.ending() == Expectation.EndingKind.FAULTED;
  }

  /**
   * Whether all is well: the run did what its scenario expects; without an expectation, it was not
   * ended by something that the emulator cannot do, the handler went by no wrong immediate, nothing
   * relied on bits that it may not rely on, and no rule is violated.
   */
  boolean holds() {
    return compared
        ? differences().isEmpty()
        : !isCutShort()
            && run.totals().wrong() == 0
            && run.totals().reliances() == 0
            && violated().isEmpty();
  }
}
