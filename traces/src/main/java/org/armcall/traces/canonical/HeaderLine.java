// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;
import org.armcall.traces.source.TraceException.Problem;

/** Reads the first line of a canonical trace. */
final class HeaderLine {
  private static final Set<String> SOURCE_FIELDS = Set.of("format", "tool", "file");

  private HeaderLine() {}

  /** Whether the current line is a header of whatever version. */
  static boolean looksLikeOne(LogLines lines) {
    String text = lines.text();
    return text.stripLeading().startsWith("{") && text.contains("\"armcall\"");
  }

  /**
   * Reads the next line as the header.
   *
   * @throws TraceException if it is none, or of another version
   */
  static TraceHeader read(LogLines lines) throws TraceException {
    if (!lines.next() || lines.tooLong()) {
      throw none(lines, lines.tooLong() ? "it is longer than a line may be" : "there is none");
    }
    if (lines.cut()) {
      throw lines.truncation().orElseThrow();
    }
    try (JsonParser json =
        CanonicalReader.JSON.createParser(
            lines.bytes(), lines.start(), lines.end() - lines.start())) {
      return header(json, lines);
    } catch (BadLine bad) {
      throw none(lines, bad.getMessage());
    } catch (JsonProcessingException malformed) {
      throw none(lines, "not JSON: " + CanonicalReader.firstLine(malformed));
    } catch (TraceException refused) {
      throw refused;
    } catch (IOException impossible) {
      throw none(lines, impossible.getMessage());
    }
  }

  private static TraceHeader header(JsonParser json, LogLines lines) throws IOException, BadLine {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new BadLine("not a JSON object");
    }
    boolean versioned = false;
    Optional<TraceHeader.Source> source = Optional.empty();
    Optional<String> platform = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "armcall" -> {
          once(versioned, name);
          version(json, lines);
          versioned = true;
        }
        case "source" -> {
          once(source.isPresent(), name);
          source = Optional.of(source(json));
        }
        case "platform" -> {
          once(platform.isPresent(), name);
          platform = Optional.of(text(name, json));
        }
        default -> throw new BadLine("there is no field '" + BadLine.shown(name) + "'");
      }
    }
    if (json.nextToken() != null) {
      throw new BadLine("something follows the JSON object");
    }
    if (!versioned) {
      throw new BadLine("it lacks the field 'armcall'");
    }
    return new TraceHeader(
        source.orElseThrow(() -> new BadLine("it lacks the field 'source'")), platform);
  }

  private static void version(JsonParser json, LogLines lines) throws IOException {
    String found = json.getText();
    boolean known =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && found.equals(Integer.toString(TraceHeader.VERSION));
    if (!known) {
      throw new TraceException(
          Problem.VERSION,
          lines.name()
              + ": is a trace of version "
              + BadLine.shown(found)
              + "; this armcall reads version "
              + TraceHeader.VERSION);
    }
  }

  private static TraceHeader.Source source(JsonParser json) throws IOException, BadLine {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new BadLine("source is an object");
    }
    Map<String, String> fields = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (!SOURCE_FIELDS.contains(name)) {
        throw new BadLine("source has no field '" + BadLine.shown(name) + "'");
      }
      json.nextToken();
      once(fields.put(name, text(name, json)) != null, name);
    }
    if (!fields.containsKey("format")) {
      throw new BadLine("source lacks the field 'format'");
    }
    return new TraceHeader.Source(
        fields.get("format"),
        Optional.ofNullable(fields.get("tool")),
        Optional.ofNullable(fields.get("file")));
  }

  private static String text(String name, JsonParser json) throws IOException, BadLine {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new BadLine(name + " is a string");
    }
    return json.getText();
  }

  private static void once(boolean before, String name) throws BadLine {
    if (before) {
      throw new BadLine("the field '" + name + "' is there twice");
    }
  }

  private static TraceException none(LogLines lines, String why) {
    return new TraceException(
        Problem.NO_HEADER,
        lines.name()
            + ": the first line is no header of a canonical trace ("
            + why
            + "); it begins with {\"armcall\":1");
  }
}
