// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.Optional;
import org.armcall.emulator.scenario.Scenario;

/**
 * What the reference emulator runs for a finding that no image shows.
 *
 * @param kind what the run has to do with the finding
 * @param scenario what is run
 * @param from where it is from, for people; empty where it was made for the finding
 */
record EmulatorRun(Kind kind, Scenario scenario, Optional<String> from) {
  /** What a run has to do with a finding. */
  enum Kind {
    /** The finding is of this run. */
    OWN("own", "the run that the finding is of"),
    /** A counterexample of a model, step by step. */
    COUNTEREXAMPLE("counterexample", "the model's counterexample, its steps taken in turn"),
    /** The finding's call, or the model's steps, where the fault is not. */
    RIGHT("right", "the same where nothing is wrong: hold the two against each other"),
    /** Another run that breaks the same rule. */
    ALIKE("alike", "another run that breaks the same rule");

    private final String word;
    private final String text;

    Kind(String word, String text) {
      this.word = word;
      this.text = text;
    }

    /** For machines. */
    String word() {
      return word;
    }

    /** For people. */
    String text() {
      return text;
    }
  }

  /** What it is, and where it is from. */
  String text() {
    return kind.text() + from.map(file -> " (" + file + ")").orElse("");
  }
}
