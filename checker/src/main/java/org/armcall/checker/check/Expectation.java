// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.List;
import java.util.OptionalLong;

/** What the manifest expects of a model. */
public sealed interface Expectation {

  /**
   * Every property holds in exactly this number of distinct states; empty when the manifest does
   * not say.
   */
  record Holds(OptionalLong distinctStates) implements Expectation {}

  /** The model must fail, on this property and on no other one. */
  record Violated(String property) implements Expectation {}

  /** Each command of an Alloy module is satisfiable or not, as expected. */
  record Commands(List<Command> commands) implements Expectation {}

  /** One Alloy command. */
  record Command(String name, boolean satisfiable) {}
}
