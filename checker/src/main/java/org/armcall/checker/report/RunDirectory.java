// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
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
import java.util.Optional;
import java.util.stream.Collectors;
import org.armcall.checker.Checkout;
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

  private static final ObjectWriter JSON =
      new ObjectMapper()
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .writerWithDefaultPrettyPrinter();

  /**
   * Makes the directory, before anything is started, so that a long run is not lost for want of a
   * place.
   *
   * @throws IOException if it cannot be written to, or has files that armcall did not write
   */
  public static RunDirectory create(Path path) throws IOException {
    OwnFiles.refuseForeign(path);
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
   * @param result the result; what the run was is added to it, as {@code run}
   * @throws IOException if they cannot be written, as where the disk is full
   */
  public void write(List<String> commandLine, Map<String, String> facts, ObjectNode result)
      throws IOException {
    String ended = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode run = result.putObject("run");
    ArrayNode words = run.putArray("commandLine");
    commandLine.forEach(words::add);
    run.put("armcall", Version.text()).put("ended", ended);
    Optional<String> commit = Checkout.commit();
    commit.ifPresent(name -> run.put("commit", name));
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("command", shell(commandLine));
    lines.put("ended", ended);
    lines.put("armcall", Version.text());
    commit.ifPresent(name -> lines.put("commit", name));
    lines.put("java", Runtime.version().toString());
    lines.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    lines.putAll(facts);
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append(String.format("%-10s %s%n", name, value)));
    boolean made = Files.notExists(path);
    Files.createDirectories(path);
    Path record = path.resolve("run.txt");
    Path kept = path.resolve(RESULT);
    try {
      Files.writeString(record, text.toString());
      try (Writer out = Files.newBufferedWriter(kept)) {
        JSON.writeValue(out, result);
        out.write("\n");
      }
    } catch (IOException unwritable) {
      // Half a result would be taken for a whole one.
      Files.deleteIfExists(record);
      Files.deleteIfExists(kept);
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

  /** The words as a shell takes them. */
  static String shell(List<String> words) {
    return words.stream().map(RunDirectory::quoted).collect(Collectors.joining(" "));
  }

  /** The word as a shell takes it. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
