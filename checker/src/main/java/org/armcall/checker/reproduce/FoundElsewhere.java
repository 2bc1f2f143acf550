// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Help;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.concretise.NotConcreteException;
import org.armcall.checker.emulate.ShownRun;
import org.armcall.checker.kept.StagedDirectory;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.report.NoResult;

/** A finding that no image shows: why, and the emulator's run or what else there is to look at. */
final class FoundElsewhere {
  private final String what;
  private final String story;
  private final String why;
  private final CommandLine line;
  private final Terminal terminal;

  private FoundElsewhere(
      String what, String story, String why, CommandLine line, Terminal terminal) {
    this.what = what;
    this.story = story;
    this.why = why;
    this.line = line;
    this.terminal = terminal;
  }

  /** A finding in a trace. */
  static ExitCode finding(Chosen chosen, String why, CommandLine line, Terminal terminal) {
    String story =
        "# "
            + chosen.rule().id()
            + ", line "
            + chosen.line()
            + " of "
            + chosen.trace().getFileName()
            + "\n\n"
            + (chosen.expected().isEmpty()
                ? ""
                : "Replay expected "
                    + chosen.expected()
                    + ", and saw "
                    + chosen.observed()
                    + ".\n");
    FoundElsewhere found = new FoundElsewhere(chosen.rule().id(), story, why, line, terminal);
    Optional<EmulatorRun> run = Instead.of(chosen);
    return run.isPresent() ? found.shows(run.get()) : found.looks(Instead.look(chosen));
  }

  /** A finding of check. */
  static ExitCode model(CheckedModel model, CommandLine line, Terminal terminal) {
    String story = "# " + model.breaks() + ", model " + model.name() + "\n\nThe model breaks it.\n";
    try {
      EmulatorRun run = model.run();
      return new FoundElsewhere(model.breaks(), story, model.why(), line, terminal).shows(run);
    } catch (NotConcreteException no) {
      String why =
          model.states().isEmpty()
              ? model.why()
              : model.why() + "; for the emulator, " + no.getMessage();
      return new FoundElsewhere(model.breaks(), story, why, line, terminal).looks(model.look());
    }
  }

  /** The tests that failed, of Surefire. */
  static ExitCode test(Path file, CommandLine line, Terminal terminal) {
    if (!Files.exists(file)) {
      throw NoResult.orTrace(file);
    }
    String why = "a test that failed has a sample and a seed, and no run of a machine";
    String look = "'armcall report " + file + " --out DIR' writes a page of it, with the command";
    return new FoundElsewhere(String.valueOf(file.getFileName()), "", why, line, terminal)
        .looks(look);
  }

  private ExitCode looks(String instead) {
    if (line.hasOption("json")) {
      ObjectNode json = json();
      json.put("instead", instead);
      terminal.out().println(json.toPrettyString());
    } else {
      terminal.out().println(head());
      terminal.out().println("instead: " + instead);
    }
    return ExitCode.VIOLATED;
  }

  private String head() {
    return what + " is not shown by an image: " + why;
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put("rule", what).put("shown", false).put("why", why);
  }

  private ExitCode shows(EmulatorRun run) {
    Path out = Path.of(line.getOptionValue("out"));
    ShownRun shown;
    try (StagedDirectory directory =
        StagedDirectory.ofReproducer(out, Help.typed("reproduce", line))) {
      shown = RunFiles.write(directory.stage(), story, why, run);
      directory.keep();
    } catch (IOException unwritable) {
      throw Unwritable.lost(out, unwritable);
    }
    String command = RunFiles.command(out.resolve(RunFiles.SCENARIO).toString());
    if (line.hasOption("json")) {
      ObjectNode json = json();
      json.put("emulator", command).put("kind", run.kind().word());
      run.from().ifPresent(from -> json.put("scenario", from));
      json.put("expected", shown.printed()).put("status", shown.code().status());
      shown.violated().stream().sorted().forEach(json.putArray("violated")::add);
      terminal.out().println(json.toPrettyString());
      return ExitCode.VIOLATED;
    }
    terminal.out().println(head());
    terminal.out().println("The emulator's run is in " + out + ": " + run.text() + ".");
    terminal.out().println("run      " + command);
    terminal.out().println(RunFiles.statuses(run, shown));
    terminal.out().println("It shows, among other things");
    RunFiles.essence(shown).forEach(terminal.out()::println);
    return ExitCode.VIOLATED;
  }
}
