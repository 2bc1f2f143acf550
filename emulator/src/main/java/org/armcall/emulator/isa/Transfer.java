// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Optional;

/**
 * How a load or store of one general-purpose register without writeback is described to whoever
 * emulates it: the fields of ISS[24:14] of a data abort of stage 2 (DDI 0487 D24.2.40; pseudocode
 * AArch64.SetLSInstructionSyndrome, AArch32.SetLSInstructionSyndrome).
 *
 * @param bytes the size of the access: 1, 2, 4 or 8
 * @param signExtended whether a load sign-extends
 * @param register the number of the register, as the instruction has it
 * @param wide whether it is an X register
 * @param ordered whether it is a load-acquire or a store-release
 */
public record Transfer(
    int bytes, boolean signExtended, int register, boolean wide, boolean ordered) {
  /** A step that does what another does and is described by this. */
  Step of(Step step) {
    return new Described(this, step);
  }

  /** SAS: the binary logarithm of the number of bytes. */
  public int size() {
    return Integer.numberOfTrailingZeros(bytes);
  }

  /** A step with its description. */
  private record Described(Transfer description, Step step) implements Step {
    @Override
    public void run(Core core) {
      step.run(core);
    }

    @Override
    public Optional<Transfer> transfer() {
      return Optional.of(description);
    }
  }
}
