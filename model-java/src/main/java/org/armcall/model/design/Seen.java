// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.OptionalInt;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;

/**
 * What a handler sees of a call.
 *
 * @param narrowSmc whether EC says SMC from AArch32
 * @param iss ISS[24:0]; empty where the level has no syndrome register
 * @param id r0 or x0, bits 31:0
 * @param memory the immediate of the instruction that memory holds as the handler looks
 */
public record Seen(boolean narrowSmc, OptionalInt iss, FunctionId id, Immediate memory) {}
