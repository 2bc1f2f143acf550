// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy.api;

import java.util.Optional;

/**
 * What became of a command.
 *
 * @param millis wall time of translation and solving
 * @param instance the counterexample of a check or the instance of a run, if there is one
 * @param xml the instance as the Alloy Analyzer reads it, where the file did not expect one
 */
public record CommandResult(
    AlloyCommand command, long millis, Optional<Instance> instance, Optional<String> xml) {

  /** Whether there is a counterexample, of a check, or an instance, of a run. */
  public boolean satisfiable() {
    return instance.isPresent();
  }

  /**
   * Whether the file expected this. A command that expects nothing guards nothing, so it is not
   * met.
   */
  public boolean met() {
    return command.expected() == (satisfiable() ? 1 : 0);
  }
}
