// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;

/** Random states that a machine has and that its driver can return to. */
final class StateGenerator {
  private static final List<Mode> PRIVILEGED =
      List.of(Mode.SVC, Mode.SYS, Mode.IRQ, Mode.FIQ, Mode.ABT, Mode.UND);

  private final WitnessMachine machine;
  private final Set<Control> fixed;
  private final Dice dice;

  /**
   * A generator for an image.
   *
   * @param fixed the bits of SCR that are 1, where the driver cannot change SCR
   */
  StateGenerator(WitnessMachine machine, Set<Control> fixed, Dice dice) {
    this.machine = machine;
    this.fixed = Set.copyOf(fixed);
    this.dice = dice;
  }

  ProcessorState next() {
    while (true) {
      ProcessorState state = attempt();
      if (Reachability.objection(machine.platform(), state).isEmpty() && canBeEntered(state)) {
        return state;
      }
    }
  }

  /**
   * No exception return leads to EL1 with TGE=1 (DDI 0487 D1.3.4, illegal return), or into a block
   * of more than one instruction with ITD=1; with PSTATE.IL it may lose IT (RestoredITBits).
   */
  private boolean canBeEntered(ProcessorState state) {
    if (state.level() == EL1
        && state.has(Control.HCR_TGE)
        && Reachability.el2Enabled(machine.platform(), state)) {
      return false;
    }
    Control itd = state.level() == EL2 ? Control.HSCTLR_ITD : Control.SCTLR_ITD;
    boolean block = (state.it().bits() & 7) != 0;
    return !(block && state.has(itd)) && !(state.it() != ItState.NONE && state.illegalState());
  }

  private ProcessorState attempt() {
    SecurityState security = security();
    ExceptionLevel level = level(security);
    Map<ExceptionLevel, ExecutionState> states = states(security);
    InstructionSet isa =
        states.get(level) == AARCH64
            ? InstructionSet.A64
            : dice.percent(45) ? InstructionSet.A32 : InstructionSet.T32;
    ItState it = isa == InstructionSet.T32 && dice.percent(45) ? insideBlock() : ItState.NONE;
    boolean illegal = !machine.platform().isArmv7() && dice.percent(3);
    return new ProcessorState(
        level,
        isa,
        mode(level, isa),
        security,
        states,
        new Flags(dice.below(16)),
        it,
        BranchType.NONE,
        false,
        false,
        illegal,
        controls(states, isa));
  }

  private SecurityState security() {
    return switch (machine.driver()) {
      case EL2, HYP -> SecurityState.NONSECURE;
      case MON -> SecurityState.SECURE;
      case EL3 -> dice.percent(25) ? SecurityState.SECURE : SecurityState.NONSECURE;
    };
  }

  private ExceptionLevel level(SecurityState security) {
    int roll = dice.below(100);
    if (machine.driver() == WitnessMachine.Driver.MON) {
      return roll < 25 ? EL0 : EL3;
    }
    if (roll < 25) {
      return EL0;
    }
    if (roll < 70) {
      return EL1;
    }
    return security == SecurityState.SECURE ? EL3 : EL2;
  }

  /** With SCR.RW and HCR.RW as they come. */
  private Map<ExceptionLevel, ExecutionState> states(SecurityState security) {
    Map<ExceptionLevel, ExecutionState> states = new EnumMap<>(ExceptionLevel.class);
    ExecutionState widest = machine.isAarch64() ? AARCH64 : AARCH32;
    if (machine.hasEl3()) {
      states.put(EL3, widest);
    }
    boolean narrowEl2 = machine.driver() == WitnessMachine.Driver.EL3 && dice.percent(25);
    ExecutionState el2 = narrowEl2 ? AARCH32 : widest;
    boolean follows = security == SecurityState.SECURE;
    ExecutionState el1 = el2 == AARCH64 && !follows && dice.percent(60) ? AARCH32 : el2;
    ExecutionState el0 = el1 == AARCH64 && dice.percent(40) ? AARCH32 : el1;
    states.put(EL2, el2);
    states.put(EL1, el1);
    states.put(EL0, el0);
    return states;
  }

  private Mode mode(ExceptionLevel level, InstructionSet isa) {
    if (isa == InstructionSet.A64) {
      boolean own = dice.percent(60);
      return switch (level) {
        case EL0 -> Mode.EL0;
        case EL1 -> own ? Mode.EL1H : Mode.EL1T;
        case EL2 -> own ? Mode.EL2H : Mode.EL2T;
        case EL3 -> own ? Mode.EL3H : Mode.EL3T;
      };
    }
    return switch (level) {
      case EL0 -> Mode.USR;
      case EL1 -> dice.oneOf(PRIVILEGED);
      case EL2 -> Mode.HYP;
      case EL3 -> dice.percent(30) ? Mode.MON : dice.oneOf(PRIVILEGED);
    };
  }

  /** Where the condition is AL nothing behind it may be else. */
  private ItState insideBlock() {
    int condition = dice.below(15);
    List<Integer> masks = new ArrayList<>(List.of(8, 8, 8, 8, 4, 2, 1));
    if (condition != 14) {
      masks.addAll(List.of(12, 6, 10, 14, 15, 5, 9));
    }
    return new ItState(condition << 4 | dice.oneOf(masks));
  }

  private Set<Control> controls(Map<ExceptionLevel, ExecutionState> states, InstructionSet isa) {
    Set<Control> controls = EnumSet.noneOf(Control.class);
    controls.addAll(fixed);
    addSometimes(controls, Control.HCR_TSC, 50);
    addSometimes(controls, Control.HCR_TGE, 25);
    addSometimes(controls, Control.HCR_HCD, 25);
    if (machine.driver() == WitnessMachine.Driver.EL3
        || machine.driver() == WitnessMachine.Driver.MON) {
      addSometimes(controls, Control.SCR_HCE, 60);
      addSometimes(controls, Control.SCR_SMD, 35);
    }
    if (!machine.platform().isArmv7() && isa == InstructionSet.T32) {
      addSometimes(controls, Control.SCTLR_ITD, 25);
      if (states.get(EL2) == AARCH32) {
        addSometimes(controls, Control.HSCTLR_ITD, 25);
      }
    }
    return controls;
  }

  private void addSometimes(Set<Control> controls, Control control, int chance) {
    if (dice.percent(chance)) {
      controls.add(control);
    }
  }
}
