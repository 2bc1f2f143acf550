// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/**
 * How a processor begins, as firmware would have left it.
 *
 * @param address the first instruction
 * @param mode the mode; it says the level, except that privileged AArch32 modes are EL3 in Secure
 *     state under AArch32 EL3, else EL1
 * @param isa the instruction set
 * @param security the Security state
 */
public record Start(long address, Mode mode, InstructionSet isa, SecurityState security) {}
