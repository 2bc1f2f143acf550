// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.armcall.checker.cli.CommandException;

/**
 * The sentence about what cannot be written, the same in every command. What the system refuses
 * exits with 4; what no system could grant is a wrong command line, and is refused elsewhere.
 */
public final class Unwritable {
  /** What systems say, and how it is told. */
  private static final Map<String, String> SAID = new LinkedHashMap<>();

  static {
    SAID.put("No space left", "the disk is full");
    SAID.put("quota exceeded", "the quota of the disk is used up");
    SAID.put("File too large", "no file may be so large here");
    SAID.put("Read-only file system", "the file system is read-only");
    SAID.put("Permission denied", "permission denied");
    SAID.put("Operation not permitted", "permission denied");
    SAID.put("Not a directory", "a part of its path is a file");
    SAID.put("Is a directory", "it is a directory");
  }

  private Unwritable() {}

  /** Nothing was written yet to what {@code --out} names. */
  public static CommandException of(Path out, IOException failed) {
    return CommandException.engine("--out " + out + " cannot be written: " + reason(failed));
  }

  /** What was written before it failed is gone. What an earlier run left there is not. */
  public static CommandException lost(Path out, IOException failed) {
    return lost(out, failed, left(out));
  }

  static CommandException lost(Path out, IOException failed, String left) {
    return CommandException.engine(
        "--out " + out + " cannot be written: " + reason(failed) + "; " + left);
  }

  /**
   * What there is where a run that is over should have written, and has not.
   *
   * @param out what {@code --out} names
   */
  public static String left(Path out) {
    return left(Files.isDirectory(out) ? hasResult(out) : Files.isRegularFile(out));
  }

  static String left(boolean earlier) {
    return earlier ? "it is as it was before" : "nothing is kept";
  }

  private static boolean hasResult(Path directory) {
    try {
      return !OwnFiles.of(directory).files().isEmpty();
    } catch (IOException | CommandException somebodyElses) {
      return false;
    }
  }

  /** Why it could not be written, in words: without the path, which the caller names. */
  public static String reason(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failed instanceof NoSuchFileException) {
      return "there is no such directory";
    }
    if (failed instanceof FileAlreadyExistsException) {
      return "it is a file";
    }
    String said =
        failed instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : failed.getMessage();
    if (said == null || said.isBlank()) {
      return failed.getClass().getSimpleName();
    }
    for (Map.Entry<String, String> each : SAID.entrySet()) {
      // Older classes of the library put the path before the reason.
      if (said.startsWith(each.getKey())
          || failed instanceof FileNotFoundException && said.contains(each.getKey())
          || said.endsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return said.lines().findFirst().orElse("");
  }
}
