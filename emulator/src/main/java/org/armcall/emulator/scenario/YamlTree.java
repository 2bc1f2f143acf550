// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads YAML into nodes that know their line.
 *
 * <p>Anchors and aliases are refused, so that a small file cannot become a large tree; so are a
 * second document and a key that is there twice.
 */
final class YamlTree {
  /** No scenario is deeper; what is, is not meant to be read. */
  private static final int DEEPEST = 16;

  private final String file;
  private final YAMLParser parser;

  private YamlTree(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * The document.
   *
   * @param file what to call it in messages
   * @throws ScenarioException if it is not one YAML document without aliases
   */
  static Node parse(String file, String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setNestingDepthLimit(DEEPEST * 2);
    limits.setCodePointLimit(ScenarioReader.LARGEST + 1);
    YAMLFactory factory = YAMLFactory.builder().loaderOptions(limits).build();
    try (YAMLParser parser = factory.createParser(text)) {
      YamlTree tree = new YamlTree(file, parser);
      if (parser.nextToken() == null) {
        throw new ScenarioException(
            file + ": it is empty; a scenario begins with 'armcall: scenario 1'");
      }
      Node root = tree.node(0);
      if (parser.nextToken() != null) {
        throw tree.refuse("a second document begins here; one file is one scenario");
      }
      return root;
    } catch (JsonProcessingException malformed) {
      int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      throw new ScenarioException(file, line, "", "it is not YAML: " + firstLine(malformed));
    } catch (IOException impossible) {
      throw new ScenarioException(file + ": " + impossible.getMessage());
    }
  }

  private static String firstLine(JsonProcessingException malformed) {
    String message = String.valueOf(malformed.getOriginalMessage());
    // What is wrong stands behind what was being read ("while scanning ...").
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.matches("(while |in .).*"))
        .findFirst()
        .map(line -> line.replaceFirst(", got this instead.*", ""))
        .orElse("it is cut off or malformed");
  }

  private ScenarioException refuse(String problem) {
    return new ScenarioException(file, line(), "", problem);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private Node node(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw refuse("it is nested deeper than any scenario");
    }
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw refuse("anchors and aliases are not allowed in a scenario; write the value out");
    }
    int line = line();
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Node.Mapping(line, fields(depth));
      case START_ARRAY -> new Node.Sequence(line, items(depth));
      case VALUE_NULL -> new Node.Scalar(line, "");
      default -> new Node.Scalar(line, parser.getText());
    };
  }

  private Map<String, Node.Entry> fields(int depth) throws IOException {
    Map<String, Node.Entry> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      int line = line();
      parser.nextToken();
      if (fields.put(key, new Node.Entry(line, node(depth + 1))) != null) {
        throw new ScenarioException(file, line, key, "it is there twice; leave one out");
      }
    }
    return Collections.unmodifiableMap(fields);
  }

  private List<Node> items(int depth) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return List.copyOf(items);
  }
}
