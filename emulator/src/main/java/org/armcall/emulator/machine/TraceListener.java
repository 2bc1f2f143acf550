// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.state.ProcessorState;

/** Hears what a machine does. It gets values only, so that it cannot change the machine. */
public interface TraceListener {
  /**
   * A call was executed.
   *
   * @param cpu the number of the processor
   * @param address the instruction's address
   * @param state the state that the call met
   * @param instruction the call
   * @param outcome what happened, one of the allowed outcomes
   */
  void call(
      int cpu, long address, ProcessorState state, CallInstruction instruction, Outcome outcome);
}
