// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.checker.cli.Amount;

/**
 * Compares what an engine found with what the manifest expects. A search that proves too little
 * does not pass.
 */
public final class Judge {

  private final Profile profile;

  /** Judges the runs of one profile. */
  public Judge(Profile profile) {
    this.profile = profile;
  }

  /**
   * The verdict on a model.
   *
   * @param requiredWitnesses the names that must have been seen where the model asks for witnesses
   *     and holds
   */
  public Verdict judge(Model model, Outcome outcome, Set<String> requiredWitnesses) {
    if (outcome instanceof Outcome.Cancelled) {
      return new Verdict.NotRun();
    } else if (outcome instanceof Outcome.Failed failed) {
      return new Verdict.Failed(failed.message());
    } else if (outcome instanceof Outcome.Unreadable unreadable) {
      return new Verdict.Unreadable(unreadable.message());
    } else if (outcome instanceof Outcome.Holds holds) {
      return holds(model, holds.seen(), requiredWitnesses);
    } else if (outcome instanceof Outcome.Violated violated) {
      return violated(model, violated);
    }
    return commands(model, (Outcome.Commands) outcome);
  }

  private Verdict holds(Model model, Outcome.Exploration seen, Set<String> requiredWitnesses) {
    List<String> reasons = new ArrayList<>();
    if (model.expect() instanceof Expectation.Violated expected) {
      reasons.add(
          "expected a violation of "
              + expected.property()
              + ", but every property holds in "
              + states(seen));
    } else if (model.expect() instanceof Expectation.Holds expected) {
      checkExplored(model, expected, seen, reasons);
      if (model.witnesses()) {
        checkWitnesses(seen.witnesses(), requiredWitnesses, reasons);
      }
    } else {
      reasons.add("expected answers of commands, but the engine checked properties");
    }
    checkCalls(model, seen, reasons);
    return verdict("holds", reasons);
  }

  private static void checkExplored(
      Model model, Expectation.Holds expected, Outcome.Exploration seen, List<String> reasons) {
    if (seen.queue() != 0) {
      reasons.add(
          Amount.of(seen.queue(), "state")
              + (seen.queue() == 1 ? " was" : " were")
              + " left unexplored");
    }
    if (expected.distinctStates().isPresent()) {
      if (expected.distinctStates().getAsLong() != seen.distinct()) {
        reasons.add(
            "expected "
                + expected.distinctStates().getAsLong()
                + " distinct states, found "
                + seen.distinct()
                + ": another state space was explored than the manifest says");
      }
    } else if (model.kind() != Model.Kind.EQUALITY) {
      reasons.add(
          "the manifest has no 'distinctStates'; "
              + seen.distinct()
              + " were found: write the number down if it is right");
    }
  }

  private static void checkWitnesses(
      Map<String, Long> seen, Set<String> required, List<String> reasons) {
    for (String name : required) {
      Long count = seen.get(name);
      if (count == null) {
        reasons.add("the witness \"" + name + "\" was never evaluated");
      } else if (count == 0) {
        reasons.add(
            "the witness \""
                + name
                + "\" was never true: what depends on it was checked for nothing");
      }
    }
  }

  private void checkCalls(Model model, Outcome.Exploration seen, List<String> reasons) {
    ProductFormula expected = model.expectCalls().get(profile);
    if (expected == null) {
      return;
    }
    if (seen.calls().isEmpty()) {
      reasons.add("the Java model was never asked: no operator of the module is overridden by it");
    } else if (seen.calls().getAsLong() != expected.value()) {
      reasons.add(
          "expected "
              + expected.value()
              + " inputs ("
              + expected.text()
              + ") to be compared with the Java model, found "
              + seen.calls().getAsLong());
    }
    if (!seen.mismatches().isEmpty()) {
      reasons.add(
          "the specification and the Java model differ: " + String.join("\n", seen.mismatches()));
    }
  }

  private static Verdict violated(Model model, Outcome.Violated violated) {
    List<String> reasons = new ArrayList<>();
    if (model.expect() instanceof Expectation.Violated expected) {
      if (!expected.property().equals(violated.property())) {
        reasons.add(
            "expected a violation of "
                + expected.property()
                + ", but "
                + violated.property()
                + " is violated first");
      }
    } else {
      reasons.add("expected to hold, but " + violated.property() + " is violated");
      reasons.addAll(violated.seen().mismatches());
    }
    return verdict("violates " + violated.property(), reasons);
  }

  private static Verdict commands(Model model, Outcome.Commands outcome) {
    List<String> reasons = new ArrayList<>();
    if (!(model.expect() instanceof Expectation.Commands expected)) {
      return verdict(
          "commands", List.of("expected properties to be checked, but the engine ran commands"));
    }
    Map<String, Outcome.CommandResult> results = new HashMap<>();
    for (Outcome.CommandResult result : outcome.results()) {
      if (results.put(result.name(), result) != null) {
        reasons.add("the command " + result.name() + " ran twice");
      }
    }
    for (Expectation.Command command : expected.commands()) {
      Outcome.CommandResult result = results.remove(command.name());
      if (result == null) {
        reasons.add("the command " + command.name() + " did not run");
      } else if (result.satisfiable() != command.satisfiable()) {
        reasons.add(
            "the command "
                + command.name()
                + (command.satisfiable()
                    ? " has no instance, expected one"
                    : " has an instance, expected none"));
      }
    }
    results
        .keySet()
        .forEach(name -> reasons.add("the command " + name + " is not in the manifest"));
    return verdict(Amount.of(outcome.results().size(), "command"), reasons);
  }

  private static String states(Outcome.Exploration seen) {
    return Amount.of(seen.distinct(), "distinct state");
  }

  private static Verdict verdict(String note, List<String> reasons) {
    return reasons.isEmpty() ? new Verdict.Met(note) : new Verdict.Missed(note, reasons);
  }
}
