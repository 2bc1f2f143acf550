// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.report.ReportCommand.Format;

/** Writes reports into a directory. */
final class ReportFiles {
  /** The page that leads to the others. */
  static final String INDEX = "index.html";

  private final Report report;
  private final Path stage;
  private final Path named;

  private ReportFiles(Report report, Path stage, Path named) {
    this.report = report;
    this.stage = stage;
    this.named = named;
  }

  /**
   * Writes the reports into a stage.
   *
   * @param named how the user knows the directory
   * @param pages how many findings at most have a page of their own
   * @throws CommandException if a file cannot be written
   */
  static void write(Report report, Set<Format> formats, Path stage, Path named, int pages) {
    ReportFiles files = new ReportFiles(report, stage, named);
    for (Format format : formats) {
      if (!format.isForEach()) {
        files.file(format.file(), out -> format.write(report, out));
        continue;
      }
      Set<String> chosen =
          new LinkedHashSet<>(
              report.shown().keySet().stream()
                  .filter(id -> !report.isInShort(id))
                  .limit(pages)
                  .toList());
      if (format == Format.HTML) {
        files.file(INDEX, out -> IndexPage.write(report, chosen::contains, out));
      }
      Set<String> seen = new HashSet<>();
      for (KeptResult result : report.results()) {
        report.forEachOnce(
            result,
            seen,
            finding -> {
              if (chosen.contains(finding.id()) && isThere(format, finding)) {
                String name = finding.id() + format.file();
                files.file(name, out -> one(report, format, finding, Optional.of(INDEX), out));
              }
            });
      }
    }
  }

  /** Writes the one finding that there is. */
  static void writeOnly(Report report, Format format, Writer out) {
    Set<String> seen = new HashSet<>();
    for (KeptResult result : report.results()) {
      report.forEachOnce(
          result,
          seen,
          finding -> {
            if (!isThere(format, finding)) {
              throw CommandException.usage(
                  "finding " + finding.id() + " has nothing for --format " + format.text());
            }
            try {
              one(report, format, finding, Optional.empty(), out);
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    }
  }

  private static boolean isThere(Format format, Finding finding) {
    return switch (format) {
      case ITF -> !finding.story().steps().isEmpty();
      case ALLOY -> finding.alloy().isPresent();
      default -> true;
    };
  }

  private static void one(
      Report report, Format format, Finding finding, Optional<String> index, Writer out)
      throws IOException {
    switch (format) {
      case HTML ->
          out.write(
              FindingPage.of(report.catalogue(), finding, report.shown().get(finding.id()), index));
      case ITF -> ItfTrace.write(finding, out);
      case ALLOY -> out.write(finding.alloy().orElseThrow());
      default -> throw new IllegalStateException(format + " is one file for all");
    }
  }

  private interface Body {
    void write(Writer out) throws IOException;
  }

  private void file(String name, Body body) {
    try (Writer out = Files.newBufferedWriter(stage.resolve(name))) {
      body.write(out);
    } catch (UncheckedIOException unwritable) {
      throw Unwritable.lost(named, unwritable.getCause());
    } catch (IOException unwritable) {
      throw Unwritable.lost(named, unwritable);
    }
  }
}
