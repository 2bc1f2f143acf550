// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.HashSet;
import java.util.Set;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.Value;

/**
 * The Java model asked in the specification's vocabulary, with a fault seeded into its answers on
 * demand.
 */
public final class ModelSide {
  private final SeededFault fault;

  /** The model with that fault; {@link SeededFault#NONE} is the model as it is. */
  public ModelSide(SeededFault fault) {
    this.fault = fault;
  }

  /** The model's outcomes. */
  Set<FlatOutcome> outcomes(Value p, Value s, Value i) {
    SecurityState security = SpecInput.security(s);
    Platform platform = SpecInput.platform(p, security);
    Condition condition = SpecInput.condition(i);
    ProcessorState state = SpecInput.state(s, security, condition, SpecInput.holds(i));
    CallInstruction instruction = SpecInput.instruction(i, state.isa());
    Set<FlatOutcome> flat = new HashSet<>();
    for (Outcome outcome : CallSemantics.outcomes(platform, fault.of(state), instruction)) {
      flat.add(fault.of(FlatOutcome.of(outcome), state, instruction));
    }
    return flat;
  }

  /** Whether the model has such a state; platforms that do not exist have none. */
  boolean reaches(Value p, Value s) {
    SecurityState security = SpecInput.security(s);
    try {
      Platform platform = SpecInput.platform(p, security);
      return Reachability.objection(platform, SpecInput.state(s, security, Condition.AL, true))
          .isEmpty();
    } catch (IllegalArgumentException impossible) {
      return false;
    }
  }

  /** The specification's outcomes. */
  static Set<FlatOutcome> spec(Value set) {
    Set<FlatOutcome> flat = new HashSet<>();
    SetEnumValue elements = (SetEnumValue) set.toSetEnum();
    for (int index = 0; index < elements.elems.size(); index++) {
      flat.add(FlatOutcome.of(elements.elems.elementAt(index)));
    }
    return flat;
  }
}
