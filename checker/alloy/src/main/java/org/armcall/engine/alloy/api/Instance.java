// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy.api;

import java.util.List;

/**
 * A counterexample, or an instance, as the values of its relations.
 *
 * @param states the steps; just one unless the file has variable signatures or fields
 * @param loopsTo the step that follows the last one, from 0
 */
public record Instance(List<List<Relation>> states, int loopsTo) {

  public Instance {
    states = states.stream().map(List::copyOf).toList();
    if (states.isEmpty() || loopsTo < 0 || loopsTo >= states.size()) {
      throw new IllegalArgumentException(states.size() + " states cannot loop to " + loopsTo);
    }
  }

  /**
   * The instance for people: one line for each atom, and of later steps only the lines that
   * changed.
   */
  public List<String> lines() {
    return InstanceText.lines(this);
  }
}
