// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.Design;
import org.armcall.model.design.Verdict;
import org.junit.jupiter.api.Test;

/**
 * Each completion of each cell is decided in the specification too, and alike: what is safe here is
 * a check that finds nothing there, or a model that holds; what is unsafe here is found there.
 */
final class SpecificationAgreesTest {
  private static final Path SPEC = Path.of(System.getProperty("armcall.home")).resolve("spec");
  private static final Pattern COMMAND = Pattern.compile("(?m)^(check|run) (\\w+)");

  private static final Comparison ALL =
      Comparison.of(List.of(Design.values()), CompareCommand.everyColumn());

  /** What the specification finds, by the manifest, which {@code armcall check} enforces. */
  private static String found(JsonNode model, SpecifiedBy by) throws IOException {
    if (model.get("engine").asText().equals("alloy")) {
      String name = by.name().orElseThrow();
      for (JsonNode command : model.get("commands")) {
        if (command.get("name").asText().equals(name)) {
          boolean instance = command.get("expect").asInt() == 1;
          boolean isCheck =
              kinds(SPEC.resolve(model.get("module").asText())).get(name).equals("check");
          assertTrue(isCheck || instance, name + ": nothing is shown by a run that finds nothing");
          return instance ? "unsafe" : "safe";
        }
      }
      throw new AssertionError("no command " + name);
    }
    boolean holds = model.get("expect").get("verdict").asText().equals("holds");
    if (by.name().isPresent()) {
      Set<String> properties = new HashSet<>();
      model.get("properties").forEach(each -> properties.add(each.asText()));
      assertTrue(properties.contains(by.name().get()), by.text());
    }
    return holds ? "safe" : "unsafe";
  }

  private static Map<String, String> kinds(Path module) throws IOException {
    Map<String, String> kinds = new HashMap<>();
    Matcher matcher = COMMAND.matcher(Files.readString(module));
    while (matcher.find()) {
      kinds.put(matcher.group(2), matcher.group(1));
    }
    return kinds;
  }

  private static Map<String, JsonNode> models() throws IOException {
    Map<String, JsonNode> models = new HashMap<>();
    new ObjectMapper()
        .readTree(Files.readString(SPEC.resolve("manifest.json")))
        .get("models")
        .forEach(model -> models.put(model.get("name").asText(), model));
    return models;
  }

  @Test
  void everyCompletionOfEveryCellIsFoundAlikeInTheSpecification() throws IOException {
    Map<String, JsonNode> models = models();
    Set<String> differences = new TreeSet<>();
    int safe = 0;
    int unsafe = 0;
    for (Cell cell : ALL.cells()) {
      for (Cell.Leaf leaf : cell.leaves()) {
        SpecifiedBy by = SpecifiedBy.of(cell, leaf);
        JsonNode model = models.get(by.model());
        assertFalse(model == null, by.model());
        String found = found(model, by);
        // That nothing comes to a handler is a property that holds.
        String here = leaf.verdict() instanceof Verdict.NoCall ? "safe" : leaf.verdict().word();
        safe += here.equals("safe") ? 1 : 0;
        unsafe += here.equals("unsafe") ? 1 : 0;
        if (!found.equals(here)) {
          differences.add(
              cell.design()
                  + " "
                  + cell.property()
                  + " "
                  + cell.column().kind()
                  + " "
                  + leaf.assumed()
                  + ": here "
                  + here
                  + ", by "
                  + by.text()
                  + " "
                  + found);
        }
      }
    }
    assertEquals(Set.of(), differences);
    assertTrue(safe > 300 && unsafe > 200, safe + " safe, " + unsafe + " unsafe");
  }

  /** A command that speaks of another design or conduit would agree by accident. */
  @Test
  void aCommandIsOfTheDesignAndConduitOfItsCell() {
    for (Cell cell : ALL.cells()) {
      for (Cell.Leaf leaf : cell.leaves()) {
        SpecifiedBy by = SpecifiedBy.of(cell, leaf);
        Optional<String> name = by.name().filter(each -> each.startsWith("D"));
        if (name.isEmpty()) {
          continue;
        }
        String command = name.get();
        Set<Character> designs =
            switch (cell.design()) {
              // D3 differs from D2, and D5 and D6 from D4, in who chose; what is seen is the same.
              case D3 -> Set.of('2', '3');
              case D5 -> Set.of('4', '5');
              case D6 -> Set.of('4', '6');
              default -> Set.of(cell.design().name().charAt(1));
            };
        assertTrue(designs.contains(command.charAt(1)), cell.design() + ": " + command);
        boolean narrow = cell.column().isNarrowSmc();
        boolean hvc = cell.column().conduit() == Conduit.HVC;
        boolean ofNoConduit = command.equals("D8HasNoSmc");
        assertTrue(!command.contains("Hvc") || hvc, cell.column() + ": " + command);
        assertTrue(!command.contains("Smc32") || narrow, cell.column() + ": " + command);
        assertTrue(
            !command.contains("Smc64") || (!hvc && !narrow) || ofNoConduit,
            cell.column() + ": " + command);
      }
    }
  }

  @Test
  void everyCommandOfTheDesignsDecidesACell() throws IOException {
    Set<String> used = new TreeSet<>();
    for (Cell cell : ALL.cells()) {
      for (Cell.Leaf leaf : cell.leaves()) {
        SpecifiedBy by = SpecifiedBy.of(cell, leaf);
        if (by.model().equals("namespace/designs")) {
          used.add(by.name().orElseThrow());
        }
      }
    }
    Set<String> all = new TreeSet<>(kinds(SPEC.resolve("namespace/DesignCells.als")).keySet());
    // Of the unmasked test on today's hardware, by SMC: masked and unmasked are both safe there.
    all.remove("D1UnmaskedSmc64Today");
    assertEquals(all, used);
  }
}
