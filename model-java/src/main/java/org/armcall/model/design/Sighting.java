// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.Set;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.state.Control;

/**
 * One way in which a call comes to a handler.
 *
 * @param machine the caller
 * @param controls the control bits that are 1
 * @param instruction the call; its condition holds
 * @param taken the outcome
 */
public record Sighting(
    Machine machine, Set<Control> controls, CallInstruction instruction, Outcome.Taken taken) {

  /** Copies the set. */
  public Sighting {
    controls = Set.copyOf(controls);
  }

  /** What a handler can tell it by: sightings with equal views are one to every dispatcher. */
  Object view() {
    return java.util.List.of(
        machine.isa(),
        instruction.immediate(),
        taken.entry().target(),
        taken.entry().targetState(),
        taken.entry().syndrome());
  }
}
