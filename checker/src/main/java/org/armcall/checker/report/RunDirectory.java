// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.armcall.checker.Checkout;
import org.armcall.checker.Version;
import org.armcall.checker.kept.StagedDirectory;
import org.armcall.checker.kept.Unwritable;

/**
 * The record of one run: {@code run.txt} with the command line, the versions and the seeds, {@code
 * result.json}, and what the command adds. It is there when it is {@linkplain #keep() kept}, whole.
 */
public final class RunDirectory implements AutoCloseable {
  /** The file that {@code armcall report} reads. */
  public static final String RESULT = "result.json";

  private static final ObjectWriter JSON =
      new ObjectMapper()
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .writerWithDefaultPrettyPrinter();

  private final StagedDirectory files;
  private final List<String> commandLine;

  private RunDirectory(StagedDirectory files, List<String> commandLine) {
    this.files = files;
    this.commandLine = List.copyOf(commandLine);
  }

  /**
   * Begins it, before anything is started, so that a long run is not lost for want of a place.
   *
   * @param commandLine as the user typed it
   * @throws org.armcall.checker.cli.CommandException if it cannot be written to, another run writes
   *     there, or it has files that armcall did not write
   */
  public static RunDirectory begin(Path named, List<String> commandLine) {
    RunDirectory begun = new RunDirectory(StagedDirectory.ofRun(named, commandLine), commandLine);
    begun.expect(List.of("run.txt", RESULT, ReportFiles.INDEX));
    return begun;
  }

  /**
   * Says that files of these names will be made.
   *
   * @throws org.armcall.checker.cli.CommandException if the user has put others there
   */
  public void expect(List<String> names) {
    files.expect(names);
  }

  /** The directory, as the user named it. */
  public Path named() {
    return files.named();
  }

  /** Where its files are made until it is kept. */
  public Path stage() {
    return files.stage();
  }

  /** All is written. */
  public void keep() {
    files.keep();
  }

  @Override
  public void close() {
    files.close();
  }

  /**
   * Writes both files.
   *
   * @param facts what else belongs to the record, in the order in which it is to be read
   * @param result the result; what the run was is added to it, as {@code run}
   * @throws org.armcall.checker.cli.CommandException if they cannot be written, as where the disk
   *     is full
   */
  public void write(Map<String, String> facts, ObjectNode result) {
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
    place(result);
    try {
      Files.writeString(stage().resolve("run.txt"), text.toString());
      try (Writer out = Files.newBufferedWriter(stage().resolve(RESULT))) {
        JSON.writeValue(out, result);
        out.write("\n");
      }
    } catch (IOException unwritable) {
      throw Unwritable.lost(named(), unwritable);
    }
  }

  /** Files are called as they will be when they have their place. */
  private void place(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        placed(field.getValue()).ifPresentOrElse(field::setValue, () -> place(field.getValue()));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode element = array.get(i);
        int at = i;
        placed(element).ifPresentOrElse(text -> array.set(at, text), () -> place(element));
      }
    }
  }

  private Optional<JsonNode> placed(JsonNode node) {
    String stage = stage().toString();
    return node.isTextual() && node.textValue().contains(stage)
        ? Optional.of(TextNode.valueOf(node.textValue().replace(stage, named().toString())))
        : Optional.empty();
  }

  /** Why something could not be read, in words: without the path, which the caller names. */
  public static String reason(IOException failed) {
    if (failed instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String said = failed.getMessage();
    return said == null ? failed.getClass().getSimpleName() : said.lines().findFirst().orElse("");
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
