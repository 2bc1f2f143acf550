// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.LR;
import static org.armcall.emulator.isa.Aarch32.SP;

import java.util.Locale;
import java.util.Optional;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.Mode;

/**
 * A register of another mode as MRS and MSR (banked register) name it (DDI 0487 F5.1,
 * BankedRegister access instructions: R:SYSm).
 *
 * @param mode whose register it is
 * @param kind which of its registers
 * @param number R8 to R14; 0 for SPSR and ELR
 */
record BankedRegister(Mode mode, Kind kind, int number) {
  /** What kind of register it is. */
  enum Kind {
    GENERAL,
    SPSR,
    ELR
  }

  /** The register of R and SYSm, if there is one; R=1 names SPSRs. */
  static Optional<BankedRegister> of(int r, int sysm) {
    if (r == 1) {
      return switch (sysm) {
        case 0x0e -> spsr(Mode.FIQ);
        case 0x10 -> spsr(Mode.IRQ);
        case 0x12 -> spsr(Mode.SVC);
        case 0x14 -> spsr(Mode.ABT);
        case 0x16 -> spsr(Mode.UND);
        case 0x1c -> spsr(Mode.MON);
        case 0x1e -> spsr(Mode.HYP);
        default -> Optional.empty();
      };
    }
    if (sysm < 7) {
      return general(Mode.USR, sysm + 8);
    }
    if (sysm >= 8 && sysm < 15) {
      return general(Mode.FIQ, sysm);
    }
    return switch (sysm) {
      case 0x10, 0x11 -> linkOrStack(Mode.IRQ, sysm);
      case 0x12, 0x13 -> linkOrStack(Mode.SVC, sysm);
      case 0x14, 0x15 -> linkOrStack(Mode.ABT, sysm);
      case 0x16, 0x17 -> linkOrStack(Mode.UND, sysm);
      case 0x1c, 0x1d -> linkOrStack(Mode.MON, sysm);
      case 0x1e -> Optional.of(new BankedRegister(Mode.HYP, Kind.ELR, 0));
      case 0x1f -> general(Mode.HYP, SP);
      default -> Optional.empty();
    };
  }

  /** Even SYSm is LR, odd is SP. */
  private static Optional<BankedRegister> linkOrStack(Mode mode, int sysm) {
    return general(mode, (sysm & 1) == 0 ? LR : SP);
  }

  private static Optional<BankedRegister> general(Mode mode, int number) {
    return Optional.of(new BankedRegister(mode, Kind.GENERAL, number));
  }

  private static Optional<BankedRegister> spsr(Mode mode) {
    return Optional.of(new BankedRegister(mode, Kind.SPSR, 0));
  }

  /** The name, for example {@code sp_svc}. */
  String text() {
    String register =
        switch (kind) {
          case SPSR -> "spsr";
          case ELR -> "elr";
          case GENERAL -> number == SP ? "sp" : number == LR ? "lr" : "r" + number;
        };
    return register + "_" + mode.name().toLowerCase(Locale.ROOT);
  }

  /** Reads it. */
  Word read(Core core) {
    return switch (kind) {
      case GENERAL -> core.banked(mode, number);
      case SPSR -> core.spsr(mode);
      case ELR -> core.system(SystemRegister.ELR_EL2).low(32);
    };
  }

  /** Writes it. */
  void write(Core core, Word value) {
    switch (kind) {
      case GENERAL -> core.banked(mode, number, value);
      case SPSR -> core.spsr(mode, value);
      case ELR -> core.system(SystemRegister.ELR_EL2, value);
    }
  }
}
