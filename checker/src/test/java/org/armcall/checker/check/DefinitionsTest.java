// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A report leads to the line of the specification that says what is broken. */
final class DefinitionsTest {
  private static final Path SPEC = Path.of(System.getProperty("armcall.home"), "spec");

  private static List<String> names(Model model) {
    List<String> names = new ArrayList<>(model.properties());
    if (model.expect() instanceof Expectation.Violated violated) {
      names.add(violated.property());
    } else if (model.expect() instanceof Expectation.Commands commands) {
      commands.commands().forEach(command -> names.add(command.name()));
    }
    return names;
  }

  @Test
  void everyPropertyOfEveryModelIsFoundWhereItIsWritten() throws CheckException, IOException {
    Set<String> lost = new TreeSet<>();
    int found = 0;
    for (Model model : ManifestReader.read(SPEC).models()) {
      if (model.engine().equals("exhaustion")) {
        continue;
      }
      Definitions definitions = new Definitions(SPEC, model);
      for (String name : names(model)) {
        Optional<Definitions.Definition> place = definitions.of(name);
        if (place.isEmpty()) {
          lost.add(name + " of " + model.name());
          continue;
        }
        found++;
        String line =
            Files.readAllLines(SPEC.resolve(place.get().file())).get(place.get().line() - 1);
        assertTrue(
            line.contains(name.equals("Deadlock") ? "Next" : name), place.get() + ": " + line);
      }
    }
    assertEquals(Set.of(), lost);
    assertTrue(found > 300, found + " properties");
  }

  @Test
  void aModuleIsKnownByItsName() throws CheckException {
    Model model =
        ManifestReader.read(SPEC).models().stream()
            .filter(each -> each.name().equals("syndrome/faults/class-by-callee"))
            .findFirst()
            .orElseThrow();
    Definitions definitions = new Definitions(SPEC, model);
    assertEquals("syndrome/MCEquality.tla", definitions.modules().get("MCEquality"));
    assertEquals("syndrome/Syndrome.tla", definitions.modules().get("Syndrome"));
    assertFalse(definitions.modules().containsKey("TLC"), "it is not of the specification");
  }
}
