// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/**
 * One rule, one id, everywhere: an id stands where the catalogue says that the rule applies, and
 * every id that stands anywhere is in the catalogue.
 */
final class RuleSpineTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final Pattern ID =
      Pattern.compile(
          "\\b(?:"
              + Arrays.stream(Family.values()).map(Enum::name).collect(Collectors.joining("|"))
              + ")[-_](?:[0-9]+[-_])?[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*\\b");
  private static final RuleCatalogue CATALOGUE = RuleCatalogue.load();

  /** The places that the catalogue may name, and the files that are one. */
  private static final Map<String, Predicate<String>> PLACES =
      Map.of(
          "spec",
              path -> path.startsWith("spec/") && (path.endsWith(".tla") || path.endsWith(".als")),
          "model", path -> path.startsWith("model-java/src/main/") && !path.endsWith("/Rule.java"),
          "test", path -> path.startsWith("model-java/src/test/"),
          "replay", path -> path.startsWith("checker/src/main/java/org/armcall/checker/replay/"),
          "emulator", path -> path.startsWith("emulator/src/main/") && path.endsWith(".java"),
          "law", path -> path.startsWith("emulator/src/test/") && path.endsWith(".java"),
          "scenario", path -> path.startsWith("traces/scenarios/") && path.endsWith(".yaml"));

  @Test
  void theCatalogueAndTheEnumerationAreTheSame() {
    assertEquals(
        Arrays.asList(Rule.values()).stream().collect(Collectors.toSet()),
        CATALOGUE.entries().stream().map(RuleEntry::rule).collect(Collectors.toSet()));
  }

  @Test
  void everyRuleStandsWhereItApplies() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Map.Entry<String, Predicate<String>> place : PLACES.entrySet()) {
      Set<String> found = idsIn(place.getValue());
      assertFalse(found.isEmpty(), place.getKey());
      for (RuleEntry entry : CATALOGUE.entries()) {
        if (entry.appliesTo().contains(place.getKey()) && !found.contains(entry.rule().id())) {
          missing.add(entry.rule().id() + " is not in " + place.getKey());
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyIdThatStandsSomewhereIsARule() throws IOException {
    Set<String> known =
        CATALOGUE.entries().stream().map(entry -> entry.rule().id()).collect(Collectors.toSet());
    Set<String> orphans =
        new TreeSet<>(
            idsIn(
                path ->
                    !path.startsWith("checker/src/test/")
                        && Stream.of(".tla", ".als", ".java", ".cfg", "manifest.json")
                            .anyMatch(path::endsWith)));
    orphans.removeAll(known);
    assertEquals(Set.of(), orphans);
  }

  @Test
  void everyRuleSaysOnceWhatItSaysAndWhoSaysSo() {
    for (RuleEntry entry : CATALOGUE.entries()) {
      assertTrue(entry.sentence().endsWith("."), entry.rule().id());
      assertFalse(entry.sources().isEmpty(), entry.rule().id());
      assertTrue(PLACES.keySet().containsAll(entry.appliesTo()), entry.rule().id());
      assertFalse(entry.appliesTo().isEmpty(), entry.rule().id());
    }
  }

  /**
   * Specification and model come from the same reading; each of these rules also cites a witness
   * that is neither.
   */
  @Test
  void routingSyndromeAndReturnRulesHaveAWitness() {
    Set<Family> families = Set.of(Family.ROU, Family.SYN, Family.RET);
    for (RuleEntry entry : CATALOGUE.entries()) {
      assertTrue(
          !families.contains(entry.rule().family()) || !entry.witnesses().isEmpty(),
          entry.rule().id());
    }
  }

  private static Set<String> idsIn(Predicate<String> which) throws IOException {
    Set<String> ids = new TreeSet<>();
    try (Stream<Path> files = Files.walk(HOME)) {
      List<Path> chosen =
          files
              .filter(Files::isRegularFile)
              .filter(
                  path ->
                      !path.toString().contains("/target/") && !path.toString().contains("/.git/"))
              .filter(path -> which.test(HOME.relativize(path).toString().replace('\\', '/')))
              .toList();
      for (Path path : chosen) {
        Matcher matcher = ID.matcher(Files.readString(path));
        while (matcher.find()) {
          ids.add(matcher.group().replace('_', '-'));
        }
      }
    }
    return ids;
  }
}
