// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads ITF as a tool would: each state back into paths and TLA+ values, written apart from the
 * writer.
 */
final class ItfSteps {
  private ItfSteps() {}

  static List<Map<String, String>> of(JsonNode itf) {
    List<Map<String, String>> steps = new ArrayList<>();
    for (JsonNode state : itf.path("states")) {
      Map<String, String> values = new TreeMap<>();
      for (JsonNode variable : itf.path("vars")) {
        if (!state.has(variable.asText())) {
          throw new IllegalStateException("a state lacks " + variable.asText());
        }
      }
      state
          .properties()
          .forEach(
              each -> {
                if (!each.getKey().equals("#meta")) {
                  if (!isVariable(itf, each.getKey())) {
                    throw new IllegalStateException(each.getKey() + " is not in vars");
                  }
                  if (!isNotRecorded(each.getValue())) {
                    leaves(each.getKey(), each.getValue(), values);
                  }
                }
              });
      steps.add(values);
    }
    return steps;
  }

  private static boolean isNotRecorded(JsonNode value) {
    return value.path("#unserializable").asText().equals("not recorded");
  }

  private static boolean isVariable(JsonNode itf, String name) {
    for (JsonNode each : itf.path("vars")) {
      if (each.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void leaves(String path, JsonNode value, Map<String, String> into) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        leaves(path + "[" + (i + 1) + "]", value.get(i), into);
      }
    } else if (value.has("#map")) {
      for (JsonNode pair : value.path("#map")) {
        leaves(path + "[" + text(pair.get(0)) + "]", pair.get(1), into);
      }
    } else if (value.isObject()
        && value.properties().stream().noneMatch(e -> e.getKey().startsWith("#"))) {
      value.properties().forEach(each -> leaves(path + "." + each.getKey(), each.getValue(), into));
    } else {
      into.put(path, text(value));
    }
  }

  private static String text(JsonNode value) {
    if (value.isTextual()) {
      return '"' + value.asText().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "TRUE" : "FALSE";
    }
    if (value.has("#set")) {
      return list("{", value.get("#set"), "}");
    }
    if (value.has("#tup")) {
      return list("<<", value.get("#tup"), ">>");
    }
    return value.has("#unserializable") ? value.get("#unserializable").asText() : value.asText();
  }

  private static String list(String begin, JsonNode items, String end) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(text(item)));
    return begin + String.join(", ", texts) + end;
  }
}
