// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.execlog;

import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.SourceLine;

/**
 * An instruction of which the next line tells what became of it, and what was known before it was
 * executed.
 *
 * @param call its word, if it is a call; otherwise it is an exception return
 * @param wasNext whether it was the one behind the last, so that no lines are left out
 */
record Waiting(
    SourceLine line,
    long pc,
    int size,
    Optional<InstructionWord> call,
    Optional<ExceptionLevel> level,
    Optional<ExecutionState> state,
    Map<String, Long> regs,
    boolean wasNext) {}
