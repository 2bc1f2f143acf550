// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.kept.Interruption;
import org.armcall.checker.kept.MadeDirectories;
import org.armcall.checker.kept.TraceOut;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.replay.InOrder;
import org.armcall.checker.replay.LogOptions;
import org.armcall.checker.replay.LogReading;
import org.armcall.checker.replay.ReadingProgress;
import org.armcall.checker.replay.UnreadableLine;

/** {@code armcall convert}: writes what logs show as a canonical trace. */
public final class ConvertCommand implements Command {
  private static final String OUT = "out";
  private static final String COUNT = "count";

  @Override
  public String operands() {
    return "FILE... " + LogOptions.USAGE + " [--out TRACE|DIR | --count]";
  }

  @Override
  public String summary() {
    return "Converts logs to the canonical trace format; - is standard input. Exits 0 if they were"
        + " read, 3 if one was not, or not to its end.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    LogOptions.addTo(options);
    options.addOption(
        Option.builder()
            .longOpt(OUT)
            .hasArg()
            .argName("TRACE|DIR")
            .desc(
                "the trace; .gz and .zst compress it. Of several logs, and where the name ends in / or"
                    + " is a directory's: LOG.ndjson for each in that directory, which is made."
                    + " Default: standard output, one log after the other")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(COUNT)
            .desc("write no trace: read the logs, and say what is in them")
            .get());
    return options;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (line.getArgList().isEmpty()) {
      throw CommandException.usage("convert needs a log, for example: convert trace.txt");
    }
    LogOptions logs = LogOptions.of(line);
    Optional<TraceOut> to =
        Optional.ofNullable(line.getOptionValue(OUT))
            .map(typed -> TraceOut.of(typed, logs.files().size(), "logs", false));
    Optional<Path> out = to.map(TraceOut::path);
    boolean count = line.hasOption(COUNT);
    if (count && out.isPresent()) {
      throw CommandException.usage("--" + COUNT + " writes no trace; leave --" + OUT + " out");
    }
    if (line.hasOption("json") && out.isEmpty() && !count) {
      throw CommandException.usage("--json needs --out: standard output has the trace");
    }
    boolean intoDirectory = to.filter(TraceOut::isDirectory).isPresent();
    boolean each = count || intoDirectory;
    if (logs.jobs() > 1 && !each) {
      throw CommandException.usage(
          "--jobs is for --count and for --out DIR: one trace has the logs one after the other");
    }
    if (!count) {
      refuseOverwriting(logs.files(), to);
    }
    boolean bar = !logs.quiet() && (count || out.isPresent());
    try (ReadingProgress progress = ReadingProgress.of(logs.files(), bar, terminal.err())) {
      LogReading reading = logs.reading(terminal, progress);
      return intoDirectory
          ? intoDirectory(out.orElseThrow(), () -> each(logs, out, reading, line, terminal))
          : each
              ? each(logs, out, reading, line, terminal)
              : one(logs, out, new Converter(logs, reading, terminal), progress, line, terminal);
    }
  }

  /** Makes the directory; it is not left where nothing is in it at the end. */
  private static ExitCode intoDirectory(Path directory, Supplier<ExitCode> conversion) {
    MadeDirectories made;
    try {
      made = MadeDirectories.make(directory);
    } catch (IOException refused) {
      throw Unwritable.of(directory, refused);
    }
    try (Interruption untilDone =
        Interruption.undoing(
            () -> {
              made.removeEmpty();
              return "";
            })) {
      return conversion.get();
    } finally {
      made.removeEmpty();
    }
  }

  private static void refuseOverwriting(List<Path> files, Optional<TraceOut> out) {
    Set<Path> traces = new HashSet<>();
    for (Path file : files) {
      Optional<Path> trace = out.map(to -> to.isDirectory() ? in(to.path(), file) : to.path());
      boolean same =
          trace.isPresent()
              && files.stream()
                  .anyMatch(f -> f.toAbsolutePath().equals(trace.get().toAbsolutePath()));
      if (same) {
        throw CommandException.usage("--out " + trace.get() + " is one of the logs");
      }
      if (out.filter(TraceOut::isDirectory).isPresent() && !traces.add(trace.orElseThrow())) {
        throw CommandException.usage(
            "two logs would be " + trace.get() + "; convert one of them by itself");
      }
    }
  }

  private static Path in(Path directory, Path log) {
    String name =
        LogOptions.isStandardInput(log) ? "standard-input" : String.valueOf(log.getFileName());
    return directory.resolve(name + ".ndjson");
  }

  /** All logs are one trace. */
  private static ExitCode one(
      LogOptions logs,
      Optional<Path> out,
      Converter converter,
      ReadingProgress progress,
      CommandLine line,
      Terminal terminal) {
    Conversion conversion = converted(converter, out, logs.files());
    progress.close();
    conversion.problems().forEach(why -> terminal.err().println("armcall: " + why));
    if (!conversion.readNothing()) {
      conversion.badExamples().forEach(bad -> terminal.err().println("armcall: " + bad));
      terminal.err().println("armcall: " + ConvertedText.events(conversion));
    }
    boolean whole = conversion.problems().isEmpty();
    if (line.hasOption("json")) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("events", conversion.events());
      json.put("badLines", conversion.badLines());
      json.put("whole", whole);
      terminal.out().println(json.toPrettyString());
    }
    return whole ? ExitCode.HOLDS : ExitCode.INPUT;
  }

  private static Conversion converted(Converter converter, Optional<Path> out, List<Path> files) {
    try {
      return converter.write(files, out);
    } catch (UnreadableLine strict) {
      throw CommandException.input(
          strict.getMessage() + out.map(file -> "; " + Unwritable.left(file)).orElse(""));
    }
  }

  /** Each log is a trace, or is counted. */
  private static ExitCode each(
      LogOptions logs,
      Optional<Path> out,
      LogReading reading,
      CommandLine line,
      Terminal terminal) {
    ConvertedText text = new ConvertedText(line.hasOption("json"), terminal, reading.remarks());
    InOrder.run(
        logs.jobs(),
        logs.files(),
        file -> {
          // Several at once speak in turn.
          List<String> remarks = new ArrayList<>();
          Consumer<String> say = logs.jobs() == 1 ? reading.remarks() : remarks::add;
          Converter converter = new Converter(logs, reading.remarks(say), terminal);
          Conversion conversion =
              out.isPresent()
                  ? converted(converter, Optional.of(in(out.get(), file)), List.of(file))
                  : counted(converter, file);
          return new ConvertedText.Log(file, conversion, remarks);
        },
        text::add);
    return text.end();
  }

  private static Conversion counted(Converter converter, Path file) {
    try {
      return converter.count(file);
    } catch (UnreadableLine strict) {
      throw CommandException.input(strict.getMessage());
    }
  }
}
