// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.memory.ControlRegisters;
import org.armcall.emulator.memory.RegimeKind;
import org.armcall.emulator.memory.TranslationFeatures;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.SecurityState;

/**
 * The translation regime that a handler takes its caller to run in.
 *
 * <p>IMM-CALLER-REGIME: that of the caller's level, E2H and TGE; IMM-WALK-FORMAT: with the format
 * that the caller's own registers select; IMM-MMU-OFF: off where they say so. A handler that takes
 * a short cut here reads other bytes than the caller fetched.
 */
final class GuestRegime {
  private static final int SCTLR_M = 0;
  private static final int TTBCR_EAE = 31;
  private static final int HCR_TGE = 27;
  private static final int HCR_E2H = 34;

  private GuestRegime() {}

  static TranslationRegime of(
      HandlerContext context, ReportedCall call, GuestMemory how, PolicyHandler handler) {
    Platform platform = handler.platform();
    boolean aarch64 = call.isa() == InstructionSet.A64;
    RegimeKind kind =
        how.regime() == GuestMemory.Regime.CALLER ? kind(context, platform) : RegimeKind.EL10;
    boolean hasEl2 =
        platform.has(ExceptionLevel.EL2) && handler.callers() == SecurityState.NONSECURE;
    ControlRegisters own = registers(context, kind, platform, hasEl2);
    boolean el2Aarch64 =
        platform.widestOf(ExceptionLevel.EL2).filter(s -> s == ExecutionState.AARCH64).isPresent();
    return TranslationRegime.of(
        kind, handler.callers(), aarch64, el2Aarch64, asTaken(own, how), features(platform));
  }

  private static TranslationFeatures features(Platform platform) {
    return platform.isArmv7() ? TranslationFeatures.ARMV7 : TranslationFeatures.ARMV8;
  }

  private static RegimeKind kind(HandlerContext context, Platform platform) {
    return switch (context.interruptedLevel()) {
      case EL0 -> hosted(context, platform) ? RegimeKind.EL20 : RegimeKind.EL10;
      case EL1 -> RegimeKind.EL10;
      case EL2 ->
          platform.widestOf(ExceptionLevel.EL2).orElseThrow() == ExecutionState.AARCH64
                  && bit(context, HCR_E2H)
              ? RegimeKind.EL20
              : RegimeKind.EL2;
      case EL3 ->
          platform.widestOf(ExceptionLevel.EL3).orElseThrow() == ExecutionState.AARCH64
              ? RegimeKind.EL3
              : RegimeKind.EL30;
    };
  }

  private static boolean hosted(HandlerContext context, Platform platform) {
    return platform.has(ExceptionLevel.EL2) && bit(context, HCR_E2H) && bit(context, HCR_TGE);
  }

  private static boolean bit(HandlerContext context, int bit) {
    return context.decide(context.system(SystemRegister.HCR_EL2).bit(bit), "HCR_EL2");
  }

  private static ControlRegisters registers(
      HandlerContext context, RegimeKind kind, Platform platform, boolean hasEl2) {
    Word scr =
        platform.has(ExceptionLevel.EL3) && context.level() == ExceptionLevel.EL3
            ? context.system(SystemRegister.SCR_EL3)
            : Word.ZERO;
    return switch (kind) {
      case EL2, EL20 ->
          new ControlRegisters(
              context.system(SystemRegister.SCTLR_EL2),
              context.system(SystemRegister.TCR_EL2),
              context.system(SystemRegister.TTBR0_EL2),
              Word.ZERO,
              context.system(SystemRegister.MAIR_EL2),
              Word.ZERO,
              Word.ZERO,
              scr,
              context.system(SystemRegister.HCR_EL2),
              Word.ZERO,
              Word.ZERO,
              Word.ZERO);
      case EL3 ->
          // An SMC of EL3 itself; the subset has no tables for it.
          ControlRegisters.ZERO;
      case EL10, EL30 ->
          new ControlRegisters(
              context.system(SystemRegister.SCTLR_EL1),
              context.system(SystemRegister.TCR_EL1),
              context.system(SystemRegister.TTBR0_EL1),
              context.system(SystemRegister.TTBR1_EL1),
              context.system(SystemRegister.MAIR_EL1),
              context.system(SystemRegister.DACR32_EL2),
              Word.ZERO,
              scr,
              el2(context, SystemRegister.HCR_EL2, hasEl2),
              el2(context, SystemRegister.VTCR_EL2, hasEl2),
              el2(context, SystemRegister.VTTBR_EL2, hasEl2),
              el2(context, SystemRegister.SCTLR_EL2, hasEl2));
    };
  }

  private static Word el2(HandlerContext context, SystemRegister register, boolean hasEl2) {
    return hasEl2 ? context.system(register) : Word.ZERO;
  }

  /** The registers as the handler's short cut sees them. */
  private static ControlRegisters asTaken(ControlRegisters own, GuestMemory how) {
    return switch (how.regime()) {
      case CALLER, EL1 -> own;
      case SHORT -> with(own, own.sctlr(), bit(own.tcr(), TTBCR_EAE, 0));
      case LONG -> with(own, own.sctlr(), bit(own.tcr(), TTBCR_EAE, 1));
      case ON -> with(own, bit(own.sctlr(), SCTLR_M, 1), own.tcr());
      case OFF -> with(own, bit(own.sctlr(), SCTLR_M, 0), own.tcr());
    };
  }

  private static Word bit(Word word, int number, int value) {
    return word.withBits(number, number, Word.of(value));
  }

  private static ControlRegisters with(ControlRegisters own, Word sctlr, Word tcr) {
    return new ControlRegisters(
        sctlr,
        tcr,
        own.ttbr0(),
        own.ttbr1(),
        own.mair(),
        own.dacr(),
        own.contextidr(),
        own.scr(),
        own.hcr(),
        own.vtcr(),
        own.vttbr(),
        own.sctlrEl2());
  }
}
