// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;

/**
 * One call about to execute: the three inputs together, and the questions that several rules ask of
 * them.
 */
record Attempt(
    Platform platform, ProcessorState state, CallInstruction instruction, boolean el2Enabled) {

  Attempt(Platform platform, ProcessorState state, CallInstruction instruction) {
    this(platform, state, instruction, Reachability.el2Enabled(platform, state));
  }

  ExceptionLevel level() {
    return state.level();
  }

  boolean isAt(ExceptionLevel level) {
    return state.level() == level;
  }

  boolean has(Control control) {
    return state.has(control);
  }

  boolean fromAarch32() {
    return state.isa() != InstructionSet.A64;
  }

  ExecutionState caller() {
    return state.isa().executionState();
  }

  /** The execution state in force of an implemented level. */
  ExecutionState stateOf(ExceptionLevel level) {
    return state.inForce().get(level);
  }

  boolean uses32(ExceptionLevel level) {
    return state.inForce().get(level) == ExecutionState.AARCH32;
  }

  boolean uses64(ExceptionLevel level) {
    return state.inForce().get(level) == ExecutionState.AARCH64;
  }

  boolean isSecure() {
    return state.security() == SecurityState.SECURE;
  }

  Condition condition() {
    return instruction.condition(state.it());
  }

  boolean conditionHolds() {
    return condition().holds(state.flags());
  }

  ItState.Position itPosition() {
    return state.isa() == InstructionSet.T32 ? state.it().position() : ItState.Position.OUTSIDE;
  }

  /** HCR.TGE in force: EL0's general exceptions go to EL2. */
  boolean tge() {
    return el2Enabled && has(Control.HCR_TGE);
  }

  /** HCR_EL2.E2H in force. */
  boolean e2h() {
    return platform.has(Feature.VIRTUALIZATION_HOST)
        && uses64(ExceptionLevel.EL2)
        && has(Control.HCR_E2H);
  }

  /** The IT disable that governs the caller, Armv8 only (AArch32.CheckITEnabled). */
  boolean itDisabled() {
    if (platform.isArmv7()) {
      return false;
    }
    boolean byEl2 = isAt(ExceptionLevel.EL2) || (isAt(ExceptionLevel.EL0) && e2h() && tge());
    return has(byEl2 ? Control.HSCTLR_ITD : Control.SCTLR_ITD);
  }

  /**
   * The level that takes a general exception: UNDEFINED, SVC, Illegal Execution state, Branch
   * Target.
   */
  ExceptionLevel generalTarget() {
    if (level().isAbove(ExceptionLevel.EL1)) {
      return level();
    }
    if (isAt(ExceptionLevel.EL0) && tge()) {
      return ExceptionLevel.EL2;
    }
    boolean securePl1IsEl3 =
        isSecure() && platform.has(ExceptionLevel.EL3) && uses32(ExceptionLevel.EL3);
    return securePl1IsEl3 ? ExceptionLevel.EL3 : ExceptionLevel.EL1;
  }

  /** The same call without the set should-be-zero bits. */
  Attempt asIfBitsWereZero() {
    CallInstruction i = instruction;
    return new Attempt(
        platform,
        state,
        new CallInstruction(i.call(), i.isa(), i.size(), i.immediate(), i.encodedCondition(), 0),
        el2Enabled);
  }
}
