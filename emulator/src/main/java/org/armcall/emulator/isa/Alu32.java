// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Locale;
import org.armcall.emulator.word.Sum;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/**
 * The data-processing operations of A32 in the order of their opcodes, and ORN of T32 (DDI 0487
 * F3.1, F4.1.3).
 */
enum Alu32 {
  AND("0000"),
  EOR("0001"),
  SUB("0010"),
  RSB("0011"),
  ADD("0100"),
  ADC("0101"),
  SBC("0110"),
  RSC("0111"),
  TST("1000"),
  TEQ("1001"),
  CMP("1010"),
  CMN("1011"),
  ORR("1100"),
  MOV("1101"),
  BIC("1110"),
  MVN("1111"),
  /** T32 only. */
  ORN("");

  private final String opcode;

  Alu32(String opcode) {
    this.opcode = opcode;
  }

  /** The four bits of its A32 opcode; empty if it has none. */
  String opcode() {
    return opcode;
  }

  /** The mnemonic in lower case. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it only compares: no destination, always sets flags. */
  boolean isComparison() {
    return this == TST || this == TEQ || this == CMP || this == CMN;
  }

  /** Whether it has one operand. */
  boolean isMove() {
    return this == MOV || this == MVN;
  }

  /** Whether it takes its carry from the shifter and leaves V alone. */
  boolean isLogical() {
    return switch (this) {
      case AND, EOR, TST, TEQ, ORR, MOV, BIC, MVN, ORN -> true;
      default -> false;
    };
  }

  /**
   * Whether the result and the flags for two equal operands do not depend on what they are: x - x,
   * x EOR x. With such an operation a program makes a zero that it may rely on.
   */
  boolean forgetsEqualOperands() {
    return switch (this) {
      case EOR, TEQ, SUB, RSB, CMP, SBC, RSC, BIC, ORN -> true;
      default -> false;
    };
  }

  /** The 32-bit result; the operands have zeros above bit 31. */
  Word result(Core core, Word left, Word right) {
    return switch (this) {
      case AND, TST -> left.and(right);
      case EOR, TEQ -> left.xor(right);
      case ADD, CMN -> left.plus(right).low(32);
      case SUB, CMP -> left.minus(right).low(32);
      case RSB -> right.minus(left).low(32);
      case ADC, SBC, RSC -> sum(core, left, right).result();
      case ORR -> left.or(right);
      case MOV -> right;
      case BIC -> left.and(right.not());
      case MVN -> right.not().low(32);
      case ORN -> left.or(right.not().low(32));
    };
  }

  /** The same, and sets the flags. */
  Word resultSettingFlags(Core core, Word left, Word right, Truth shifterCarry) {
    if (isLogical()) {
      Word result = result(core, left, right);
      core.flags(result.bit(31), result.isZero(), shifterCarry, core.overflow());
      return result;
    }
    Sum sum = sum(core, left, right);
    core.flags(sum.result().bit(31), sum.result().isZero(), sum.carry(), sum.overflow());
    return sum.result();
  }

  private Sum sum(Core core, Word left, Word right) {
    return switch (this) {
      case ADD, CMN -> Sum.of(left, right, Truth.FALSE, 32);
      case SUB, CMP -> Sum.of(left, right.not(), Truth.TRUE, 32);
      case RSB -> Sum.of(right, left.not(), Truth.TRUE, 32);
      case ADC -> Sum.of(left, right, core.carry(), 32);
      case SBC -> Sum.of(left, right.not(), core.carry(), 32);
      case RSC -> Sum.of(right, left.not(), core.carry(), 32);
      default -> throw new IllegalStateException(this + " does not add");
    };
  }
}
