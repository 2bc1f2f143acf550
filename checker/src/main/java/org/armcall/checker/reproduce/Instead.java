// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.armcall.checker.cli.Home;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.TraceHeader;

/** Looks for what shows a finding of replay that no image shows. */
final class Instead {
  private Instead() {}

  /** The emulator's run that shows most of it; empty where none shows anything of it. */
  static Optional<EmulatorRun> of(Chosen chosen) {
    return own(chosen).or(() -> alike(chosen.rule())).or(() -> right(chosen));
  }

  /** What to look at where there is no run of the emulator, in one line. */
  static String look(Chosen chosen) {
    String page = "'armcall replay " + chosen.trace() + " --out DIR' writes a page of it";
    return Unshowable.exhibit(chosen.rule())
        .map(
            exhibit ->
                page
                    + "; an image shows another case of the rule: 'armcall reproduce"
                    + " traces/exhibits/"
                    + exhibit
                    + "/faulty.ndjson --out DIR'")
        .orElse(page);
  }

  private static Optional<EmulatorRun> own(Chosen chosen) {
    return chosen
        .scenario()
        .or(() -> recordedFrom(chosen.trace()))
        .flatMap(file -> read(Path.of(file)))
        .map(
            found ->
                new EmulatorRun(
                    EmulatorRun.Kind.OWN,
                    found,
                    chosen.scenario().or(() -> recordedFrom(chosen.trace()))));
  }

  /** The scenario that the emulator says it ran. */
  private static Optional<String> recordedFrom(Path trace) {
    return RecordedState.header(trace)
        .map(TraceHeader::source)
        .filter(source -> source.format().equals(TraceHeader.EMULATOR))
        .flatMap(TraceHeader.Source::file)
        .filter(file -> file.endsWith(".yaml"));
  }

  private static Optional<EmulatorRun> alike(Rule rule) {
    return Unshowable.scenario(rule)
        .flatMap(
            file ->
                read(Home.find().directory().resolve(file))
                    .map(
                        found ->
                            new EmulatorRun(
                                Unshowable.doesRight(rule)
                                    ? EmulatorRun.Kind.RIGHT
                                    : EmulatorRun.Kind.ALIKE,
                                found,
                                Optional.of(file))));
  }

  /** What the machine does, and not what a callee answers. */
  private static Optional<EmulatorRun> right(Chosen chosen) {
    Family family = chosen.rule().family();
    boolean ofMachine =
        family == Family.SYN
            || family == Family.ROU
            || family == Family.RET
            || family == Family.ENC
            || family == Family.IMM;
    return ofMachine
        ? RecordedState.at(chosen.trace(), chosen.line())
            .map(made -> new EmulatorRun(EmulatorRun.Kind.RIGHT, made, Optional.empty()))
        : Optional.empty();
  }

  /** A scenario that was moved since is not there, and one that was changed may be none. */
  private static Optional<Scenario> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ScenarioReader.read(file));
    } catch (ScenarioException changed) {
      return Optional.empty();
    }
  }
}
