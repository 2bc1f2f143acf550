// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.armcall.checker.cli.CommandException;

/** The findings that were there before: of an earlier report or of an earlier result. */
final class Baseline {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Baseline() {}

  /**
   * The ids of its findings.
   *
   * @param operand a {@code report.json}, a {@code result.json}, or a directory with either
   * @throws CommandException if it is none of these
   */
  static Set<String> ids(String operand) {
    Path path = Path.of(operand);
    Path file =
        Files.isDirectory(path) && Files.notExists(path.resolve(RunDirectory.RESULT))
            ? path.resolve(ReportCommand.Format.JSON.file())
            : path;
    Set<String> ids = new HashSet<>();
    if (Files.isRegularFile(file) && isReport(file, ids)) {
      return ids;
    }
    Report report =
        new Report(
            List.of(KeptResult.open(file.toString())), new Report.Choice(Set.of(), Set.of(), true));
    return Set.copyOf(report.shown().keySet());
  }

  private static boolean isReport(Path file, Set<String> ids) {
    boolean isReport = false;
    try (JsonParser parser = JSON.getFactory().createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("format")) {
          isReport = parser.getText().equals(JsonReport.FORMAT);
        } else if (isReport && name.equals("findings")) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode finding = JSON.readTree(parser);
            ids.add(finding.path("id").asText());
          }
        } else {
          parser.skipChildren();
        }
      }
      return isReport;
    } catch (JsonProcessingException malformed) {
      throw NoResult.of(file);
    } catch (IOException unreadable) {
      throw NoResult.unreadable(file, unreadable);
    }
  }
}
