// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.armcall.model.function.FunctionId;

/** The fields of one object of a file of claims; every message says which object. */
final class Fields {
  private final JsonNode node;
  private final UnaryOperator<String> where;

  private Fields(JsonNode node, UnaryOperator<String> where) {
    this.node = node;
    this.where = where;
  }

  /** The fields of an object that may have those names and no others. */
  static Fields of(JsonNode node, Set<String> known, String where) throws RegistryException {
    return of(node, known, name -> where);
  }

  /** The same, where the place depends on the field; of the empty name it is that of the object. */
  static Fields of(JsonNode node, Set<String> known, UnaryOperator<String> where)
      throws RegistryException {
    if (!node.isObject()) {
      throw new RegistryException(where.apply("") + " must be an object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new RegistryException(
            where.apply(name)
                + " has a field '"
                + name
                + "', which none has; it may have "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
    return new Fields(node, where);
  }

  boolean has(String name) {
    return node.has(name);
  }

  JsonNode node(String name) {
    return node.path(name);
  }

  RegistryException wrong(String name, String mustBe) {
    return new RegistryException(where.apply(name) + ": " + name + " must be " + mustBe);
  }

  /** A text that is there and says something. */
  String text(String name) throws RegistryException {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.asText().replace(" ", "").isEmpty()) {
      throw wrong(name, "a text that says something");
    }
    return value.asText();
  }

  /** A text that may be absent. */
  Optional<String> optionalText(String name) throws RegistryException {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A text of that form. */
  String text(String name, String form, String mustBe) throws RegistryException {
    JsonNode value = node.path(name);
    if (!value.isTextual() || !value.asText().matches(form)) {
      throw wrong(name, mustBe);
    }
    return value.asText();
  }

  /** A word of 32 bits. */
  FunctionId word(String name) throws RegistryException {
    return new FunctionId(word(node.path(name), name));
  }

  int word(JsonNode value, String name) throws RegistryException {
    if (!value.isTextual() || !value.asText().matches("0x[0-9a-f]{8}")) {
      throw wrong(name, "a word such as 0x84000000, eight digits in lower case");
    }
    return Integer.parseUnsignedInt(value.asText().substring(2), 16);
  }

  /** The constant that is written so. */
  <E> E one(String name, E[] constants, Function<E, String> text) throws RegistryException {
    return one(node.path(name), name, constants, text);
  }

  /** The constants of a list that is not empty and names none twice. */
  <E> Set<E> some(String name, E[] constants, Function<E, String> text) throws RegistryException {
    JsonNode listed = node.path(name);
    Set<E> found = new LinkedHashSet<>();
    for (JsonNode each : listed) {
      found.add(one(each, name, constants, text));
    }
    if (!listed.isArray() || found.isEmpty() || found.size() != listed.size()) {
      throw wrong(name, "a list that is not empty and names none twice");
    }
    return found;
  }

  private <E> E one(JsonNode value, String name, E[] constants, Function<E, String> text)
      throws RegistryException {
    List<String> allowed = new ArrayList<>();
    for (E constant : constants) {
      if (value.isTextual() && text.apply(constant).equals(value.asText())) {
        return constant;
      }
      allowed.add(text.apply(constant));
    }
    throw wrong(name, "one of " + String.join(", ", allowed));
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
