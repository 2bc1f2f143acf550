// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.armcall.traces.preset.PresetException;

/** The cells of an implementation's file: a value and who says so, each. */
final class Cells {
  private static final Set<String> CELL = Set.of("value", "source", "remark");

  private final String where;
  private final Map<String, JsonNode> values;

  private Cells(String where, Map<String, JsonNode> values) {
    this.where = where;
    this.values = values;
  }

  /** The cells of that names, all of which must be there with a source. */
  static Cells of(JsonNode node, List<String> names, String where) throws PresetException {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (String name : names) {
      JsonNode cell = node.path(name);
      if (!cell.isObject()) {
        throw PresetException.input(where + ": " + name + " must have a value and a source");
      }
      fieldsOnly(cell, CELL, where + ": " + name);
      if (!cell.has("value")) {
        throw PresetException.input(where + ": " + name + " has no value");
      }
      source(cell, where + ": " + name);
      if (cell.has("remark") && !isSaid(cell.path("remark"))) {
        throw PresetException.input(where + ": " + name + " has a remark that says nothing");
      }
      values.put(name, cell.path("value"));
    }
    return new Cells(where, values);
  }

  /** The source of a cell. */
  static String source(JsonNode cell, String where) throws PresetException {
    JsonNode source = cell.path("source");
    if (!isSaid(source)) {
      throw PresetException.input(where + " has no source");
    }
    return source.asText();
  }

  private static boolean isSaid(JsonNode text) {
    return text.isTextual() && !text.asText().replace(" ", "").isEmpty();
  }

  /** Refuses a field that is not known. */
  static void fieldsOnly(JsonNode node, Set<String> known, String where) throws PresetException {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw PresetException.input(
            where
                + " has no field '"
                + name
                + "'; it has "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** The same cells, one value replaced. */
  Cells with(String name, JsonNode value) {
    Map<String, JsonNode> others = new LinkedHashMap<>(values);
    others.put(name, value);
    return new Cells(where, others);
  }

  /** One value. */
  JsonNode value(String name) {
    return values.get(name);
  }

  /** One value as the constant that is written so. */
  <E> E one(String name, E[] constants, Function<E, String> text) throws PresetException {
    return one(values.get(name), constants, text, where + ": " + name);
  }

  /** A value as the constant that is written so. */
  static <E> E one(JsonNode value, E[] constants, Function<E, String> text, String where)
      throws PresetException {
    for (E constant : constants) {
      if (value.isTextual() && text.apply(constant).equals(value.asText())) {
        return constant;
      }
    }
    throw PresetException.input(
        where
            + " must be one of "
            + Arrays.stream(constants).map(text).collect(Collectors.joining(", ")));
  }
}
