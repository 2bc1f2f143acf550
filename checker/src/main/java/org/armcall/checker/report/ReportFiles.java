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
import org.armcall.checker.report.ReportCommand.Format;

/** Writes reports into a directory. */
final class ReportFiles {
  /** The page that leads to the others. */
  static final String INDEX = "index.html";

  private final Report report;
  private final Path directory;

  private ReportFiles(Report report, Path directory) {
    this.report = report;
    this.directory = directory;
  }

  /**
   * Writes the reports.
   *
   * @param pages how many findings at most have a page of their own
   * @throws CommandException if the directory or a file cannot be written
   */
  static void write(Report report, Set<Format> formats, Path directory, int pages) {
    try {
      RunDirectory.create(directory);
    } catch (IOException unwritable) {
      throw CommandException.usage(
          "--out " + directory + " cannot be written: " + RunDirectory.reason(unwritable));
    }
    ReportFiles files = new ReportFiles(report, directory);
    for (Format format : formats) {
      if (!format.isForEach()) {
        files.file(format.file(), out -> format.write(report, out));
        continue;
      }
      Set<String> chosen =
          new LinkedHashSet<>(report.shown().keySet().stream().limit(pages).toList());
      if (format == Format.HTML) {
        files.file(INDEX, out -> IndexPage.write(report, chosen::contains, out));
      }
      Set<String> seen = new HashSet<>();
      Set<String> written = new HashSet<>();
      for (KeptResult result : report.results()) {
        report.forEachOnce(
            result,
            seen,
            finding -> {
              if (chosen.contains(finding.id()) && isThere(format, finding)) {
                String name = finding.id() + format.file();
                files.file(name, out -> one(report, format, finding, Optional.of(INDEX), out));
                written.add(name);
              }
            });
      }
      files.removeStale(format.file(), written);
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
    Path file = directory.resolve(name);
    try {
      try (Writer out = Files.newBufferedWriter(file)) {
        body.write(out);
      }
    } catch (IOException | UncheckedIOException unwritable) {
      remove(file);
      IOException why =
          unwritable instanceof IOException io
              ? io
              : ((UncheckedIOException) unwritable).getCause();
      throw CommandException.engine(
          file
              + " could not be written: "
              + RunDirectory.reason(why)
              + "; give --out a directory with room");
    }
  }

  private void removeStale(String ending, Set<String> written) {
    try {
      OwnFiles.removeStale(directory, ending, written);
    } catch (IOException stays) {
      throw CommandException.engine(
          "a page of an earlier report cannot be removed from "
              + directory
              + ": "
              + RunDirectory.reason(stays));
    }
  }

  /** Half a report would be taken for a whole one. */
  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      // The message says already that it is not whole.
    }
  }
}
