// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.armcall.emulator.scenario.Node.Entry;
import org.armcall.emulator.scenario.Node.Mapping;
import org.armcall.emulator.scenario.Node.Scalar;
import org.armcall.emulator.scenario.Node.Sequence;

/**
 * A mapping of a scenario that is being read: fetches fields by name and refuses what it cannot
 * use, with file, line and the field's path.
 */
final class Fields {
  private final String file;
  private final String path;
  private final Mapping mapping;

  private Fields(String file, String path, Mapping mapping) {
    this.file = file;
    this.path = path;
    this.mapping = mapping;
  }

  /** The fields of a mapping, which has no others than those named. */
  static Fields of(String file, String path, Node node, List<String> known) {
    if (!(node instanceof Mapping mapping)) {
      throw new ScenarioException(
          file,
          node.line(),
          path,
          "a mapping with " + String.join(", ", known) + " is expected, not " + node.what());
    }
    Fields fields = new Fields(file, path, mapping);
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (!known.contains(name)) {
                throw new ScenarioException(
                    file,
                    entry.line(),
                    fields.path(name),
                    "there is no such field; here are " + String.join(", ", known));
              }
            });
    return fields;
  }

  /** The line that the mapping starts on. */
  int line() {
    return mapping.line();
  }

  /** The line of the field's key, or of the mapping where the field is absent. */
  int line(String name) {
    Entry entry = mapping.entries().get(name);
    return entry == null ? mapping.line() : entry.line();
  }

  /** Whether the field is there. */
  boolean has(String name) {
    return mapping.entries().containsKey(name);
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A refusal that names the field. */
  ScenarioException refuse(String name, String problem) {
    return new ScenarioException(file, line(name), path(name), problem);
  }

  /** The text of a field. */
  Optional<String> text(String name) {
    return Optional.ofNullable(mapping.entries().get(name))
        .map(entry -> scalar(name, entry.value()));
  }

  private String scalar(String name, Node value) {
    if (value instanceof Scalar scalar && !scalar.text().isEmpty()) {
      return scalar.text();
    }
    throw new ScenarioException(
        file,
        value.line(),
        path(name),
        value instanceof Scalar ? "it has no value" : "one value is expected, not " + value.what());
  }

  /** The text of a field that must be there. */
  String required(String name) {
    return text(name).orElseThrow(() -> refuse(name, "this field is missing"));
  }

  /** A field that is one of a few words. */
  <T> Optional<T> oneOf(String name, Map<String, T> words) {
    return text(name).map(text -> word(name, text, words));
  }

  private <T> T word(String name, String text, Map<String, T> words) {
    T value = words.get(text);
    if (value == null) {
      throw refuse(
          name, "it is one of " + String.join(", ", words.keySet()) + ", not '" + text + "'");
    }
    return value;
  }

  /** A field that is true or false. */
  Optional<Boolean> flag(String name) {
    return oneOf(name, ordered("true", true, "false", false));
  }

  static <T> Map<String, T> ordered(String first, T one, String second, T other) {
    Map<String, T> words = new LinkedHashMap<>();
    words.put(first, one);
    words.put(second, other);
    return words;
  }

  /** A field that is a number of up to 64 bits, hexadecimal or decimal. */
  Optional<Long> number(String name) {
    return text(name).map(text -> number(name, text));
  }

  /** A number that must be there. */
  long requiredNumber(String name) {
    return number(name, required(name));
  }

  /** A number within bounds. */
  Optional<Integer> number(String name, int least, int most) {
    return number(name)
        .map(
            value -> {
              if (value < least || value > most) {
                throw refuse(name, "it is a number from " + least + " to " + most);
              }
              return value.intValue();
            });
  }

  private long number(String name, String text) {
    return Numbers.parse(text)
        .orElseThrow(
            () ->
                refuse(
                    name,
                    "'" + text + "' is not a number of 64 bits; write 0x40008000 or 1073774592"));
  }

  /** The fields of a mapping below. */
  Optional<Fields> mapping(String name, List<String> known) {
    return Optional.ofNullable(mapping.entries().get(name))
        .map(entry -> of(file, path(name), entry.value(), known));
  }

  /** A field that is a mapping, as the JSON that it is; empty where it is absent or is text. */
  Optional<JsonNode> json(String name) {
    return Optional.ofNullable(mapping.entries().get(name))
        .map(Entry::value)
        .filter(Mapping.class::isInstance)
        .map(Fields::json);
  }

  /** In the files of JSON that a scenario may hold there are texts and truths, and no numbers. */
  private static JsonNode json(Node node) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (node instanceof Mapping inner) {
      ObjectNode object = nodes.objectNode();
      inner.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
      return object;
    }
    if (node instanceof Sequence sequence) {
      ArrayNode array = nodes.arrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    String text = ((Scalar) node).text();
    return text.equals("true") || text.equals("false")
        ? nodes.booleanNode(text.equals("true"))
        : nodes.textNode(text);
  }

  /** The items of a list of mappings; none where the field is absent. */
  List<Fields> mappings(String name, List<String> known) {
    List<Fields> all = new ArrayList<>();
    int index = 0;
    for (Node item : items(name)) {
      all.add(of(file, path(name) + "[" + index++ + "]", item, known));
    }
    return List.copyOf(all);
  }

  /** The items of a list of texts; none where the field is absent. */
  List<String> texts(String name) {
    return items(name).stream().map(item -> scalar(name, item)).toList();
  }

  private List<Node> items(String name) {
    Entry entry = mapping.entries().get(name);
    if (entry == null) {
      return List.of();
    }
    if (entry.value() instanceof Sequence sequence) {
      return sequence.items();
    }
    throw new ScenarioException(
        file, entry.line(), path(name), "a list is expected, not " + entry.value().what());
  }

  /** A mapping whose keys are not fields of ours, for example register names, to numbers. */
  <K> Map<K, Long> numbers(String name, Function<String, Optional<K>> key, String whatKeysAre) {
    Entry entry = mapping.entries().get(name);
    if (entry == null) {
      return Map.of();
    }
    if (!(entry.value() instanceof Mapping inner)) {
      throw refuse(name, "a mapping is expected, not " + entry.value().what());
    }
    Fields fields = new Fields(file, path(name), inner);
    Map<K, Long> all = new LinkedHashMap<>();
    for (String written : inner.entries().keySet()) {
      K known =
          key.apply(written)
              .orElseThrow(() -> fields.refuse(written, "there is no such " + whatKeysAre));
      all.put(known, fields.requiredNumber(written));
    }
    return java.util.Collections.unmodifiableMap(all);
  }
}
