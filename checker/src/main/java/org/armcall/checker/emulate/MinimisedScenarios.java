// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.minimise.MinimalScenario;
import org.armcall.checker.report.RunDirectory;

/**
 * The minimal scenarios of a run.
 *
 * @param all one for each scenario of the run; empty for one whose trace breaks no rule
 */
record MinimisedScenarios(List<Optional<MinimalScenario>> all) {
  /** Nothing was to be minimised. */
  static final MinimisedScenarios NONE = new MinimisedScenarios(List.of());

  /** Copies the list. */
  MinimisedScenarios {
    all = List.copyOf(all);
  }

  /**
   * Shrinks each whose trace breaks a rule.
   *
   * @param remarks takes a line about each that has none
   */
  static MinimisedScenarios of(List<Emulation> runs, Consumer<String> remarks) {
    List<Optional<MinimalScenario>> all = new ArrayList<>();
    for (Emulation run : runs) {
      Optional<MinimalScenario> minimal =
          run.violated().isEmpty()
              ? Optional.empty()
              : MinimalScenario.of(run.run().scenario(), run.run().run().schedule());
      if (minimal.isEmpty()) {
        remarks.accept(
            run.run().scenario().name()
                + (run.violated().isEmpty()
                    ? " breaks no rule; there is nothing to minimise"
                    : " is too long to be minimised; give it a lower limit"));
      }
      all.add(minimal);
    }
    return new MinimisedScenarios(all);
  }

  /** A scenario that was run must not be lost. */
  void refuseToOverwrite(Path directory, List<String> scenarios) {
    for (Optional<MinimalScenario> minimal : all) {
      for (String scenario : scenarios) {
        Path file = directory.resolve(minimal.map(MinimalScenario::fileName).orElse(""));
        if (minimal.isPresent() && isSame(file, Path.of(scenario))) {
          throw CommandException.usage(
              "--minimise would write over " + scenario + "; give --out another directory");
        }
      }
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.isSameFile(one, other);
    } catch (IOException unreadable) {
      return true;
    }
  }

  /** Writes them. */
  void write(RunDirectory directory) {
    for (Optional<MinimalScenario> minimal : all) {
      try {
        if (minimal.isPresent()) {
          minimal.get().write(directory.stage());
        }
      } catch (IOException unwritable) {
        throw Unwritable.lost(directory.named(), unwritable);
      }
    }
  }

  /** For people: a line for each. */
  List<String> toText(Path directory) {
    return all.stream().flatMap(Optional::stream).map(each -> each.toText(directory)).toList();
  }

  /** Adds them to the result of the run, and to the violations of each. */
  ObjectNode addTo(ObjectNode result) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isPresent()) {
        MinimalScenario minimal = all.get(i).get();
        ObjectNode scenario = (ObjectNode) result.path("scenarios").get(i);
        scenario.set("minimised", minimal.toJson());
        for (JsonNode violation : scenario.path("violations")) {
          ((ObjectNode) violation).put("minimised", minimal.size() + ", in " + minimal.fileName());
        }
      }
    }
    return result;
  }
}
