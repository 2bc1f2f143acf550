// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.report.ReportCommand.Format;

/**
 * The report that replay, check and emulate leave beside their result: every file that {@code
 * armcall report DIR --format all --out DIR} writes.
 */
public final class RunReport {
  private RunReport() {}

  /**
   * Writes it beside the result.
   *
   * @param expected whether models that fail as the manifest expects are shown too
   * @return the line that says where it is
   * @throws CommandException if a file cannot be written
   */
  public static String write(RunDirectory directory, boolean expected) {
    Path shown = shown(directory.path());
    Report report =
        new Report(
            List.of(KeptResult.open(shown.toString())),
            new Report.Choice(Set.of(), Set.of(), expected));
    ReportFiles.write(report, EnumSet.allOf(Format.class), shown, ReportCommand.PAGES);
    return "report: " + shown.resolve(ReportFiles.INDEX);
  }

  /** As a user would write it: pages are handed on, and need not say where one's home is. */
  private static Path shown(Path directory) {
    Path here = Path.of("").toAbsolutePath();
    return directory.startsWith(here) && !directory.equals(here)
        ? here.relativize(directory)
        : directory;
  }
}
