// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One model of the manifest.
 *
 * @param name unique, as on the command line
 * @param subject the directory of the specification that it belongs to
 * @param engine {@code tlc}, {@code alloy} or {@code exhaustion}
 * @param kind what the model is for
 * @param module the module's path, relative to the specification
 * @param config the path of TLC's configuration; empty for Alloy
 * @param profiles when it runs
 * @param about one sentence
 * @param bounds what the bounds are and why
 * @param properties the names of what is checked, in the order of the configuration
 * @param expect the expected verdict
 * @param witnesses whether every property's antecedent and every action must have been seen
 * @param burst whether it is small enough to share a child JVM
 * @param heap the largest heap of its JVM, as after {@code -Xmx}
 * @param workers TLC's worker threads
 * @param expectCalls for each profile, how many inputs the Java model must have been compared on
 * @param timeLimit how long it may run, where the manifest says
 */
public record Model(
    String name,
    String subject,
    String engine,
    Kind kind,
    String module,
    Optional<String> config,
    Set<Profile> profiles,
    String about,
    String bounds,
    List<String> properties,
    Expectation expect,
    boolean witnesses,
    boolean burst,
    String heap,
    int workers,
    Map<Profile, ProductFormula> expectCalls,
    Optional<Duration> timeLimit) {

  /** What a model is for. */
  public enum Kind {
    /** The specification itself. */
    MODEL,
    /** The specification with one fault, which must be found. */
    MUTANT,
    /** The specification against the Java model. */
    EQUALITY
  }
}
