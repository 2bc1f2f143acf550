// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.nio.file.Files;
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
   * Writes it beside the result, and keeps both.
   *
   * @param expected whether models that fail as the manifest expects are shown too
   * @param images what knows of which findings an image can be made
   * @return the line that says where it is
   * @throws CommandException if a file cannot be written; then nothing is kept
   */
  public static String keep(RunDirectory directory, boolean expected, Images images) {
    Path shown = shown(directory.named());
    Report report =
        new Report(
            List.of(
                KeptResult.open(shown.toString(), directory.stage().resolve(RunDirectory.RESULT))),
            new Report.Choice(Set.of(), Set.of(), expected),
            new Imaging(images, file -> staged(directory, file)));
    ReportFiles.write(
        report,
        EnumSet.allOf(Format.class),
        directory.stage(),
        directory.named(),
        ReportCommand.PAGES);
    directory.keep();
    return "report: " + shown.resolve(ReportFiles.INDEX);
  }

  /** A file that the run made is in the stage still. */
  private static Path staged(RunDirectory directory, Path file) {
    Path named = directory.named().toAbsolutePath().normalize();
    Path asked = file.toAbsolutePath().normalize();
    if (!asked.startsWith(named)) {
      return file;
    }
    Path made = directory.stage().resolve(named.relativize(asked));
    return Files.exists(made) ? made : file;
  }

  /** As a user would write it: pages are handed on, and need not say where one's home is. */
  private static Path shown(Path named) {
    Path here = Path.of("").toAbsolutePath();
    Path directory = named.toAbsolutePath().normalize();
    return directory.startsWith(here) && !directory.equals(here)
        ? here.relativize(directory)
        : directory;
  }
}
