// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The fields of one JSON object; what is wrong with them is added to a list, with the place. */
final class ManifestFields {

  private final JsonNode node;
  private final String where;
  private final List<String> errors;

  ManifestFields(JsonNode node, String where, List<String> errors) {
    this.node = node;
    this.where = where;
    this.errors = errors;
  }

  void wrong(String field, String expected, String found) {
    errors.add(where + ": field '" + field + "': " + expected + ", found " + found);
  }

  boolean has(String field) {
    return node.has(field);
  }

  /** A field that is not known is most likely one that is misspelt, and would be ignored. */
  void onlyThese(Set<String> known) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        wrong(name, "expected one of " + new TreeSet<>(known), "this one");
      }
    }
  }

  /** A text; without a default value it must be there. */
  String text(String field, String ifAbsent) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() && ifAbsent != null) {
      return ifAbsent;
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      wrong(field, "expected a text", value.isMissingNode() ? "nothing" : value.toString());
      return "";
    }
    return value.asText();
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    JsonNode value = node.path(field);
    if (!value.isArray() && !value.isMissingNode()) {
      wrong(field, "expected a list of texts", value.toString());
    }
    for (JsonNode element : value) {
      if (element.isTextual()) {
        texts.add(element.asText());
      } else {
        wrong(field, "expected a list of texts", element.toString());
      }
    }
    return texts;
  }

  boolean flag(String field) {
    JsonNode value = node.path(field);
    if (!value.isBoolean() && !value.isMissingNode()) {
      wrong(field, "expected true or false", value.toString());
    }
    return value.asBoolean(false);
  }

  int count(String field, int least) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return least;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < least) {
      wrong(field, "expected a whole number, at least " + least, value.toString());
      return least;
    }
    return value.asInt();
  }

  /** One of a few words, or numbers. */
  String word(String field, Set<String> words) {
    String word = node.path(field).asText("");
    if (!words.contains(word)) {
      wrong(
          field,
          "expected one of " + new TreeSet<>(words),
          has(field) ? node.path(field).toString() : "nothing");
    }
    return word;
  }

  <T extends Enum<T>> T constant(String field, Class<T> type, T ifWrong) {
    Set<String> words = new TreeSet<>();
    T found = ifWrong;
    for (T constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      words.add(word);
      found = word.equals(node.path(field).asText("")) ? constant : found;
    }
    word(field, words);
    return found;
  }

  ManifestFields object(String field, Set<String> known) {
    if (!node.path(field).isObject()) {
      wrong(field, "expected an object", has(field) ? node.path(field).toString() : "nothing");
    }
    ManifestFields fields =
        new ManifestFields(node.path(field), where + ": '" + field + "'", errors);
    fields.onlyThese(known);
    return fields;
  }

  List<ManifestFields> objects(String field, Set<String> known) {
    List<ManifestFields> objects = new ArrayList<>();
    for (JsonNode element : node.path(field)) {
      ManifestFields fields =
          new ManifestFields(
              element, where + ": '" + field + "' number " + (objects.size() + 1), errors);
      fields.onlyThese(known);
      objects.add(fields);
    }
    return objects;
  }
}
