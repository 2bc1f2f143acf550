// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Help;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.kept.TraceOut;
import org.armcall.checker.platform.Platforms;
import org.armcall.checker.report.Images;
import org.armcall.checker.report.RunDirectory;
import org.armcall.checker.report.RunReport;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.model.platform.Platform;

/** {@code armcall emulate}: runs scenarios on the reference emulator. */
public final class EmulateCommand implements Command {
  /** How the name of a trace ends. */
  private static final String TRACE = ".ndjson";

  private static final String MINIMISE = "minimise";

  private final Images images;

  /**
   * The command.
   *
   * @param images what knows of which findings an image can be made
   */
  public EmulateCommand(Images images) {
    this.images = images;
  }

  @Override
  public String operands() {
    return "SCENARIO... [--seed N] [--platform P] [--out DIR|TRACE] [--minimise]";
  }

  @Override
  public String summary() {
    return "Runs scenarios on the reference emulator. Exits 0 if each does what it expects; without an"
        + " expectation, if the handler goes by no wrong immediate and relies on nothing that it may"
        + " not rely on.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("seed")
            .hasArg()
            .argName("N")
            .desc("take turns by this seed instead of the scenario's schedule")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("platform")
            .hasArg()
            .argName("P")
            .desc("run on this machine instead: a preset's name or a .json file")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("out")
            .hasArg()
            .argName("DIR|TRACE")
            .desc(
                "keep run.txt, result.json, the canonical traces and the report in that"
                    + " directory, instead of what armcall kept there before; the trace of one scenario alone where the name ends like a"
                    + " file's, as in boot.ndjson, and not in /; .gz and .zst compress it")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(MINIMISE)
            .desc(
                "with --out DIR: of each scenario whose trace breaks rules, keep NAME-minimal.yaml"
                    + " there, a scenario of the fewest parts that still breaks the same rules")
            .get());
    return options;
  }

  @Override
  public String details() {
    return """
        A scenario is a YAML file: platform, memory, tables, guest code as assembly text, the handler's
        policy, and the order in which processors and devices take turns. traces/scenarios has examples,
        and schema.json there lists every field.

        With --seed or --platform the run is not the one that the scenario expects something of, so its
        expectation is not looked at. Every run prints the turns that were taken: as the scenario's
        schedule they repeat it exactly.

        A run that an interruption or a full disk ends keeps no trace, rather than half a one, and what
        --out names is as it was before; so with one whose trace would have more than 2,000,000 events:
        give it a lower limit.

        Policies: iss-zero (if (!hsr.iss)), iss16-zero (masked to ISS[15:0]), syndrome-immediate,
        memory-immediate (reads the instruction; its options are in schema.json), function-id (r0 or x0).
        These carry out the calling convention: reference-hypervisor (at EL2, with PSCI), reference-firmware
        (at EL3, with PSCI 1.3). Where implementations differ they answer like the one that the scenario's
        handler names, as in callee: xen; without it, as the documents say. That is a line of the scenario,
        not an option: --callee is one of replay.
        """;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    List<String> files = line.getArgList();
    if (files.isEmpty()) {
      throw CommandException.usage(
          "emulate needs a scenario, for example: emulate traces/scenarios/mail-smc-iss-zero.yaml");
    }
    Optional<Schedule> seed = Optional.ofNullable(line.getOptionValue("seed")).map(this::seed);
    Optional<Platform> platform =
        Optional.ofNullable(line.getOptionValue("platform")).map(Platforms::named);
    Optional<TraceOut> out =
        Optional.ofNullable(line.getOptionValue("out"))
            .map(typed -> TraceOut.of(typed, files.size(), "scenarios", true));
    boolean intoDirectory = out.filter(TraceOut::isDirectory).isPresent();
    if (line.hasOption(MINIMISE) && !intoDirectory) {
      throw CommandException.usage(
          "--" + MINIMISE + " needs --out DIR, where the scenarios are kept");
    }
    boolean compare = seed.isEmpty() && platform.isEmpty();
    // All are read before one runs: a mistake in the last is heard of at once.
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (String file : files) {
      Scenario scenario = asked(file, () -> ScenarioReader.read(Path.of(file), platform));
      if (!names.add(scenario.name()) && out.isPresent()) {
        throw CommandException.usage(
            "two scenarios are called " + scenario.name() + ", and --out would hold one of them");
      }
      scenarios.put(file, seed.map(scenario::withSchedule).orElse(scenario));
    }
    Optional<RunDirectory> directory =
        out.filter(TraceOut::isDirectory)
            .map(to -> RunDirectory.begin(to.path(), Help.typed("emulate", line)));
    try {
      directory.ifPresent(kept -> kept.expect(names.stream().map(name -> name + TRACE).toList()));
      List<Emulation> all = new ArrayList<>();
      scenarios.forEach(
          (file, scenario) -> {
            Optional<Emulation.Place> trace =
                directory
                    .map(kept -> Emulation.Place.in(kept, scenario.name() + TRACE))
                    .or(() -> out.map(to -> Emulation.Place.of(to.path())));
            all.add(asked(file, () -> Emulation.of(file, scenario, trace, compare)));
          });
      return told(all, line, directory, terminal);
    } finally {
      directory.ifPresent(RunDirectory::close);
    }
  }

  private ExitCode told(
      List<Emulation> all, CommandLine line, Optional<RunDirectory> directory, Terminal terminal) {
    boolean json = line.hasOption("json");
    if (!json) {
      print(all, terminal);
    }
    MinimisedScenarios minimised =
        line.hasOption(MINIMISE)
            ? MinimisedScenarios.of(all, remark -> terminal.err().println("armcall: " + remark))
            : MinimisedScenarios.NONE;
    if (json) {
      terminal.out().println(minimised.addTo(EmulationJson.of(all)).toPrettyString());
    }
    terminal.out().flush();
    ExitCode code = all.stream().allMatch(Emulation::holds) ? ExitCode.HOLDS : ExitCode.VIOLATED;
    directory.ifPresent(
        kept -> {
          minimised.refuseToOverwrite(kept.named(), line.getArgList());
          minimised.write(kept);
          kept.write(
              Map.of("exit", String.valueOf(code.status())),
              minimised.addTo(EmulationJson.kept(all)));
          String where = RunReport.keep(kept, false, images);
          if (!json) {
            minimised.toText(kept.named()).forEach(terminal.out()::println);
            terminal.out().println(where);
          }
        });
    return code;
  }

  private static void print(List<Emulation> all, Terminal terminal) {
    all.forEach(each -> terminal.out().print(EmulationText.of(each)));
    if (all.size() > 1) {
      long well = all.stream().filter(Emulation::holds).count();
      terminal.out().println(well + " of " + all.size() + " scenarios as expected");
    }
    terminal.out().flush();
  }

  /** Says which file a refusal is about. */
  private static <T> T asked(String file, Supplier<T> work) {
    try {
      return work.get();
    } catch (ScenarioException refused) {
      String message = refused.getMessage();
      throw CommandException.input(message.startsWith(file) ? message : file + ": " + message);
    }
  }

  private Schedule seed(String text) {
    try {
      return new Schedule.Seeded(Long.parseLong(text));
    } catch (NumberFormatException wrong) {
      throw CommandException.usage("--seed is a number, not '" + text + "'");
    }
  }
}
