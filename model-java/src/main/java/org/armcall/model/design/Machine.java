// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;

/**
 * A Non-secure caller at EL1 of a platform.
 *
 * @param platform the platform
 * @param inForce the execution state in force of each implemented level
 * @param isa the caller's instruction set
 */
public record Machine(
    Platform platform, Map<ExceptionLevel, ExecutionState> inForce, InstructionSet isa) {

  /** Z is set, so that EQ holds. */
  private static final Flags ZERO_SET = new Flags(4);

  /** Copies the map. */
  public Machine {
    inForce = Map.copyOf(inForce);
  }

  /** Every caller at EL1 of a platform: each execution state that can be in force, each set. */
  public static List<Machine> of(Platform platform) {
    List<Map<ExceptionLevel, ExecutionState>> choices =
        List.of(new EnumMap<>(ExceptionLevel.class));
    for (ExceptionLevel level : ExceptionLevel.values()) {
      if (platform.has(level)) {
        choices = withEachState(choices, level);
      }
    }
    List<Machine> machines = new ArrayList<>();
    for (Map<ExceptionLevel, ExecutionState> inForce : choices) {
      for (InstructionSet isa : InstructionSet.values()) {
        Machine machine = new Machine(platform, inForce, isa);
        if (isDistinct(machine)
            && Reachability.objection(platform, machine.state(Set.of(), ItState.NONE)).isEmpty()) {
          machines.add(machine);
        }
      }
    }
    return machines;
  }

  private static List<Map<ExceptionLevel, ExecutionState>> withEachState(
      List<Map<ExceptionLevel, ExecutionState>> choices, ExceptionLevel level) {
    List<Map<ExceptionLevel, ExecutionState>> longer = new ArrayList<>();
    for (Map<ExceptionLevel, ExecutionState> choice : choices) {
      for (ExecutionState state : ExecutionState.values()) {
        Map<ExceptionLevel, ExecutionState> more = new EnumMap<>(ExceptionLevel.class);
        more.putAll(choice);
        more.put(level, state);
        longer.add(more);
      }
    }
    return longer;
  }

  /** EL0 in the caller's own state stands for both: no call of EL1 depends on it. */
  private static boolean isDistinct(Machine machine) {
    return machine.inForce.get(ExceptionLevel.EL0) == machine.inForce.get(ExceptionLevel.EL1);
  }

  /** The state in which the caller calls. */
  ProcessorState state(Set<Control> controls, ItState it) {
    return new ProcessorState(
        ExceptionLevel.EL1,
        isa,
        isa == InstructionSet.A64 ? Mode.EL1H : Mode.SVC,
        SecurityState.NONSECURE,
        inForce,
        ZERO_SET,
        it,
        BranchType.NONE,
        false,
        false,
        false,
        controls);
  }

  /** The same caller of a platform that differs in its choices. */
  Machine on(Platform other) {
    return new Machine(other, inForce, isa);
  }

  /** Whether the platform implements EL3. */
  public boolean hasEl3() {
    return platform.has(ExceptionLevel.EL3);
  }
}
