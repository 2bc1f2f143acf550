// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.preset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The presets of one kind, and the JSON files that may stand in their place.
 *
 * @param what one of them in words, {@code platform}
 * @param names the names of the presets
 * @param folder where the specification has them, {@code platforms}
 * @param form reads one
 * @param <T> what they are
 */
public record Presets<T>(String what, List<String> names, String folder, Form<T> form) {
  /** In bytes; the largest preset has less than a fiftieth of it. */
  private static final long LARGEST = 1 << 20;

  /**
   * Reads what a JSON object describes.
   *
   * @param <T> what it is
   */
  public interface Form<T> {
    /**
     * What the object describes.
     *
     * @param where what to call it in messages
     * @throws PresetException if it is malformed, or what it describes cannot be
     */
    T parse(JsonNode node, String where) throws PresetException;
  }

  /**
   * What an operand names: a preset, or a JSON file.
   *
   * @throws PresetException if there is no such preset or file, or the file is not of the form
   */
  public T named(String operand) throws PresetException {
    if (names.contains(operand)) {
      return preset(operand);
    }
    if (!operand.endsWith(".json")) {
      throw PresetException.noSuchPreset(
          "there is no " + what + " '" + operand + "'; " + choices() + "; a file ends in .json");
    }
    try {
      if (Files.size(Path.of(operand)) > LARGEST) {
        throw PresetException.input(
            operand + " has more than " + (LARGEST >> 20) + " MB: no " + what + " has");
      }
      return form.parse(new ObjectMapper().readTree(Files.readString(Path.of(operand))), operand);
    } catch (JsonProcessingException malformed) {
      throw PresetException.input(operand + " is not JSON: " + malformed.getOriginalMessage());
    } catch (IOException unreadable) {
      throw PresetException.input(
          operand + " cannot be read: " + reason(operand, unreadable) + "; " + choices());
    }
  }

  private String choices() {
    return "the presets are " + String.join(", ", names);
  }

  /** Why, in words: what the system says is often the file's name alone. */
  private static String reason(String operand, IOException unreadable) {
    if (unreadable instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (unreadable instanceof AccessDeniedException) {
      return "you may not read it";
    }
    if (unreadable instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (Files.isDirectory(Path.of(operand))) {
      return "it is a directory";
    }
    String said = unreadable.getMessage();
    return said == null
        ? unreadable.getClass().getSimpleName()
        : said.lines().findFirst().orElse("");
  }

  private T preset(String name) throws PresetException {
    String resource = "/org/armcall/spec/" + folder + "/" + name + ".json";
    try (InputStream in = Presets.class.getResourceAsStream(resource)) {
      return form.parse(new ObjectMapper().readTree(in), name);
    } catch (IOException broken) {
      throw new IllegalStateException("preset " + name + " cannot be read", broken);
    }
  }
}
