// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.rule.Rule;

/** What the properties of the models say, read from {@code spec/properties.json}. */
public final class LawCatalogue {
  private static final String FILE = "/org/armcall/spec/properties.json";

  private final Map<String, Law> laws;

  private LawCatalogue(Map<String, Law> laws) {
    this.laws = Collections.unmodifiableMap(laws);
  }

  /** The catalogue that was built with this program, for rules of this catalogue. */
  public static LawCatalogue load(RuleCatalogue rules) {
    Map<String, Law> laws = new LinkedHashMap<>();
    try (InputStream in = LawCatalogue.class.getResourceAsStream(FILE)) {
      new ObjectMapper()
          .readTree(in)
          .path("properties")
          .properties()
          .forEach(each -> laws.put(each.getKey(), law(each.getKey(), each.getValue(), rules)));
    } catch (IOException broken) {
      throw new IllegalStateException(FILE + " cannot be read", broken);
    }
    return new LawCatalogue(laws);
  }

  /** Every law by the name of its property, in the file's order. */
  public Map<String, Law> laws() {
    return laws;
  }

  /** What the property of that name says; empty where it is named after a rule, or not known. */
  public Optional<Law> law(String property) {
    return Optional.ofNullable(laws.get(property));
  }

  private static Law law(String name, JsonNode node, RuleCatalogue catalogue) {
    List<RuleEntry> rules = new ArrayList<>();
    for (JsonNode id : node.path("rules")) {
      rules.add(
          Rule.ofId(id.asText())
              .map(catalogue::entry)
              .orElseThrow(
                  () -> new IllegalStateException(FILE + ": " + name + " names " + id.asText())));
    }
    return new Law(node.path("law").asText(), rules, RuleCatalogue.sources(node.path("sources")));
  }
}
