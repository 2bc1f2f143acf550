// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.armcall.checker.Version;

/**
 * The record of one run: {@code run.txt} with the command line, the versions and the seeds, and
 * {@code result.json}.
 *
 * @param path the directory, absolute
 */
public record RunDirectory(Path path) {
  /** The file that {@code armcall report} reads. */
  public static final String RESULT = "result.json";

  /**
   * Makes the directory, before anything is started, so that a long run is not lost for want of a
   * place.
   *
   * @throws IOException if it cannot be written to
   */
  public static RunDirectory create(Path path) throws IOException {
    Files.createDirectories(path);
    Path probe = Files.createTempFile(path, "armcall", ".tmp");
    Files.delete(probe);
    return new RunDirectory(path.toAbsolutePath());
  }

  /**
   * Makes sure that the directory can be made and written to, and leaves nothing behind: {@link
   * #write} makes it. A run that is interrupted has then no record, and not an empty one.
   *
   * @throws IOException if it cannot be written to
   */
  public static RunDirectory planned(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Deque<Path> made = new ArrayDeque<>();
    for (Path each = absolute; each != null && Files.notExists(each); each = each.getParent()) {
      made.add(each);
    }
    RunDirectory directory = create(absolute);
    for (Path each : made) {
      Files.delete(each);
    }
    return directory;
  }

  /**
   * Writes both files, or none.
   *
   * @param commandLine as the user typed it
   * @param facts what else belongs to the record, in the order in which it is to be read
   * @param json the result
   * @throws IOException if they cannot be written, as where the disk is full
   */
  public void write(List<String> commandLine, Map<String, String> facts, String json)
      throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "command", commandLine.stream().map(RunDirectory::quoted).collect(Collectors.joining(" ")));
    lines.put("ended", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    lines.put("armcall", Version.text());
    lines.put("java", Runtime.version().toString());
    lines.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    lines.putAll(facts);
    StringBuilder run = new StringBuilder();
    lines.forEach((name, value) -> run.append(String.format("%-10s %s%n", name, value)));
    boolean made = Files.notExists(path);
    Files.createDirectories(path);
    Path record = path.resolve("run.txt");
    Path result = path.resolve(RESULT);
    try {
      Files.writeString(record, run.toString());
      Files.writeString(result, json + "\n");
    } catch (IOException unwritable) {
      // Half a result would be taken for a whole one.
      Files.deleteIfExists(record);
      Files.deleteIfExists(result);
      if (made) {
        Files.deleteIfExists(path);
      }
      throw unwritable;
    }
  }

  /** Why something could not be written, in words: without the path, which the caller names. */
  public static String reason(IOException unwritable) {
    if (unwritable instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String said = unwritable.getMessage();
    return said == null
        ? unwritable.getClass().getSimpleName()
        : said.lines().findFirst().orElse("");
  }

  /** The word as a shell takes it. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
