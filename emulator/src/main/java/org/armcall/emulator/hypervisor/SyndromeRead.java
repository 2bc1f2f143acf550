// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.syndrome.SyndromeLayout;

/**
 * Takes the immediate from the syndrome where the architecture puts it there, and says why where it
 * does not (IMM-IN-SYNDROME, IMM-SMC32-LOST, IMM-SVC-CONDITIONAL).
 */
final class SyndromeRead {
  private SyndromeRead() {}

  static ImmediateRead of(HandlerContext context, ReportedCall call) {
    if (call.syndrome().isEmpty()) {
      return new ImmediateRead.Unavailable(
          context.level() + " in this state has no syndrome register");
    }
    if (call.isa() != InstructionSet.A64 && call.call() == Call.SMC) {
      return new ImmediateRead.Unavailable(
          "the syndrome of an SMC from AArch32 does not hold the immediate");
    }
    // A handler cannot see whether an A32 SVC was conditional, nor a T32 one that was last in its
    // IT block: both are behind it.
    if (call.isa() != InstructionSet.A64 && call.call() == Call.SVC) {
      return new ImmediateRead.Unavailable(
          "ISS[15:0] of an SVC from AArch32 is UNKNOWN if it was conditional, and nothing says so");
    }
    Word bits = call.syndrome().get().bits(SyndromeLayout.IMM16.high(), SyndromeLayout.IMM16.low());
    int value = Reliable.number(context, bits, "ISS[15:0]");
    return new ImmediateRead.Recovered(
        new Immediate(value, SyndromeLayout.IMM16.width()),
        "syndrome ISS" + SyndromeLayout.IMM16.range());
  }
}
