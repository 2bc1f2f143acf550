// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.InstructionSet;

/**
 * As much of PSCI as shows whom a call reached (DEN0022, PSCI_VERSION), and the function
 * identifiers by which it is told from others (DEN0028 2.5).
 */
final class Firmware {
  /** NOT_SUPPORTED of the calling convention. */
  static final Word NOT_SUPPORTED = Word.of(-1);

  private static final int PSCI_VERSION = 0x8400_0000;
  private static final Word VERSION_1_1 = Word.of(0x1_0001);

  /** OEN 4 of fast calls: standard secure services, of which PSCI is one. */
  private static final int STANDARD_SECURE = 4;

  private static final int WIDTH = 32;

  private Firmware() {}

  /** What PSCI answers to the function in R0 or W0. */
  static Word answer(HandlerContext context) {
    Truth version = context.guest(0).low(WIDTH).sameAs(Word.of(PSCI_VERSION & Word.mask(WIDTH)));
    return context.decide(version, "the PSCI function in r0") ? VERSION_1_1 : NOT_SUPPORTED;
  }

  /** Whose call it is by the function identifier in R0 or W0. */
  static Dispatch dispatch(HandlerContext context, InstructionSet caller) {
    Word id = context.guest(0).low(WIDTH);
    Truth fast = id.bit(FunctionId.TYPE.low());
    Truth secure =
        id.bits(FunctionId.OWNER.high(), FunctionId.OWNER.low()).sameAs(Word.of(STANDARD_SECURE));
    String register = caller == InstructionSet.A64 ? "w0" : "r0";
    return context.decide(fast.and(secure), "the function identifier in " + register)
        ? Dispatch.PSCI
        : Dispatch.HYPERCALL;
  }
}
