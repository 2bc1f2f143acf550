// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What an engine found, before it is compared with what was expected. */
public sealed interface Outcome {

  /** The search is complete and nothing is violated. */
  record Holds(Exploration seen) implements Outcome {}

  /** A property is violated; where the engine cannot tell which one, the name says so. */
  record Violated(String property, Counterexample counterexample, Exploration seen)
      implements Outcome {}

  /** The answers of an Alloy module's commands. */
  record Commands(List<CommandResult> results) implements Outcome {}

  /** The module or its configuration cannot be read. */
  record Unreadable(String message) implements Outcome {}

  /** The engine did not get to an answer. */
  record Failed(String message) implements Outcome {}

  /** The check was stopped before this model was done. */
  record Cancelled() implements Outcome {}

  /**
   * How far a search went.
   *
   * @param distinct distinct states
   * @param generated states generated, repeated ones too
   * @param queue states left to expand: 0 when the search is complete
   * @param depth of the search; 0 when not known
   * @param witnesses how often each witness was seen
   * @param calls how many inputs the Java model was compared on, in an equality model
   * @param mismatches the inputs on which the two differ, as text
   * @param facts what else belongs to the record of a run: the engine's version, a seed
   */
  record Exploration(
      long distinct,
      long generated,
      long queue,
      int depth,
      Map<String, Long> witnesses,
      OptionalLong calls,
      List<String> mismatches,
      Map<String, String> facts) {}

  /**
   * The answer of one Alloy command.
   *
   * @param instance the instance as text, empty where there is none
   * @param xml the instance as the Alloy Analyzer reads it, empty where the file expected it or
   *     there is none
   */
  record CommandResult(String name, boolean satisfiable, String instance, String xml) {}
}
