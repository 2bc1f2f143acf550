// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.report.Finding.Step;

/**
 * The steps of a finding in the Informal Trace Format of TLA+ tools (Apalache ADR 015). A step is a
 * state; a record of the model is an object, a sequence an array, a function a {@code #map}.
 */
final class ItfTrace {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern PART =
      Pattern.compile(
          "\\.?([A-Za-z_][A-Za-z0-9_]*)|\\[([0-9]+)\\]|\\[\"([^\"]*)\"\\]|\\[([^\\]]*)\\]");

  /** The value of a variable that an event does not have. */
  private static final String NOT_RECORDED = "not recorded";

  private ItfTrace() {}

  /** One part of a path: of a record, of a sequence, or of a function. */
  private record Part(Kind kind, String key) {}

  private enum Kind {
    FIELD,
    INDEX,
    KEY
  }

  /** What a path leads through. */
  private static final class Node {
    private final Map<Part, Node> below = new LinkedHashMap<>();
    private String leaf = "";
  }

  /** Writes the steps of a finding that has some. */
  static void write(Finding finding, Writer out) throws IOException {
    try (JsonGenerator json = JsonReport.generator(out)) {
      json.setCodec(new com.fasterxml.jackson.databind.ObjectMapper());
      json.writeTree(of(finding));
    }
    out.write("\n");
  }

  static ObjectNode of(Finding finding) {
    ObjectNode itf = NODES.objectNode();
    ObjectNode meta = itf.putObject("#meta");
    meta.put("format", "ITF");
    meta.put("format-description", "https://apalache-mc.org/docs/adr/015adr-trace.html");
    meta.put("description", finding.verdict());
    meta.put("violates", finding.what());
    meta.put("source", finding.place().text());
    itf.putArray("params");
    Set<String> names = new LinkedHashSet<>();
    ArrayNode states = NODES.arrayNode();
    for (Step step : finding.story().steps()) {
      ObjectNode state = states.addObject();
      state.putObject("#meta").put("index", step.number() - 1).put("action", step.text());
      Node root = new Node();
      step.values().forEach((path, value) -> insert(root, path, value));
      root.below.forEach(
          (part, node) -> {
            names.add(part.key());
            state.set(part.key(), value(node));
          });
    }
    ArrayNode vars = itf.putArray("vars");
    names.forEach(vars::add);
    states.forEach(state -> names.forEach(name -> unlessThere((ObjectNode) state, name)));
    finding.story().loopTo().ifPresent(number -> itf.put("loop", number - 1));
    itf.set("states", states);
    return itf;
  }

  /** Each state has each variable: an event of a trace has some, and of others nothing is known. */
  private static void unlessThere(ObjectNode state, String name) {
    if (!state.has(name)) {
      state.putObject(name).put("#unserializable", NOT_RECORDED);
    }
  }

  private static void insert(Node root, String path, String value) {
    Node at = root;
    for (Part part : parts(path)) {
      at = at.below.computeIfAbsent(part, absent -> new Node());
    }
    at.leaf = value;
  }

  private static List<Part> parts(String path) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(path);
    int end = 0;
    while (end < path.length() && matcher.find(end) && matcher.start() == end) {
      if (matcher.group(1) != null) {
        parts.add(new Part(Kind.FIELD, matcher.group(1)));
      } else if (matcher.group(2) != null) {
        parts.add(new Part(Kind.INDEX, matcher.group(2)));
      } else if (matcher.group(3) != null) {
        parts.add(new Part(Kind.KEY, '"' + matcher.group(3) + '"'));
      } else {
        parts.add(new Part(Kind.KEY, matcher.group(4)));
      }
      end = matcher.end();
    }
    return end == path.length() ? parts : List.of(new Part(Kind.FIELD, path));
  }

  private static JsonNode value(Node node) {
    if (node.below.isEmpty()) {
      return new TlaText(node.leaf).value();
    }
    Part first = node.below.keySet().iterator().next();
    if (node.below.keySet().stream().allMatch(part -> part.kind() == Kind.FIELD)) {
      ObjectNode record = NODES.objectNode();
      node.below.forEach((part, each) -> record.set(part.key(), value(each)));
      return record;
    }
    if (isSequence(node)) {
      ArrayNode sequence = NODES.arrayNode();
      node.below.values().forEach(each -> sequence.add(value(each)));
      return sequence;
    }
    ObjectNode function = NODES.objectNode();
    ArrayNode pairs = function.putArray("#map");
    node.below.forEach(
        (part, each) ->
            pairs
                .addArray()
                .add(
                    first.kind() == Kind.FIELD
                        ? NODES.textNode(part.key())
                        : new TlaText(part.key()).value())
                .add(value(each)));
    return function;
  }

  /** Whether the keys are 1, 2 and so on. */
  private static boolean isSequence(Node node) {
    int i = 1;
    for (Part part : node.below.keySet()) {
      if (part.kind() != Kind.INDEX || !part.key().equals(String.valueOf(i++))) {
        return false;
      }
    }
    return true;
  }
}
