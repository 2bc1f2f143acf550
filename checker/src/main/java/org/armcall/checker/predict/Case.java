// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import java.util.List;
import java.util.OptionalLong;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.ProcessorState;

/**
 * A question to the model.
 *
 * @param platform the machine
 * @param states the states that the caller may be in: more than one where a control bit is unknown
 * @param instruction the call
 * @param pc the instruction's address, if it was given
 */
public record Case(
    Platform platform, List<ProcessorState> states, CallInstruction instruction, OptionalLong pc) {}
