// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Locale;
import java.util.Optional;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** A shift of a 32-bit word as A32 and T32 operands have it (DDI 0487 F2.2, Shift_C). */
enum Shift {
  LSL(0),
  LSR(1),
  ASR(2),
  ROR(3),
  /** Rotate right by one through the carry; encoded as ROR #0. */
  RRX(3);

  private final int type;

  Shift(int type) {
    this.type = type;
  }

  /**
   * What a shift makes.
   *
   * @param result the low 32 bits, zeros above
   * @param carry the last bit shifted out; the carry flag before, where nothing was shifted
   */
  record Shifted(Word result, Truth carry) {}

  /** The shift of that two-bit type and five-bit amount (DecodeImmShift). */
  static Shift ofImmediate(int type, int imm5) {
    return type == 3 && imm5 == 0 ? RRX : values()[type];
  }

  /** The shift of that two-bit type, with the amount in a register (DecodeRegShift). */
  static Shift ofRegister(int type) {
    return values()[type];
  }

  /** The shift of that name, in lower or upper case. */
  static Optional<Shift> ofName(String name) {
    for (Shift shift : values()) {
      if (shift.text().equals(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(shift);
      }
    }
    return Optional.empty();
  }

  /** How many bits an immediate shift moves: LSR and ASR #32 are encoded as 0, RRX moves one. */
  int amount(int imm5) {
    return switch (this) {
      case LSL, ROR -> imm5;
      case LSR, ASR -> imm5 == 0 ? 32 : imm5;
      case RRX -> 1;
    };
  }

  /** The two bits that encode it. */
  int type() {
    return type;
  }

  /** The name in lower case. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Shifts.
   *
   * @param word zeros above bit 31
   * @param amount 0 to 255; for RRX always one bit
   * @param carryIn the carry flag
   */
  Shifted apply(Word word, int amount, Truth carryIn) {
    if (amount == 0) {
      return new Shifted(word, carryIn);
    }
    return switch (this) {
      case LSL -> leftBy(word, amount);
      case LSR ->
          amount > 32
              ? new Shifted(Word.ZERO, Truth.FALSE)
              : new Shifted(word.shiftRight(amount), word.bit(amount - 1));
      case ASR -> arithmeticRightBy(word, Math.min(amount, 32));
      case ROR -> rotateBy(word, amount % 32);
      case RRX -> new Shifted(word.shiftRight(1).withBits(31, 31, bit(carryIn)), word.bit(0));
    };
  }

  /** The result alone. */
  Word value(Word word, int amount, Truth carryIn) {
    return amount == 0 ? word : apply(word, amount, carryIn).result();
  }

  /**
   * Shifts by the low byte of a register. Where that byte may not be relied on, neither may the
   * result, unless every amount gives the same.
   */
  Shifted byRegister(Word word, Word amount, Truth carryIn) {
    Word distance = amount.low(8);
    Shifted made = apply(word, (int) distance.value(), carryIn);
    if (distance.isReliable()) {
      return made;
    }
    Origin origin = word.origin().and(distance.origin()).and(carryIn.origin());
    boolean always = word.isReliable() && word.value() == 0;
    return new Shifted(
        always ? Word.ZERO : made.result().withUnreliable(Word.mask(32), origin),
        Truth.unreliable(made.carry().value(), origin));
  }

  /** One bit as a word. */
  static Word bit(Truth truth) {
    return new Word(truth.value() ? 1 : 0, truth.reliable() ? 0 : 1, truth.origin());
  }

  private static Shifted leftBy(Word word, int amount) {
    return amount > 32
        ? new Shifted(Word.ZERO, Truth.FALSE)
        : new Shifted(word.shiftLeft(amount).low(32), word.bit(32 - amount));
  }

  private static Shifted arithmeticRightBy(Word word, int amount) {
    return new Shifted(word.signExtended(32).shiftRight(amount).low(32), word.bit(amount - 1));
  }

  private static Shifted rotateBy(Word word, int amount) {
    Word result =
        amount == 0 ? word : word.shiftRight(amount).or(word.shiftLeft(32 - amount).low(32));
    return new Shifted(result, result.bit(31));
  }
}
