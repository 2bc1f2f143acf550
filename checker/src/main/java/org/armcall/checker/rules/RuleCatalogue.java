// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.checker.rules.RuleEntry.Source;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;

/** The catalogue of rules, read from {@code spec/rules}. */
public final class RuleCatalogue {
  private final Map<Rule, RuleEntry> entries;
  private final Map<Family, String> titles;

  private RuleCatalogue(Map<Rule, RuleEntry> entries, Map<Family, String> titles) {
    this.entries = Collections.unmodifiableMap(entries);
    this.titles = Collections.unmodifiableMap(titles);
  }

  /** The catalogue that was built with this program. */
  public static RuleCatalogue load() {
    Map<Rule, RuleEntry> entries = new LinkedHashMap<>();
    Map<Family, String> titles = new LinkedHashMap<>();
    ObjectMapper mapper = new ObjectMapper();
    for (Family family : Family.values()) {
      String name = "/org/armcall/spec/rules/" + family + ".json";
      try (InputStream in = RuleCatalogue.class.getResourceAsStream(name)) {
        JsonNode root = mapper.readTree(in);
        titles.put(family, root.path("title").asText());
        for (JsonNode node : root.path("rules")) {
          RuleEntry entry = entry(name, node);
          if (entry.rule().family() != family || entries.put(entry.rule(), entry) != null) {
            throw new IllegalStateException(
                name + ": " + entry.rule() + " stands twice or in the wrong file");
          }
        }
      } catch (IOException broken) {
        throw new IllegalStateException(name + " cannot be read", broken);
      }
    }
    return new RuleCatalogue(entries, titles);
  }

  /** Every rule, in the catalogue's order. */
  public List<RuleEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** The entry of a rule. */
  public RuleEntry entry(Rule rule) {
    RuleEntry entry = entries.get(rule);
    if (entry == null) {
      throw new IllegalStateException(rule + " is not in the catalogue");
    }
    return entry;
  }

  /** What a family is about. */
  public String title(Family family) {
    return titles.get(family);
  }

  private static RuleEntry entry(String file, JsonNode node) {
    String id = node.path("id").asText();
    Rule rule =
        Rule.ofId(id)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        file + ": " + id + " is not in the enumeration Rule"));
    Set<String> appliesTo = new LinkedHashSet<>();
    node.path("appliesTo").forEach(place -> appliesTo.add(place.asText()));
    return new RuleEntry(
        rule,
        node.path("sentence").asText(),
        sources(node.path("sources")),
        sources(node.path("witness")),
        Collections.unmodifiableSet(appliesTo));
  }

  static List<Source> sources(JsonNode nodes) {
    List<Source> sources = new ArrayList<>();
    for (JsonNode node : nodes) {
      sources.add(
          node.isTextual()
              ? new Source(node.asText(), "")
              : new Source(node.path("document").asText(), node.path("place").asText()));
    }
    return List.copyOf(sources);
  }
}
