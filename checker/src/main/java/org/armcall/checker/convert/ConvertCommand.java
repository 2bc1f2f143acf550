// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.replay.Reading;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/** {@code armcall convert}: writes what logs show as a canonical trace. */
public final class ConvertCommand implements Command {
  @Override
  public String operands() {
    return "FILE... [--format F] [--out TRACE] [--strict]";
  }

  @Override
  public String summary() {
    return "Converts logs to the canonical trace format. Exits 0 if they were read, 3 if one was not,"
        + " or not to its end.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("format")
            .hasArg()
            .argName("F")
            .desc(
                "auto, or one of "
                    + String.join(", ", LogFormat.texts())
                    + "; default auto: by the content, with the reason")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("out")
            .hasArg()
            .argName("TRACE")
            .desc("the trace; .gz and .zst compress it; default: standard output")
            .get());
    options.addOption(
        Option.builder().longOpt("strict").desc("a line that cannot be read is an error").get());
    return options;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (line.getArgList().isEmpty()) {
      throw CommandException.usage("convert needs a log, for example: convert trace.txt");
    }
    String given = line.getOptionValue("format", "auto");
    TraceFormat format =
        TraceFormat.ofText(given)
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "--format is "
                            + String.join(" or ", TraceFormat.texts())
                            + ", not '"
                            + given
                            + "'"));
    Optional<Path> out = Optional.ofNullable(line.getOptionValue("out")).map(Path::of);
    if (line.hasOption("json") && out.isEmpty()) {
      throw CommandException.usage("--json needs --out: standard output has the trace");
    }
    List<Path> files = line.getArgList().stream().map(Path::of).toList();
    boolean same =
        out.isPresent()
            && files.stream().anyMatch(f -> f.toAbsolutePath().equals(out.get().toAbsolutePath()));
    if (same) {
      throw CommandException.usage("--out " + out.get() + " is one of the logs");
    }
    return convert(files, format, out, line, terminal);
  }

  private static ExitCode convert(
      List<Path> files,
      TraceFormat format,
      Optional<Path> out,
      CommandLine line,
      Terminal terminal) {
    Conversion conversion = new Conversion(line.hasOption("strict"));
    boolean whole = true;
    try {
      for (Path file : files) {
        whole &= one(file, format, out, files, conversion, terminal);
      }
      conversion.close();
    } catch (Conversion.Fatal fatal) {
      discard(out);
      throw CommandException.input(
          fatal.getMessage() + (out.isPresent() ? "; nothing is kept" : ""));
    } catch (UncheckedIOException | IOException failed) {
      discard(out);
      throw CommandException.engine(
          "the trace cannot be written to "
              + out.map(Path::toString).orElse("standard output")
              + ": "
              + failed.getMessage());
    }
    report(conversion, whole, line, terminal);
    return whole ? ExitCode.HOLDS : ExitCode.INPUT;
  }

  /** Half a trace with a sound header would be taken for a whole one. */
  private static void discard(Optional<Path> out) {
    try {
      if (out.filter(Files::isRegularFile).isPresent()) {
        Files.delete(out.get());
      }
    } catch (IOException stays) {
      // The failure that is reported says that it is not whole.
    }
  }

  private static boolean one(
      Path file,
      TraceFormat named,
      Optional<Path> out,
      List<Path> files,
      Conversion conversion,
      Terminal terminal)
      throws IOException {
    try (LogLines lines = LogSource.open(file)) {
      Recognised format = named.of(lines);
      if (named == TraceFormat.AUTO) {
        terminal.err().println("armcall: " + Reading.told(file.toString(), format));
      }
      if (format.format() == LogFormat.CANONICAL) {
        terminal.err().println("armcall: " + file + ": is a canonical trace already");
        return false;
      }
      if (!conversion.isOpen()) {
        conversion.open(writer(out, header(format.format(), files), terminal), format.format());
      } else if (conversion.format() != format.format()) {
        terminal
            .err()
            .println(
                "armcall: "
                    + file
                    + ": is not of the format of the logs before it; convert it by itself");
        return false;
      }
      conversion.startFile(file.toString(), files.size() > 1);
      ReadCount count = format.format().read(lines, conversion);
      Reading.mended(file.toString(), count)
          .ifPresent(remark -> terminal.err().println("armcall: " + remark));
      lines.truncation().ifPresent(why -> terminal.err().println("armcall: " + why.getMessage()));
      return lines.truncation().isEmpty();
    } catch (TraceException refused) {
      terminal.err().println("armcall: " + refused.getMessage());
      return false;
    }
  }

  private static TraceHeader header(LogFormat format, List<Path> files) {
    return new TraceHeader(
        new TraceHeader.Source(
            format.text(),
            Optional.empty(),
            files.size() == 1
                ? Optional.of(files.get(0).getFileName().toString())
                : Optional.empty()),
        Optional.empty());
  }

  private static CanonicalWriter writer(Optional<Path> out, TraceHeader header, Terminal terminal)
      throws IOException {
    if (out.isPresent()) {
      return CanonicalWriter.toFile(out.get(), header);
    }
    OutputStream kept =
        new FilterOutputStream(terminal.out()) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
          }

          @Override
          public void close() throws IOException {
            flush();
          }
        };
    return new CanonicalWriter(kept, header);
  }

  private static void report(
      Conversion conversion, boolean whole, CommandLine line, Terminal terminal) {
    List<SourceLine> examples = conversion.badExamples();
    for (int i = 0; i < examples.size(); i++) {
      terminal
          .err()
          .printf(
              "armcall: %s:%d: %s%n",
              conversion.badFiles().get(i),
              examples.get(i).number(),
              conversion.badReasons().get(i));
    }
    terminal
        .err()
        .printf(
            "armcall: %d event%s%s%n",
            conversion.events(),
            conversion.events() == 1 ? "" : "s",
            conversion.badLines() == 0
                ? ""
                : ", " + conversion.badLines() + " lines could not be read");
    if (line.hasOption("json")) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("events", conversion.events());
      json.put("badLines", conversion.badLines());
      json.put("whole", whole);
      terminal.out().println(json.toPrettyString());
    }
  }
}
