// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Help;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.kept.StagedDirectory;

/** {@code armcall report}: shows what check, replay and emulate found, in many forms. */
public final class ReportCommand implements Command {
  /** How many findings have an HTML page of their own, unless more are asked for. */
  static final int PAGES = 1000;

  private static final String ALL = "all";
  private static final String FORMATS =
      String.join(", ", Arrays.stream(Format.values()).map(Format::text).toList());

  private final Images images;

  /**
   * The command.
   *
   * @param images what knows of which findings an image can be made
   */
  public ReportCommand(Images images) {
    this.images = images;
  }

  @Override
  public String operands() {
    return "RESULT... [--format F,...] [--baseline OLD] [--only ID,...] [--expected] [--out DIR]";
  }

  @Override
  public String summary() {
    return "Shows what --out of check, replay or emulate kept. Exits 0 if every result could be read.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("format")
            .hasArg()
            .argName("F,...")
            .desc(FORMATS + ", or all; default text")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("baseline")
            .hasArg()
            .argName("OLD")
            .desc("leave out what an earlier result, or its report.json, has already")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("only")
            .hasArg()
            .argName("ID,...")
            .desc("show these findings only")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("expected")
            .desc("show the models too that fail as the manifest expects")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("pages")
            .hasArg()
            .argName("N")
            .desc("how many findings have an HTML page of their own; default " + PAGES)
            .get());
    options.addOption(
        Option.builder()
            .longOpt("out")
            .hasArg()
            .argName("DIR")
            .desc("write the files there instead of standard output")
            .get());
    return options;
  }

  @Override
  public String details() {
    return """
        text is for a mailing list: 72 columns. md is Markdown. html is a page for each finding, and with
        --out an index.html that leads to them; each page is one file that needs nothing else. json has a
        schema. sarif is SARIF 2.1.0, junit is JUnit XML, itf is the trace format of TLA+ tools, alloy the
        instance as the Alloy Analyzer reads it. Several findings need --out with html, itf and alloy.

        replay, check and emulate write all of them beside the result that --out keeps. What an
        earlier report left in the directory is removed.

        A RESULT is a directory or result.json of --out, or a TEST-*.xml of Surefire, whose failed tests are
        shown.

        A finding has an id that stays when lines and addresses move: --baseline goes by it.
        """;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (line.getArgList().isEmpty()) {
      throw CommandException.usage(
          "report needs a result: the directory or the result.json of --out of check, replay or"
              + " emulate");
    }
    Set<Format> formats = Format.all(line);
    int pages = pages(line);
    Optional<Path> out = Optional.ofNullable(line.getOptionValue("out")).map(Path::of);
    List<KeptResult> results = new ArrayList<>();
    for (String operand : line.getArgList()) {
      results.add(KeptResult.open(operand));
    }
    Set<String> only =
        Optional.ofNullable(line.getOptionValue("only"))
            .map(ids -> Set.copyOf(Arrays.asList(ids.split(","))))
            .orElse(Set.of());
    Set<String> known =
        Optional.ofNullable(line.getOptionValue("baseline"))
            .map(Baseline::ids)
            .orElseGet(HashSet::new);
    Report report =
        new Report(
            results,
            new Report.Choice(known, only, line.hasOption("expected")),
            new Imaging(images));
    for (String id : only) {
      if (!report.shown().containsKey(id)) {
        throw CommandException.usage("no finding has the id '" + id + "'");
      }
    }
    if (out.isPresent()) {
      write(
          report, formats, pages, StagedDirectory.ofReport(out.get(), Help.typed("report", line)));
    } else {
      print(report, formats, terminal);
    }
    return ExitCode.HOLDS;
  }

  private static void write(
      Report report, Set<Format> formats, int pages, StagedDirectory directory) {
    try (directory) {
      ReportFiles.write(report, formats, directory.stage(), directory.named(), pages);
      directory.keep();
    }
  }

  private static int pages(CommandLine line) {
    String given = line.getOptionValue("pages", String.valueOf(PAGES));
    if (!given.matches("[0-9]{1,6}")) {
      throw CommandException.usage("--pages is a number from 0 to 999999, not '" + given + "'");
    }
    return Integer.parseInt(given);
  }

  private static void print(Report report, Set<Format> formats, Terminal terminal) {
    for (Format format : formats) {
      if (format.isForEach() && report.shown().size() != 1) {
        throw CommandException.usage(
            "--format "
                + format.text()
                + " makes a file for each finding, and there are "
                + report.shown().size()
                + ": give --out DIR, or --only with the id of one");
      }
    }
    try {
      // Not closed: the stream is the terminal's.
      Writer out =
          new java.io.OutputStreamWriter(terminal.out(), java.nio.charset.StandardCharsets.UTF_8);
      for (Format format : formats) {
        if (format.isForEach()) {
          ReportFiles.writeOnly(report, format, out);
        } else {
          format.write(report, out);
        }
      }
      out.flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The forms. */
  enum Format {
    TEXT("report.txt", TextReport::write),
    MD("report.md", MarkdownReport::write),
    JSON("report.json", JsonReport::write),
    HTML(".html", Format::none),
    SARIF("report.sarif", SarifReport::write),
    JUNIT("junit.xml", JUnitReport::write),
    ITF(".itf.json", Format::none),
    ALLOY(".xml", Format::none);

    /** Writes all findings. */
    private interface Whole {
      void write(Report report, Writer out) throws IOException;
    }

    private final String file;
    private final Whole whole;

    Format(String file, Whole whole) {
      this.file = file;
      this.whole = whole;
    }

    private static void none(Report report, Writer out) {
      throw new IllegalStateException("a format of a file for each finding");
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The name of its file, or how the name of a file for a finding ends. */
    String file() {
      return file;
    }

    /** Whether there is a file for each finding. */
    boolean isForEach() {
      return file.startsWith(".");
    }

    void write(Report report, Writer out) throws IOException {
      whole.write(report, out);
    }

    /** The formats that the command line asks for, in its order. */
    static Set<Format> all(CommandLine line) {
      String given = line.getOptionValue("format", line.hasOption("json") ? "json" : "text");
      if (given.equals(ALL)) {
        return EnumSet.allOf(Format.class);
      }
      Set<Format> formats = new java.util.LinkedHashSet<>();
      for (String name : given.split(",")) {
        formats.add(
            Arrays.stream(values())
                .filter(format -> format.text().equals(name.trim()))
                .findFirst()
                .orElseThrow(
                    () ->
                        CommandException.notOneOf(
                            "format", List.of((FORMATS + ", " + ALL).split(", ")), name.trim())));
      }
      return formats;
    }
  }
}
