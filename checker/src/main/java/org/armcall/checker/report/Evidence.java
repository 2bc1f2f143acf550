// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One failure in a form that does not depend on who found it.
 *
 * @param what the broken rule or property
 * @param where the place: file and line, or model
 * @param expected what should have been
 * @param observed what was
 * @param steps the raw record of a log, or the steps of a counterexample with the values that
 *     changed
 */
record Evidence(String what, String where, String expected, String observed, List<String> steps) {

  /** The failures of a {@code result.json}, of a replay or of a check. */
  static List<Evidence> of(JsonNode result) {
    List<Evidence> all = new ArrayList<>();
    result.path("violations").forEach(violation -> all.add(violation(violation)));
    for (JsonNode model : result.path("models")) {
      String verdict = model.path("verdict").asText();
      if (!verdict.equals("as-expected") && !verdict.equals("not-run")) {
        all.add(model(model));
      }
    }
    return all;
  }

  private static Evidence violation(JsonNode node) {
    List<String> record = new ArrayList<>();
    node.path("evidence")
        .forEach(
            line -> record.add(line.path("line").asText() + ": " + line.path("text").asText()));
    String cpu = node.has("cpu") ? ", CPU " + node.path("cpu").asText() : "";
    return new Evidence(
        node.path("rule").asText(),
        node.path("file").asText() + ":" + node.path("line").asText() + cpu,
        node.path("expected").asText(),
        node.path("observed").asText(),
        record);
  }

  private static Evidence model(JsonNode node) {
    JsonNode observed = node.path("observed");
    List<String> reasons = new ArrayList<>();
    node.path("reasons").forEach(reason -> reasons.add(reason.asText()));
    return new Evidence(
        observed.path("property").asText(node.path("verdict").asText()),
        "model " + node.path("name").asText(),
        describe(node.path("expected")),
        String.join("; ", reasons),
        steps(observed.path("counterexample").path("steps")));
  }

  private static String describe(JsonNode expected) {
    String property = expected.has("property") ? " of " + expected.path("property").asText() : "";
    String states =
        expected.has("distinctStates")
            ? ", " + expected.path("distinctStates").asText() + " distinct states"
            : "";
    return expected.path("verdict").asText("every command as the manifest says")
        + property
        + states;
  }

  private static List<String> steps(JsonNode steps) {
    List<String> lines = new ArrayList<>();
    Map<String, String> before = new LinkedHashMap<>();
    for (JsonNode step : steps) {
      lines.add("step " + step.path("number").asText() + "  " + step.path("action").asText());
      for (Map.Entry<String, JsonNode> value : step.path("values").properties()) {
        String now = value.getValue().asText();
        if (!now.equals(before.put(value.getKey(), now))) {
          lines.add("    " + value.getKey() + " = " + now);
        }
      }
    }
    return lines;
  }
}
