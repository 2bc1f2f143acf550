// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.model.state.Mode;

/**
 * Which register a register number of an AArch32 mode is.
 *
 * <p>The AArch32 general-purpose registers are AArch64's X0 to X30 (DDI 0487 D1.20.1, table
 * "Mapping of AArch32 registers"). Two have no place there, because EL3 uses AArch32 where they
 * exist: SP_mon and LR_mon.
 */
@SuppressWarnings("EnumOrdinal") // arrays and keys within one run, nothing that is kept
public final class BankMap {
  /** SP_mon. */
  static final int SP_MON = 31;

  /** LR_mon. */
  static final int LR_MON = 32;

  /** How many registers there are: X0 to X30, SP_mon, LR_mon. */
  static final int SIZE = 33;

  private static final byte[][] MAP = new byte[Mode.values().length][];

  static {
    for (Mode mode : Mode.values()) {
      byte[] row = new byte[15];
      for (int number = 0; number < 15; number++) {
        row[number] = (byte) slot(mode, number);
      }
      MAP[mode.ordinal()] = row;
    }
  }

  private BankMap() {}

  /** The row of a mode: the index for each of R0 to R14. */
  static byte[] row(Mode mode) {
    return MAP[mode.ordinal()];
  }

  /**
   * The number of the AArch64 register that holds R0 to R14 of the mode; 31 is SP_mon, 32 LR_mon.
   *
   * @param mode an AArch32 mode
   * @param number 0 to 14
   */
  public static int index(Mode mode, int number) {
    return MAP[mode.ordinal()][number];
  }

  private static int slot(Mode mode, int number) {
    if (number < 8) {
      return number;
    }
    if (number < 13) {
      return mode == Mode.FIQ ? number + 16 : number;
    }
    int stackPointer =
        switch (mode) {
          case HYP -> 15;
          case IRQ -> 17;
          case SVC -> 19;
          case ABT -> 21;
          case UND -> 23;
          case FIQ -> 29;
          case MON -> SP_MON;
          default -> 13;
        };
    int link =
        switch (mode) {
          case IRQ -> 16;
          case SVC -> 18;
          case ABT -> 20;
          case UND -> 22;
          case FIQ -> 30;
          case MON -> LR_MON;
          default -> 14;
        };
    return number == 13 ? stackPointer : link;
  }
}
