// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;

/**
 * Where the instruction is that called: made from the preferred return address (IMM-ADDRESS).
 *
 * <p>A trap returns to the instruction itself, a call behind it. In AArch32 the addition has 32
 * bits, and a call in the last word of the address space has its return address at 0.
 */
final class CodeAddress {
  private static final int AARCH32_WIDTH = 32;

  /** Addresses of AArch64 have 56 bits and a sign; above may be a tag. */
  private static final int BELOW_TAG = 56;

  private CodeAddress() {}

  static long of(HandlerContext context, ReportedCall call, GuestMemory.Address how) {
    long back = call.trapped() ? 0 : call.size();
    long register =
        Reliable.address(context, context.returnAddress(), "the preferred return address");
    long address = register - back;
    return how == GuestMemory.Address.PLAIN ? address : within(address, call.isa());
  }

  /** The address so many bytes on. */
  static long plus(long address, int bytes, InstructionSet isa, GuestMemory.Address how) {
    long sum = address + bytes;
    return how == GuestMemory.Address.PLAIN ? sum : within(sum, isa);
  }

  private static long within(long address, InstructionSet isa) {
    return switch (isa) {
      case A32 -> (address & Word.mask(AARCH32_WIDTH)) & ~3L;
      case T32 -> (address & Word.mask(AARCH32_WIDTH)) & ~1L;
      case A64 -> ((address << (64 - BELOW_TAG)) >> (64 - BELOW_TAG)) & ~3L;
    };
  }
}
