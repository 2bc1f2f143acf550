// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.PartialWord;

/**
 * Where an exception goes and what it leaves behind.
 *
 * @param target the Exception level that takes it
 * @param targetState the execution state of that level
 * @param targetMode the mode that takes it: EL1h, EL2h or EL3h in AArch64; svc, und, mon or hyp in
 *     AArch32
 * @param vectorOffset the entry's distance in bytes from VBAR_ELx, HVBAR, VBAR or MVBAR
 * @param syndrome what the level's syndrome register holds; empty where the level has none (AArch32
 *     modes but Hyp)
 * @param returnOffset the preferred return address minus the instruction's address, in bytes
 * @param it what happened to PSTATE.IT; empty for an A64 caller
 * @param singleStep what happened to PSTATE.SS
 * @param branchType what SPSR.BTYPE holds
 */
public record ExceptionEntry(
    ExceptionLevel target,
    ExecutionState targetState,
    Mode targetMode,
    int vectorOffset,
    Optional<PartialWord> syndrome,
    int returnOffset,
    Optional<Advance> it,
    Advance singleStep,
    SavedBranchType branchType) {}
