// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.memory.ControlRegisters;
import org.armcall.emulator.memory.RegimeKind;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;

/**
 * The translation regime that a handler takes its caller to run in.
 *
 * <p>IMM-CALLER-REGIME: that of the caller's level, E2H and TGE; IMM-WALK-FORMAT: with the format
 * that the caller's own registers select; IMM-MMU-OFF: off where they say so. The machine's own
 * {@link HandlerContext#regime} is all three. A handler that takes a short cut instead reads other
 * bytes than the caller fetched.
 */
final class GuestRegime {
  private static final int SCTLR_M = 0;
  private static final int TTBCR_EAE = 31;

  private GuestRegime() {}

  static TranslationRegime of(
      HandlerContext context, ReportedCall call, GuestMemory how, PolicyHandler handler) {
    TranslationRegime real = context.regime();
    if (how.regime() == GuestMemory.Regime.CALLER) {
      return real;
    }
    boolean hypervisorIsWide =
        handler
            .platform()
            .widestOf(context.level())
            .filter(state -> state == ExecutionState.AARCH64)
            .isPresent();
    return TranslationRegime.of(
        RegimeKind.EL10,
        real.security(),
        call.isa() == InstructionSet.A64,
        hypervisorIsWide,
        asTaken(context, how, real.stageTwo().isPresent()),
        real.features());
  }

  /** The registers of EL1 as the short cut sees them. */
  private static ControlRegisters asTaken(
      HandlerContext context, GuestMemory how, boolean stageTwo) {
    Word sctlr = context.system(SystemRegister.SCTLR_EL1);
    Word tcr = context.system(SystemRegister.TCR_EL1);
    return new ControlRegisters(
        switch (how.regime()) {
          case ON -> bit(sctlr, SCTLR_M, 1);
          case OFF -> bit(sctlr, SCTLR_M, 0);
          default -> sctlr;
        },
        switch (how.regime()) {
          case SHORT -> bit(tcr, TTBCR_EAE, 0);
          case LONG -> bit(tcr, TTBCR_EAE, 1);
          default -> tcr;
        },
        context.system(SystemRegister.TTBR0_EL1),
        context.system(SystemRegister.TTBR1_EL1),
        context.system(SystemRegister.MAIR_EL1),
        context.system(SystemRegister.DACR32_EL2),
        Word.ZERO,
        Word.ZERO,
        stageTwo ? context.system(SystemRegister.HCR_EL2) : Word.ZERO,
        stageTwo ? context.system(SystemRegister.VTCR_EL2) : Word.ZERO,
        stageTwo ? context.system(SystemRegister.VTTBR_EL2) : Word.ZERO,
        stageTwo ? context.system(SystemRegister.SCTLR_EL2) : Word.ZERO);
  }

  private static Word bit(Word word, int number, int value) {
    return word.withBits(number, number, Word.of(value));
  }
}
