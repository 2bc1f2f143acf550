// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import org.armcall.emulator.isa.Shift.Shifted;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** What data-processing instructions of A32 and T32 do (DDI 0487 F5.1). */
final class DataSteps {
  private DataSteps() {}

  /**
   * An operation on a register and the second operand.
   *
   * @param left the first operand's register; not read by MOV and MVN
   * @param setFlags with PC as the destination: an exception return
   */
  static Step operation(
      Alu32 operation, boolean setFlags, int destination, int left, ShifterOperand right) {
    if (operation.isComparison()) {
      return compare(operation, left, right);
    }
    if (setFlags && destination == Aarch32.PC) {
      return Aarch32.notInHyp(
          core ->
              core.exceptionReturn(
                  operation.result(core, left(core, operation, left), right.value(core))));
    }
    if (operation.forgetsEqualOperands() && right.isPlain(left)) {
      return setFlags
          ? core ->
              core.register(
                  destination,
                  operation.resultSettingFlags(core, Word.ZERO, Word.ZERO, core.carry()))
          : core -> Aarch32.write(core, destination, operation.result(core, Word.ZERO, Word.ZERO));
    }
    if (!setFlags) {
      return core ->
          Aarch32.write(
              core,
              destination,
              operation.result(core, left(core, operation, left), right.value(core)));
    }
    return core -> {
      Word first = left(core, operation, left);
      Shifted second = right.shifted(core);
      core.register(
          destination, operation.resultSettingFlags(core, first, second.result(), second.carry()));
    };
  }

  /** T16: the same, setting flags outside of an IT block only. */
  static Step outsideItSettingFlags(
      Alu32 operation, int destination, int left, ShifterOperand right) {
    Step setting = operation(operation, true, destination, left, right);
    Step plain = operation(operation, false, destination, left, right);
    return core -> (core.it().bits() == 0 ? setting : plain).run(core);
  }

  private static Step compare(Alu32 operation, int left, ShifterOperand right) {
    if (operation.forgetsEqualOperands() && right.isPlain(left)) {
      return core -> operation.resultSettingFlags(core, Word.ZERO, Word.ZERO, core.carry());
    }
    return core -> {
      Shifted second = right.shifted(core);
      operation.resultSettingFlags(core, Aarch32.read(core, left), second.result(), second.carry());
    };
  }

  private static Word left(Core core, Alu32 operation, int number) {
    return operation.isMove() ? Word.ZERO : Aarch32.read(core, number);
  }

  /** A constant into a register. */
  static Step moveWide(int destination, int constant) {
    Word word = Word.of(constant);
    return core -> core.register(destination, word);
  }

  /** MOVT: a constant into the upper half of a register. */
  static Step moveTop(int destination, int constant) {
    Word word = Word.of(constant);
    return core ->
        core.register(destination, Aarch32.read(core, destination).withBits(31, 16, word));
  }

  /** ADR: PC, aligned to four, and a distance. */
  static Step address(int destination, long distance) {
    return core ->
        Aarch32.write(
            core, destination, Word.of(Aarch32.literalBase(core) + distance & Word.mask(32)));
  }

  /** MUL. */
  static Step multiply(boolean setFlags, int destination, int left, int right) {
    return core -> {
      Word result = product(core, left, right);
      core.register(destination, result);
      if (setFlags) {
        core.flags(result.bit(31), result.isZero(), core.carry(), core.overflow());
      }
    };
  }

  /** T16 MUL: sets N and Z outside of an IT block only. */
  static Step multiplyOutsideIt(int destination, int left, int right) {
    Step setting = multiply(true, destination, left, right);
    Step plain = multiply(false, destination, left, right);
    return core -> (core.it().bits() == 0 ? setting : plain).run(core);
  }

  /** MLA. */
  static Step multiplyAdd(boolean setFlags, int destination, int left, int right, int addend) {
    return core -> {
      Word result = product(core, left, right).plus(Aarch32.read(core, addend)).low(32);
      core.register(destination, result);
      if (setFlags) {
        core.flags(result.bit(31), result.isZero(), core.carry(), core.overflow());
      }
    };
  }

  /** MLS. */
  static Step multiplySubtract(int destination, int left, int right, int from) {
    return core ->
        core.register(
            destination, Aarch32.read(core, from).minus(product(core, left, right)).low(32));
  }

  private static Word product(Core core, int left, int right) {
    Word a = Aarch32.read(core, left);
    Word b = Aarch32.read(core, right);
    return Word.blurred(a.value() * b.value(), 32, a, b);
  }

  /** UMULL and SMULL. */
  static Step multiplyLong(boolean signed, int low, int high, int left, int right) {
    return core -> {
      Word a = Aarch32.read(core, left);
      Word b = Aarch32.read(core, right);
      long product = signed ? (long) (int) a.value() * (int) b.value() : a.value() * b.value();
      core.register(low, Word.blurred(product, 32, a, b));
      core.register(high, Word.blurred(product >>> 32, 32, a, b));
    };
  }

  /** UDIV and SDIV; division by zero gives zero. */
  static Step divide(boolean signed, int destination, int left, int right) {
    return core -> {
      Word a = Aarch32.read(core, left);
      Word b = Aarch32.read(core, right);
      long quotient =
          b.value() == 0
              ? 0
              : signed ? (long) (int) a.value() / (int) b.value() : a.value() / b.value();
      core.register(destination, Word.blurred(quotient, 32, a, b));
    };
  }

  /** CLZ; reliable where the highest 1 is, and nothing above it is open. */
  static Step countLeadingZeros(int destination, int source) {
    return core -> {
      Word word = Aarch32.read(core, source);
      long count = Long.numberOfLeadingZeros(word.value()) - 32L;
      boolean clear = Long.highestOneBit(word.unreliable()) < Long.highestOneBit(word.value());
      core.register(destination, clear ? Word.of(count) : Word.blurred(count, 6, word));
    };
  }

  /** A permutation of the bits of a word. */
  interface Permutation {
    /** The 32-bit word with its bits elsewhere. */
    int of(int word);
  }

  /** REV, REV16, RBIT: the unreliable bits move with the others. */
  static Step permute(Permutation permutation, int destination, int source) {
    return core -> core.register(destination, permuted(permutation, core, source));
  }

  /** REVSH. */
  static Step reverseSigned(int destination, int source) {
    return core ->
        core.register(
            destination, permuted(DataSteps::reverseHalves, core, source).signExtended(16).low(32));
  }

  /** Swaps the bytes of each halfword. */
  static int reverseHalves(int word) {
    return (word & 0xff00ff00) >>> 8 | (word & 0x00ff00ff) << 8;
  }

  private static Word permuted(Permutation permutation, Core core, int source) {
    Word word = Aarch32.read(core, source);
    return new Word(
        Integer.toUnsignedLong(permutation.of((int) word.value())),
        Integer.toUnsignedLong(permutation.of((int) word.unreliable())),
        word.origin());
  }

  /** SXTB, SXTH, UXTB, UXTH with a rotation of 0, 8, 16 or 24. */
  static Step extend(boolean signed, int width, int rotation, int destination, int source) {
    return core -> {
      Word word = Shift.ROR.value(Aarch32.read(core, source), rotation, Truth.FALSE);
      core.register(destination, signed ? word.signExtended(width).low(32) : word.low(width));
    };
  }

  /** UBFX and SBFX. */
  static Step extract(boolean signed, int destination, int source, int low, int width) {
    return core -> {
      Word field = Aarch32.read(core, source).bits(low + width - 1, low);
      core.register(destination, signed ? field.signExtended(width).low(32) : field);
    };
  }

  /** BFI. */
  static Step insert(int destination, int source, int high, int low) {
    return core ->
        core.register(
            destination,
            Aarch32.read(core, destination).withBits(high, low, Aarch32.read(core, source)));
  }

  /** BFC. */
  static Step clear(int destination, int high, int low) {
    return core ->
        core.register(destination, Aarch32.read(core, destination).withBits(high, low, Word.ZERO));
  }
}
