// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;

/** PSTATE.M as SPSR and CPSR hold it (DDI 0487 C5.2.19, G8.2.33). */
@SuppressWarnings("EnumOrdinal") // arrays and keys within one run, nothing that is kept
public final class ModeBits {
  private static final int[] CODES = new int[Mode.values().length];
  private static final Mode[] MODES = new Mode[32];

  static {
    put(Mode.USR, 0b10000);
    put(Mode.FIQ, 0b10001);
    put(Mode.IRQ, 0b10010);
    put(Mode.SVC, 0b10011);
    put(Mode.MON, 0b10110);
    put(Mode.ABT, 0b10111);
    put(Mode.HYP, 0b11010);
    put(Mode.UND, 0b11011);
    put(Mode.SYS, 0b11111);
    put(Mode.EL0, 0b00000);
    put(Mode.EL1T, 0b00100);
    put(Mode.EL1H, 0b00101);
    put(Mode.EL2T, 0b01000);
    put(Mode.EL2H, 0b01001);
    put(Mode.EL3T, 0b01100);
    put(Mode.EL3H, 0b01101);
  }

  private ModeBits() {}

  private static void put(Mode mode, int code) {
    CODES[mode.ordinal()] = code;
    MODES[code] = mode;
  }

  /** M[4:0] of the mode; bit 4 is 1 in AArch32. */
  public static int of(Mode mode) {
    return CODES[mode.ordinal()];
  }

  /** The mode of M[4:0]; nothing for a reserved value. */
  public static Optional<Mode> mode(int bits) {
    return Optional.ofNullable(MODES[bits & 0x1f]);
  }

  /** The AArch64 mode of a level. */
  static Mode aarch64(ExceptionLevel level, boolean ownStackPointer) {
    return switch (level) {
      case EL0 -> Mode.EL0;
      case EL1 -> ownStackPointer ? Mode.EL1H : Mode.EL1T;
      case EL2 -> ownStackPointer ? Mode.EL2H : Mode.EL2T;
      case EL3 -> ownStackPointer ? Mode.EL3H : Mode.EL3T;
    };
  }

  /** Whether the current AArch32 mode may name registers of that mode. */
  static boolean reaches(ProcessStatus status, Mode mode) {
    return switch (mode) {
      case USR, SYS -> true;
      case MON -> status.level == ExceptionLevel.EL3;
      case HYP -> status.level == ExceptionLevel.EL2 || status.mode == Mode.MON;
      default -> status.level != ExceptionLevel.EL0;
    };
  }

  /**
   * The level of a mode.
   *
   * @param securePl1IsEl3 Secure state under AArch32 EL3, where SVC and its like are EL3
   */
  static ExceptionLevel level(Mode mode, boolean securePl1IsEl3) {
    return switch (mode) {
      case USR, EL0 -> ExceptionLevel.EL0;
      case SVC, SYS, IRQ, FIQ, ABT, UND -> securePl1IsEl3 ? ExceptionLevel.EL3 : ExceptionLevel.EL1;
      case HYP, EL2T, EL2H -> ExceptionLevel.EL2;
      case MON, EL3T, EL3H -> ExceptionLevel.EL3;
      case EL1T, EL1H -> ExceptionLevel.EL1;
    };
  }
}
