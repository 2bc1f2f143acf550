// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.emulate.ShownRun;
import org.armcall.emulator.scenario.ScenarioWriter;

/** The directory of an emulator's run: the scenario, its trace and text, and what it prints. */
final class RunFiles {
  static final String SCENARIO = "scenario.yaml";
  static final String TRACE = "run.ndjson";
  static final String EVENTS = "events.txt";

  /** Of what is on the terminal. */
  private static final int ESSENCE = 8;

  private RunFiles() {}

  /**
   * Runs it, and writes the five files.
   *
   * @param story the top of the README: what was found
   * @param why why it is no image
   */
  static ShownRun write(Path directory, String story, String why, EmulatorRun run)
      throws IOException {
    Files.createDirectories(directory);
    ShownRun shown = ShownRun.of(SCENARIO, run.scenario(), directory.resolve(TRACE));
    text(directory.resolve(SCENARIO), ScenarioWriter.write(shown.scenario()));
    text(directory.resolve(EVENTS), String.join("\n", shown.events()) + "\n");
    text(directory.resolve(ReproducerFiles.EXPECTED), shown.printed());
    text(directory.resolve(ReproducerFiles.README), readme(story, why, run, shown));
    return shown;
  }

  private static void text(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The command that runs it. */
  static String command(String scenario) {
    return "./armcall emulate " + scenario;
  }

  /** What the status of the command means, in sentences. */
  static String statuses(EmulatorRun run, ShownRun shown) {
    if (run.kind() == EmulatorRun.Kind.COUNTEREXAMPLE && shown.code() == ExitCode.HOLDS) {
      return "It exits with 0: what is broken is that the handler answers, and no rule of a trace"
          + " looks at that.";
    }
    return shown.code() == ExitCode.HOLDS
        ? "It exits with 0: no rule is broken. (1 would say that one is.)"
        : "It exits with 1: "
            + (shown.violated().isEmpty()
                ? "a handler goes by what it may not go by"
                : String.join(", ", shown.violated().stream().sorted().toList())
                    + (shown.violated().size() == 1 ? " is" : " are")
                    + " broken")
            + ". (0 would say that none is.)";
  }

  /** The lines that say what happened; the file has all. */
  static List<String> essence(ShownRun shown) {
    return shown
        .printed()
        .lines()
        .filter(
            line ->
                line.startsWith("  executed")
                    || line.startsWith("  decided")
                    || line.startsWith("  relied on")
                    || line.startsWith("  fault")
                    || line.startsWith("    "))
        .limit(ESSENCE)
        .toList();
  }

  private static String readme(String story, String why, EmulatorRun run, ShownRun shown) {
    return story
        + "\nNo image shows it: "
        + why
        + ".\n`scenario.yaml` is what armcall's emulator runs instead, "
        + run.text()
        + ".\n\n    "
        + command(SCENARIO)
        + "\n\nIt prints (`expected.txt`)\n\n```\n"
        + shown.printed().stripTrailing()
        + "\n```\n\n"
        + statuses(run, shown)
        + "\n\n"
        + "`events.txt` has the run event by event, with registers and syndromes; a digit of which"
        + " a bit is\n"
        + "not known is a `?` there, and below it stands which bits and why. Each event has its"
        + " line in `run.ndjson`,\n"
        + "the canonical trace, which `./armcall replay run.ndjson` checks.\n";
  }
}
