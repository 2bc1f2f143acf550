// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A value as TLA+ writes it, read into the form that ITF has for it. What is not understood is
 * {@code #unserializable}, which ITF has for that.
 */
final class TlaText {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final BigInteger LARGEST = BigInteger.valueOf((1L << 53) - 1);

  private final String text;
  private int at;

  TlaText(String text) {
    this.text = text;
  }

  /** The value. */
  JsonNode value() {
    Optional<JsonNode> value = any();
    blank();
    return value
        .filter(whole -> at == text.length())
        .orElseGet(() -> NODES.objectNode().put("#unserializable", text));
  }

  private void blank() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean take(String token) {
    blank();
    boolean there = text.startsWith(token, at);
    at += there ? token.length() : 0;
    return there;
  }

  private Optional<JsonNode> any() {
    blank();
    if (take("TRUE")) {
      return Optional.of(NODES.booleanNode(true));
    }
    if (take("FALSE")) {
      return Optional.of(NODES.booleanNode(false));
    }
    if (take("\"")) {
      return string();
    }
    if (take("<<")) {
      ArrayNode tuple = NODES.arrayNode();
      return items(tuple, ">>")
          ? Optional.of(NODES.objectNode().set("#tup", tuple))
          : Optional.empty();
    }
    if (take("{")) {
      ArrayNode set = NODES.arrayNode();
      return items(set, "}") ? Optional.of(NODES.objectNode().set("#set", set)) : Optional.empty();
    }
    return take("[") ? record() : number();
  }

  private Optional<JsonNode> string() {
    StringBuilder string = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      string.append(text.charAt(at++));
    }
    return take("\"") ? Optional.of(NODES.textNode(string.toString())) : Optional.empty();
  }

  private boolean items(ArrayNode into, String end) {
    if (take(end)) {
      return true;
    }
    do {
      Optional<JsonNode> item = any();
      if (item.isEmpty()) {
        return false;
      }
      into.add(item.get());
    } while (take(","));
    return take(end);
  }

  private Optional<JsonNode> record() {
    ObjectNode record = NODES.objectNode();
    do {
      blank();
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
      String name = text.substring(start, at);
      if (name.isEmpty() || !take("|->")) {
        return Optional.empty();
      }
      Optional<JsonNode> value = any();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      record.set(name, value.get());
    } while (take(","));
    return take("]") ? Optional.of(record) : Optional.empty();
  }

  private Optional<JsonNode> number() {
    int start = at;
    at += at < text.length() && text.charAt(at) == '-' ? 1 : 0;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start || text.substring(start, at).equals("-")) {
      return Optional.empty();
    }
    BigInteger number = new BigInteger(text.substring(start, at));
    return number.abs().compareTo(LARGEST) <= 0
        ? Optional.of(NODES.numberNode(number.longValue()))
        : Optional.of(NODES.objectNode().put("#bigint", number.toString()));
  }
}
