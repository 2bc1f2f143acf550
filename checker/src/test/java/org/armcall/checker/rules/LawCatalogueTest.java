// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.checker.check.CheckException;
import org.armcall.checker.check.Expectation;
import org.armcall.checker.check.ManifestReader;
import org.armcall.checker.check.Model;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/** Each property of each model stands for a rule, or it is said which law it is and whose. */
final class LawCatalogueTest {
  private static final Path SPEC = Path.of(System.getProperty("armcall.home"), "spec");
  private static final RuleCatalogue RULES = RuleCatalogue.load();
  private static final Map<String, Law> LAWS = LawCatalogue.load(RULES).laws();

  private static Set<String> properties() throws CheckException {
    Set<String> names = new TreeSet<>();
    for (Model model : ManifestReader.read(SPEC).models()) {
      names.addAll(model.properties());
      if (model.expect() instanceof Expectation.Violated violated) {
        names.add(violated.property());
      } else if (model.expect() instanceof Expectation.Commands commands) {
        commands.commands().forEach(command -> names.add(command.name()));
      }
    }
    return names;
  }

  private static boolean isRule(String property) {
    return Rule.ofId(property.replace('_', '-')).isPresent();
  }

  @Test
  void everyPropertyOfEveryModelIsARuleOrALaw() throws CheckException {
    Set<String> unsaid = properties();
    assertTrue(unsaid.size() > 300, unsaid.size() + " properties");
    unsaid.removeIf(LawCatalogueTest::isRule);
    unsaid.removeAll(LAWS.keySet());
    assertEquals(Set.of(), unsaid, "spec/properties.json has to say what these are");
  }

  @Test
  void everyLawIsOfAPropertyAndOfNoRule() throws CheckException {
    Set<String> unknown = new TreeSet<>(LAWS.keySet());
    unknown.removeAll(properties());
    assertEquals(Set.of(), unknown);
    assertTrue(LAWS.keySet().stream().noneMatch(LawCatalogueTest::isRule));
  }

  @Test
  void everyLawHasASourceThatIsThere() {
    LAWS.forEach(
        (property, law) -> {
          assertFalse(law.allSources().isEmpty(), property);
          for (RuleEntry.Source source : law.sources()) {
            assertTrue(
                !source.document().startsWith("spec/")
                    || Files.isRegularFile(SPEC.resolveSibling(source.document())),
                source::toString);
          }
        });
  }

  @Test
  void theFileObeysItsSchema() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode schema = json.readTree(SPEC.resolve("properties.schema.json").toFile());
    JsonNode file = json.readTree(SPEC.resolve("properties.json").toFile());
    assertEquals(
        Set.of(),
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(schema)
            .validate(file));
  }

  @Test
  void theSourcesOfItsRulesAreALawsSources() {
    Law law = LAWS.get("EcNamesTheCaller");
    RuleEntry rule = RULES.entry(Rule.SYN_EC_CALLER);
    assertEquals(java.util.List.of(rule), law.rules());
    assertEquals(rule.sources(), law.allSources());
  }
}
