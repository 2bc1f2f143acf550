// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.armcall.checker.cli.CommandException;

/** Says of a file that was given as a result that it is none, and what to give instead. */
public final class NoResult {
  /** What only a result says of itself, besides its findings. */
  private static final Set<String> MARKS =
      Set.of("command", "verdict", "checks", "engine", "asExpected", "run");

  private static final String GIVE =
      "; give the directory or the result.json that check, replay or emulate kept with --out";

  private NoResult() {}

  /** Whether the top of a JSON file is that of a result: others have models and violations too. */
  public static boolean isResult(JsonNode top) {
    return MARKS.stream().anyMatch(top::has);
  }

  /**
   * In one line.
   *
   * @param operand what the user named: a file, or a directory without a result
   */
  public static CommandException of(Path operand) {
    return of(operand, GIVE);
  }

  /** The same, where a trace would do as well. */
  public static CommandException orTrace(Path operand) {
    return of(
        operand,
        "; give the directory or the result.json that replay kept with --out, or a canonical"
            + " trace");
  }

  private static CommandException of(Path operand, String instead) {
    return CommandException.input(operand + ": " + what(operand) + instead);
  }

  /** A file that is there and cannot be read. */
  public static CommandException unreadable(Path file, IOException why) {
    return CommandException.input(
        file
            + ": cannot be read: "
            + (why instanceof AccessDeniedException || Files.exists(file) && !Files.isReadable(file)
                ? "permission denied"
                : RunDirectory.reason(why)));
  }

  private static String what(Path operand) {
    try {
      if (Files.isDirectory(operand)) {
        return "is a directory without a result of armcall";
      }
      if (!Files.exists(operand)) {
        return "there is no such file";
      }
      return Files.size(operand) == 0 ? "is empty" : "is not a result of armcall";
    } catch (IOException unknown) {
      return "is not a result of armcall";
    }
  }
}
