// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.emulator.scenario.Scenario.Status;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;

/**
 * Reads PSTATE at the start of a processor; what its platform or instruction set lacks is refused.
 */
record StatusReader(Fields start, Platform platform, InstructionSet isa) {

  Status status() {
    return new Status(
        new Flags(start.number("nzcv", 0, 0xf).orElse(0)),
        it(),
        singleStep(),
        branchType(),
        masks());
  }

  private OptionalInt masks() {
    Optional<Integer> masks = start.number("masks", 0, isa == InstructionSet.A64 ? 0xf : 7);
    return masks.isPresent() ? OptionalInt.of(masks.get()) : OptionalInt.empty();
  }

  private ItState it() {
    int bits = start.number("it", 0, 0xff).orElse(0);
    if (bits != 0 && isa != InstructionSet.T32) {
      throw start.refuse("it", "IT blocks are of t32, not of " + isa.text());
    }
    try {
      return new ItState(bits);
    } catch (IllegalArgumentException impossible) {
      throw start.refuse("it", impossible.getMessage());
    }
  }

  /** Software step is of a debugger at an AArch64 level. */
  private boolean singleStep() {
    boolean step = start.flag("ss").orElse(false);
    boolean exists =
        Arrays.stream(ExceptionLevel.values())
            .anyMatch(
                level ->
                    platform.widestOf(level).filter(ExecutionState.AARCH64::equals).isPresent());
    if (step && !exists) {
      throw start.refuse("ss", platform.name() + " has no AArch64, and so no software step");
    }
    return step;
  }

  private BranchType branchType() {
    int type = start.number("btype", 0, 3).orElse(0);
    if (type != 0 && isa != InstructionSet.A64) {
      throw start.refuse("btype", "PSTATE.BTYPE is of a64, not of " + isa.text());
    }
    if (type != 0 && !platform.has(Feature.BRANCH_TARGET)) {
      throw start.refuse("btype", platform.name() + " has no bti");
    }
    return new BranchType(type);
  }
}
