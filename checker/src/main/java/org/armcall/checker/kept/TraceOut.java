// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.armcall.checker.cli.CommandException;

/**
 * What {@code --out TRACE|DIR} names.
 *
 * @param path the file or the directory
 * @param isDirectory whether it is, or will be, a directory
 */
public record TraceOut(Path path, boolean isDirectory) {
  /** Compressions that are not written, and spellings of those that are. */
  private static final Set<String> OTHER =
      Set.of(
          "7z", "br", "bz2", "gz", "gzip", "lz", "lz4", "lzma", "lzo", "rar", "tar", "tbz", "tgz",
          "txz", "xz", "z", "zip", "zst", "zstd");

  /**
   * A name that ends in a slash, or that a directory has, is a directory's. So is one without a
   * dot, where several traces are asked for or a directory is the rule.
   *
   * @param typed as the user wrote it
   * @param traces how many there will be
   * @param of what makes the traces, in the plural
   * @param directoryIsTheRule what a single trace goes to if the name has no dot
   * @throws CommandException where several would be one file, and where the name has the ending of
   *     a compression that is not written
   */
  public static TraceOut of(String typed, int traces, String of, boolean directoryIsTheRule) {
    Path path = Path.of(typed);
    if (typed.endsWith("/") || typed.endsWith(path.getFileSystem().getSeparator())) {
      return new TraceOut(path, true);
    }
    if (Files.isDirectory(path)) {
      return new TraceOut(path, true);
    }
    String name = String.valueOf(path.getFileName());
    boolean file = Files.exists(path) || name.contains(".");
    if (!file && (traces > 1 || directoryIsTheRule)) {
      return new TraceOut(path, true);
    }
    if (traces > 1) {
      throw CommandException.usage(
          "--out "
              + typed
              + " is one file, and "
              + traces
              + " "
              + of
              + " make as many traces; name a directory, as in "
              + name.replaceFirst("(?<=.)\\..*", "")
              + "/");
    }
    refuseOtherCompression(typed, name);
    return new TraceOut(path, false);
  }

  private static void refuseOtherCompression(String typed, String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    boolean written = ending.equals("gz") || ending.equals("zst");
    if (name.contains(".") && !written && OTHER.contains(ending.toLowerCase(Locale.ROOT))) {
      throw CommandException.usage(
          "--out "
              + typed
              + ": a trace is not compressed so; a name that ends in .gz or .zst is, and any other"
              + " is plain text");
    }
  }
}
