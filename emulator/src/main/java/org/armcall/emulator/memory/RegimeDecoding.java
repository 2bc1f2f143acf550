// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.Optional;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** From control registers to a regime. */
final class RegimeDecoding {
  private static final int SCTLR_M = 0;
  private static final int SCTLR_I = 12;
  private static final int SCTLR_EE = 25;
  private static final int HCR_VM = 0;
  private static final int HCR_PTW = 2;
  private static final int HCR_DC = 12;
  private static final int HCR_TGE = 27;
  private static final int HCR_CD = 32;
  private static final int HCR_ID = 33;
  private static final int SCR_SIF = 9;
  private static final int TTBCR_EAE = 31;

  private RegimeDecoding() {}

  static TranslationRegime of(
      RegimeKind kind,
      SecurityState security,
      boolean aarch64,
      boolean stageTwoAarch64,
      ControlRegisters registers,
      TranslationFeatures features) {
    boolean guest = kind == RegimeKind.EL10;
    boolean dc = guest && set(registers.hcr(), HCR_DC);
    boolean tge = guest && set(registers.hcr(), HCR_TGE);
    boolean on = set(registers.sctlr(), SCTLR_M) && !dc && !tge;
    boolean sif = set(registers.scr(), SCR_SIF);
    boolean single = !kind.hasUnprivileged();
    StageOne stageOne;
    if (!on) {
      stageOne = off(aarch64, single, dc, registers);
    } else if (aarch64 || kind == RegimeKind.EL2 || set(registers.tcr(), TTBCR_EAE)) {
      stageOne =
          new StageOne.LongDescriptors(
              aarch64,
              single,
              registers.sctlr(),
              registers.tcr(),
              registers.ttbr0(),
              registers.ttbr1(),
              registers.mair(),
              sif);
    } else {
      stageOne =
          new StageOne.ShortDescriptors(
              registers.sctlr(),
              registers.tcr(),
              registers.ttbr0(),
              registers.ttbr1(),
              registers.mair(),
              registers.dacr(),
              registers.contextidr(),
              sif);
    }
    boolean two = guest && (dc || set(registers.hcr(), HCR_VM));
    return new TranslationRegime(
        kind,
        security,
        stageOne,
        two ? Optional.of(stageTwo(stageTwoAarch64, registers)) : Optional.empty(),
        features,
        switches(kind, aarch64, registers));
  }

  /** Only those that count in this regime. */
  private static Word switches(RegimeKind kind, boolean aarch64, ControlRegisters registers) {
    Word word = registers.sctlr().bits(SCTLR_M, SCTLR_M);
    if (kind == RegimeKind.EL10) {
      word =
          word.withBits(1, 1, registers.hcr().bits(HCR_VM, HCR_VM))
              .withBits(2, 2, registers.hcr().bits(HCR_DC, HCR_DC))
              .withBits(3, 3, registers.hcr().bits(HCR_TGE, HCR_TGE));
    }
    boolean hasFormats = !aarch64 && kind != RegimeKind.EL2;
    if (hasFormats && ((word.value() & 1) | (word.unreliable() & 1)) != 0) {
      word = word.withBits(4, 4, registers.tcr().bits(TTBCR_EAE, TTBCR_EAE));
    }
    return word;
  }

  private static StageOne off(
      boolean aarch64, boolean single, boolean dc, ControlRegisters registers) {
    // TBI is bit 20 where there is one range; TBI0 and TBI1 are bits 37 and 38 where there are two.
    boolean low = aarch64 && set(registers.tcr(), single ? 20 : 37);
    boolean high = aarch64 && (single ? low : set(registers.tcr(), 38));
    return new StageOne.Off(aarch64, low, high, set(registers.sctlr(), SCTLR_I), dc);
  }

  private static StageTwo stageTwo(boolean aarch64, ControlRegisters registers) {
    // HCR_EL2.PTW has no effect with TGE = 1 (AArch64.NSS2TTWParams).
    boolean ptw = set(registers.hcr(), HCR_PTW) && !(aarch64 && set(registers.hcr(), HCR_TGE));
    return new StageTwo(
        aarch64,
        registers.vtcr(),
        registers.vttbr(),
        set(registers.sctlrEl2(), SCTLR_EE),
        ptw,
        set(registers.hcr(), HCR_CD),
        set(registers.hcr(), HCR_ID));
  }

  private static boolean set(Word register, int bit) {
    return (register.value() >>> bit & 1) != 0;
  }
}
