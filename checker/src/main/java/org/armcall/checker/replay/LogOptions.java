// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.Terminal;
import org.armcall.traces.format.LogFormat;

/**
 * The options of every command that reads logs.
 *
 * @param files the logs
 * @param format their form
 * @param strict whether a line that cannot be read is an error
 * @param jobs how many are read at once
 * @param quiet whether no progress is shown
 */
public record LogOptions(
    List<Path> files, TraceFormat format, boolean strict, int jobs, boolean quiet) {
  private static final String FORMAT = "format";
  private static final String STRICT = "strict";
  private static final String JOBS = "jobs";
  private static final String QUIET = "quiet";
  private static final int MOST_JOBS = 256;

  /** As the usage line shows them. */
  public static final String USAGE = "[--format F] [--strict] [--jobs N]";

  /** Adds them to a command's own. */
  public static void addTo(Options options) {
    options.addOption(
        Option.builder()
            .longOpt(FORMAT)
            .hasArg()
            .argName("F")
            .desc(
                "auto, or one of "
                    + String.join(", ", LogFormat.texts())
                    + "; plain, gzip or zstd; default auto: by the content, with the reason")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(STRICT)
            .desc("a line that cannot be read, or a log that is cut off, is an error")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(JOBS)
            .hasArg()
            .argName("N")
            .desc("read N logs at once; the results are the same, in the same order; default 1")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(QUIET)
            .desc("show no progress, which else is shown on a terminal, of large logs")
            .get());
  }

  /** What the user gave. */
  public static LogOptions of(CommandLine line) {
    String given = line.getOptionValue(FORMAT, TraceFormat.AUTO.text());
    TraceFormat format =
        TraceFormat.ofText(given)
            .orElseThrow(() -> CommandException.notOneOf(FORMAT, TraceFormat.texts(), given));
    List<Path> files = line.getArgList().stream().map(Path::of).toList();
    if (files.stream().filter(LogOptions::isStandardInput).count() > 1) {
      throw CommandException.usage("- is standard input, which can be read once");
    }
    return new LogOptions(
        files,
        format,
        line.hasOption(STRICT),
        jobs(line.getOptionValue(JOBS, "1")),
        line.hasOption(QUIET));
  }

  private static int jobs(String given) {
    int jobs = given.matches("[0-9]{1,3}") ? Integer.parseInt(given) : 0;
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw CommandException.usage("--" + JOBS + " is 1 to " + MOST_JOBS + ", not '" + given + "'");
    }
    return jobs;
  }

  /** Whether that operand is standard input. */
  public static boolean isStandardInput(Path file) {
    return file.toString().equals(LogReading.STANDARD_INPUT);
  }

  /** How the logs are read, with progress and remarks on the terminal. */
  public LogReading reading(Terminal terminal, ReadingProgress progress) {
    return new LogReading(
        strict, jobs, terminal.in(), progress, remark -> progress.say("armcall: " + remark));
  }
}
