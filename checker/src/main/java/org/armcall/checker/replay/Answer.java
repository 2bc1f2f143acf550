// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import java.util.function.Supplier;

/** What a check says of one event. Nothing is guessed: not known is an answer. */
public sealed interface Answer {

  /** The log shows what the rule asks for. */
  record Holds() implements Answer {
    private static final Holds HOLDS = new Holds();
  }

  /**
   * The log shows something else.
   *
   * @param convention the one that the callee was held to, where that plays a part
   */
  record Violated(String expected, String observed, Optional<FollowedConvention> convention)
      implements Answer {
    Violated(String expected, String observed) {
      this(expected, observed, Optional.empty());
    }
  }

  /** The log does not say enough. */
  record Undetermined(Unknown reason) implements Answer {}

  static Answer holds() {
    return Holds.HOLDS;
  }

  static Answer violated(String expected, String observed) {
    return new Violated(expected, observed);
  }

  static Answer violated(String expected, String observed, FollowedConvention convention) {
    return new Violated(expected, observed, Optional.of(convention));
  }

  static Answer unknown(Unknown reason) {
    return new Undetermined(reason);
  }

  /** Holds, or is violated in the words given. */
  static Answer of(boolean holds, String expected, String observed) {
    return holds ? Holds.HOLDS : new Violated(expected, observed);
  }

  /** Holds, or is violated in the words given: they are made only then. */
  static Answer of(boolean holds, Supplier<String> expected, Supplier<String> observed) {
    return holds ? Holds.HOLDS : new Violated(expected.get(), observed.get());
  }

  default boolean isViolation() {
    return this instanceof Violated;
  }
}
