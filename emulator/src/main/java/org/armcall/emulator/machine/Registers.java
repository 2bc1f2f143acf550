// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;

/**
 * The general-purpose registers of a processor, in both views.
 *
 * <p>What AArch32 leaves in bits 63:32 when AArch64 sees them again is zero or what AArch64 had
 * left there (DDI 0487 D1.20.2): unreliable bits, whose value the fill chooses.
 */
@SuppressWarnings("EnumOrdinal") // arrays and keys within one run, nothing that is kept
final class Registers {
  private static final long UPPER = 0xffffffffL << 32;

  private final Word[] general = new Word[BankMap.SIZE];
  private final Word[] stackPointers = new Word[4];
  private final long[] upperBefore = new long[31];
  private final Origin upperOrigin;
  private final Fill fill;
  private final int cpu;
  private final boolean aarch64;

  /** Registers of which none has been written. */
  Registers(int cpu, boolean aarch64, Fill fill) {
    this.fill = fill;
    this.cpu = cpu;
    this.aarch64 = aarch64;
    upperOrigin = Origin.of("bits 63:32 of a register of cpu" + cpu + " after AArch32 are UNKNOWN");
    String owner = " of cpu" + cpu + " was never written";
    forget(" of cpu" + cpu + " was never written");
    for (int level = 0; level < 4; level++) {
      stackPointers[level] =
          new Word(fill.bits(cpu * 64L + 40 + level), -1, Origin.of("SP_EL" + level + owner));
    }
  }

  /** A level is started: general-purpose registers are UNKNOWN (DEN0022F.b 6.4 names X0 only). */
  void forget() {
    forget(" of cpu" + cpu + " is UNKNOWN where a level is started");
  }

  private void forget(String why) {
    for (int number = 0; number < BankMap.SIZE; number++) {
      String name = aarch64 && number < 31 ? "X" + number : name(number);
      long bits = fill.bits(cpu * 64L + number);
      general[number] =
          aarch64
              ? new Word(bits, -1, Origin.of(name + why))
              : new Word(bits & 0xffffffffL, 0xffffffffL, Origin.of(name + why));
    }
  }

  /** The AArch32 name of the register of that number, in the first mode that has it. */
  static String name(int index) {
    for (Mode mode : Mode.values()) {
      if (mode.compareTo(Mode.MON) > 0) {
        break;
      }
      for (int number = 0; number < 15; number++) {
        if (BankMap.index(mode, number) == index) {
          String plain = number == 13 ? "SP" : number == 14 ? "LR" : "R" + number;
          boolean banked = number >= 13 || mode == Mode.FIQ;
          return banked ? plain + "_" + mode.text() : plain;
        }
      }
    }
    throw new IllegalArgumentException("no register " + index);
  }

  /** X0 to X30. */
  Word wide(int number) {
    return general[number];
  }

  void wide(int number, Word value) {
    general[number] = value;
  }

  /** R0 to R14 of a mode; row is {@link BankMap#row}. */
  Word narrow(byte[] row, int number) {
    Word word = general[row[number]];
    return ((word.value() | word.unreliable()) & UPPER) == 0 ? word : word.low(32);
  }

  void narrow(byte[] row, int number, Word value) {
    general[row[number]] =
        ((value.value() | value.unreliable()) & UPPER) == 0 ? value : value.low(32);
  }

  Word stackPointer(ExceptionLevel level) {
    return stackPointers[level.ordinal()];
  }

  void stackPointer(ExceptionLevel level, Word value) {
    stackPointers[level.ordinal()] = value;
  }

  /** An exception return from AArch64 to AArch32. */
  void leavingAarch64() {
    for (int number = 0; number < upperBefore.length; number++) {
      upperBefore[number] = general[number].value() & UPPER;
    }
  }

  /** An exception from AArch32 is taken to AArch64. */
  void enteringAarch64() {
    for (int number = 0; number < upperBefore.length; number++) {
      Word word = general[number];
      if ((word.unreliable() & UPPER) != UPPER) {
        long upper = fill.bits(number) < 0 ? upperBefore[number] : 0;
        general[number] =
            new Word(
                (word.value() & ~UPPER) | upper,
                word.unreliable() | UPPER,
                word.origin().and(upperOrigin));
      }
    }
  }
}
