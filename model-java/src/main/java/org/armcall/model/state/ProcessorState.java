// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/**
 * The state of the processor as a call executes, as far as the call depends on it.
 *
 * @param level the caller's Exception level; with AArch32 EL3, Monitor and the Secure PL1 modes are
 *     EL3
 * @param isa the caller's instruction set
 * @param mode the caller's mode
 * @param security the caller's Security state
 * @param inForce the execution state in force of each implemented level; it changes at run time
 *     with SCR.RW and HCR.RW
 * @param flags N, Z, C, V; of no effect in A64
 * @param it PSTATE.IT; of no effect outside T32
 * @param branchType PSTATE.BTYPE; of no effect outside A64
 * @param guardedPage whether the instruction lies in a page with the GP bit set
 * @param singleStep PSTATE.SS: a software step of this instruction is active
 * @param illegalState PSTATE.IL
 * @param controls the control bits that are 1
 */
public record ProcessorState(
    ExceptionLevel level,
    InstructionSet isa,
    Mode mode,
    SecurityState security,
    Map<ExceptionLevel, ExecutionState> inForce,
    Flags flags,
    ItState it,
    BranchType branchType,
    boolean guardedPage,
    boolean singleStep,
    boolean illegalState,
    Set<Control> controls) {

  /** Copies the collections. */
  public ProcessorState {
    inForce = Collections.unmodifiableMap(new EnumMap<>(inForce));
    controls =
        controls.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(controls));
  }

  /** Whether the control bit is 1. */
  public boolean has(Control control) {
    return controls.contains(control);
  }

  /** The same state with one control bit set or cleared. */
  public ProcessorState with(Control control, boolean value) {
    EnumSet<Control> changed =
        controls.isEmpty() ? EnumSet.noneOf(Control.class) : EnumSet.copyOf(controls);
    if (value) {
      changed.add(control);
    } else {
      changed.remove(control);
    }
    return new ProcessorState(
        level,
        isa,
        mode,
        security,
        inForce,
        flags,
        it,
        branchType,
        guardedPage,
        singleStep,
        illegalState,
        changed);
  }

  /** The same state with PSTATE.IL set or cleared. */
  public ProcessorState withIllegalState(boolean value) {
    return new ProcessorState(
        level,
        isa,
        mode,
        security,
        inForce,
        flags,
        it,
        branchType,
        guardedPage,
        singleStep,
        value,
        controls);
  }
}
