// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.ControlRegisters;
import org.armcall.emulator.memory.RegimeKind;
import org.armcall.emulator.memory.TranslationFeatures;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.SecurityState;

/** The translation regimes as the system registers describe them at the moment. */
@SuppressWarnings("EnumOrdinal") // arrays and keys within one run, nothing that is kept
final class Regimes {
  private final Cpu cpu;
  private final TranslationFeatures features;
  private final Map<RegimeKind, TranslationRegime> built = new EnumMap<>(RegimeKind.class);
  private final TranslationRegime[] ofLevel = new TranslationRegime[4];
  private Optional<TranslationRegime> nonsecureGuest = Optional.empty();
  private int seen = -1;

  Regimes(Cpu cpu) {
    this.cpu = cpu;
    features = cpu.platform.isArmv7() ? TranslationFeatures.ARMV7 : TranslationFeatures.ARMV8;
  }

  /** The regime of the current level; the same object until a register changes. */
  TranslationRegime current() {
    if (seen != cpu.system.version()) {
      forget();
    }
    int level = cpu.status.level.ordinal();
    TranslationRegime regime = ofLevel[level];
    if (regime == null) {
      regime = of(kind(cpu.status.level));
      ofLevel[level] = regime;
    }
    return regime;
  }

  private void forget() {
    seen = cpu.system.version();
    built.clear();
    nonsecureGuest = Optional.empty();
    java.util.Arrays.fill(ofLevel, null);
  }

  /** The regime of that kind, in the current Security state below EL3. */
  TranslationRegime of(RegimeKind kind) {
    if (seen != cpu.system.version()) {
      forget();
    }
    return built.computeIfAbsent(kind, this::build);
  }

  /**
   * The Non-secure EL1 and 0 regime with its stage 2 whatever SCR.NS says, as ATS12NSO asks for it
   * (pseudocode AArch32.AT); AArch32 only.
   */
  TranslationRegime nonsecureGuest() {
    if (seen != cpu.system.version()) {
      forget();
    }
    if (nonsecureGuest.isEmpty()) {
      Word hcr = get(SystemRegister.HCR_EL2, false);
      nonsecureGuest =
          Optional.of(
              TranslationRegime.of(
                  RegimeKind.EL10,
                  SecurityState.NONSECURE,
                  false,
                  false,
                  guest(false, hcr),
                  features));
    }
    return nonsecureGuest.get();
  }

  /** The regime of a level. */
  RegimeKind kind(ExceptionLevel level) {
    return switch (level) {
      case EL3 -> cpu.levels.el3Narrow() ? RegimeKind.EL30 : RegimeKind.EL3;
      case EL2 -> cpu.levels.e2h() ? RegimeKind.EL20 : RegimeKind.EL2;
      case EL1 -> cpu.levels.securePl1IsEl3() ? RegimeKind.EL30 : RegimeKind.EL10;
      case EL0 -> {
        if (cpu.levels.e2h() && cpu.levels.tge()) {
          yield RegimeKind.EL20;
        }
        yield cpu.levels.securePl1IsEl3() ? RegimeKind.EL30 : RegimeKind.EL10;
      }
    };
  }

  private TranslationRegime build(RegimeKind kind) {
    ExceptionLevel owner =
        switch (kind) {
          case EL10 -> EL1;
          case EL2, EL20 -> EL2;
          case EL3, EL30 -> EL3;
        };
    return TranslationRegime.of(
        kind,
        cpu.levels.security(owner),
        !cpu.levels.narrow(owner),
        cpu.levels.has(EL2) && !cpu.levels.narrow(EL2),
        registers(kind),
        features);
  }

  private ControlRegisters registers(RegimeKind kind) {
    Word scr = get(SystemRegister.SCR_EL3, false);
    Word hcr = cpu.levels.el2Enabled() ? get(SystemRegister.HCR_EL2, false) : Word.ZERO;
    return switch (kind) {
      case EL10 -> guest(false, hcr);
      case EL30 -> guest(true, Word.ZERO);
      case EL2, EL20 ->
          new ControlRegisters(
              get(SystemRegister.SCTLR_EL2, false),
              get(SystemRegister.TCR_EL2, false),
              get(SystemRegister.TTBR0_EL2, false),
              kind == RegimeKind.EL20 ? get(SystemRegister.TTBR1_EL2, false) : Word.ZERO,
              get(SystemRegister.MAIR_EL2, false),
              Word.ZERO,
              Word.ZERO,
              scr,
              hcr,
              Word.ZERO,
              Word.ZERO,
              get(SystemRegister.SCTLR_EL2, false));
      case EL3 ->
          new ControlRegisters(
              get(SystemRegister.SCTLR_EL3, false),
              get(SystemRegister.TCR_EL3, false),
              get(SystemRegister.TTBR0_EL3, false),
              Word.ZERO,
              get(SystemRegister.MAIR_EL3, false),
              Word.ZERO,
              Word.ZERO,
              scr,
              Word.ZERO,
              Word.ZERO,
              Word.ZERO,
              Word.ZERO);
    };
  }

  private ControlRegisters guest(boolean secure, Word hcr) {
    return new ControlRegisters(
        get(SystemRegister.SCTLR_EL1, secure),
        get(SystemRegister.TCR_EL1, secure),
        get(SystemRegister.TTBR0_EL1, secure),
        get(SystemRegister.TTBR1_EL1, secure),
        get(SystemRegister.MAIR_EL1, secure),
        get(SystemRegister.DACR32_EL2, secure),
        get(SystemRegister.CONTEXTIDR_EL1, secure),
        get(SystemRegister.SCR_EL3, false),
        hcr,
        get(SystemRegister.VTCR_EL2, false),
        get(SystemRegister.VTTBR_EL2, false),
        get(SystemRegister.SCTLR_EL2, false));
  }

  private Word get(SystemRegister register, boolean secure) {
    return cpu.system.get(register, secure);
  }
}
