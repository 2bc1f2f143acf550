// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;

/**
 * What decides the answer to a call, apart from the function itself.
 *
 * @param conduit the instruction
 * @param immediate its immediate, as executed
 * @param x0 what was in X0; from AArch32 what was in R0, the upper half of no meaning
 * @param caller the execution state of the caller
 */
public record ConventionCall(Conduit conduit, Immediate immediate, long x0, ExecutionState caller) {

  /** Bits 31:0 of X0, or R0: the function identifier (FID-LAYOUT). */
  public FunctionId identifier() {
    return new FunctionId((int) x0);
  }

  /** Bits 63:32 of X0; zero from AArch32, which has none. */
  public int upperHalf() {
    return caller == ExecutionState.AARCH32 ? 0 : (int) (x0 >>> 32);
  }
}
