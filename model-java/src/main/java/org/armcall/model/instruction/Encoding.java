// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

import java.util.Optional;
import org.armcall.model.rule.Rule;

/**
 * One row of the table of encodings: a fixed-bit pattern from which both directions derive.
 *
 * <p>In the pattern, from the most significant bit down, {@code 0} and {@code 1} are fixed, {@code
 * c} is the condition (0b1111 does not match: it is another encoding space), {@code i} the
 * immediate in the order in which its bits stand, {@code z} a bit that should be zero. Blanks
 * separate groups.
 */
public final class Encoding {
  private final Rule rule;
  private final Call call;
  private final InstructionSet isa;
  private final int size;
  private final String name;
  private final String pattern;
  private final int fixedMask;
  private final int fixedBits;
  private final int conditionMask;
  private final int immediateMask;
  private final int shouldBeZeroMask;

  /** A row; {@code size} is in bytes and the pattern has eight times as many bits. */
  Encoding(Rule rule, Call call, InstructionSet isa, int size, String name, String pattern) {
    this.rule = rule;
    this.call = call;
    this.isa = isa;
    this.size = size;
    this.name = name;
    this.pattern = pattern;
    String bits = pattern.replace(" ", "");
    if (bits.length() != size * 8 || !bits.matches("[01ciz]+")) {
      throw new IllegalArgumentException(
          "the pattern of " + rule + " must be " + size * 8 + " of 0, 1, c, i, z");
    }
    fixedBits = maskOf(bits, '1');
    fixedMask = fixedBits | maskOf(bits, '0');
    conditionMask = maskOf(bits, 'c');
    immediateMask = maskOf(bits, 'i');
    shouldBeZeroMask = maskOf(bits, 'z');
  }

  /** The rule that states the row. */
  public Rule rule() {
    return rule;
  }

  /** What it encodes. */
  public Call call() {
    return call;
  }

  /** The instruction set that it belongs to. */
  public InstructionSet isa() {
    return isa;
  }

  /** The size in bytes, 2 or 4. */
  public int size() {
    return size;
  }

  /** The name that Arm gives the encoding, for example {@code HVC A1}. */
  public String name() {
    return name;
  }

  /** The pattern, grouped for reading. */
  public String pattern() {
    return pattern;
  }

  /** The bits that are fixed. */
  public int fixedMask() {
    return fixedMask;
  }

  /** The value of the fixed bits. */
  public int fixedBits() {
    return fixedBits;
  }

  /** The width of the immediate in bits. */
  public int immediateWidth() {
    return Integer.bitCount(immediateMask);
  }

  /** Whether the encoding has a condition field. */
  public boolean isConditional() {
    return conditionMask != 0;
  }

  /** Whether the word is of this encoding. */
  public boolean matches(int word) {
    return (word & fixedMask) == fixedBits
        && !(isConditional() && gather(word, conditionMask) == 15);
  }

  /** The instruction that the word encodes, if it is of this encoding. */
  public Optional<CallInstruction> decode(int word) {
    if (!matches(word)) {
      return Optional.empty();
    }
    Optional<Condition> condition =
        isConditional() ? Optional.of(Condition.of(gather(word, conditionMask))) : Optional.empty();
    Immediate immediate = new Immediate(gather(word, immediateMask), immediateWidth());
    return Optional.of(
        new CallInstruction(call, isa, size, immediate, condition, gather(word, shouldBeZeroMask)));
  }

  /**
   * The word of the instruction; the instruction must be of this row's call, set, size and width.
   */
  public int encode(CallInstruction instruction) {
    if (instruction.call() != call
        || instruction.isa() != isa
        || instruction.size() != size
        || instruction.immediate().width() != immediateWidth()) {
      throw new IllegalArgumentException(instruction.text() + " is not " + name);
    }
    return fixedBits
        | scatter(instruction.immediate().value(), immediateMask)
        | scatter(instruction.encodedCondition().orElse(Condition.AL).code(), conditionMask)
        | scatter(instruction.shouldBeZero(), shouldBeZeroMask);
  }

  private static int maskOf(String bits, char kind) {
    int mask = 0;
    for (int index = 0; index < bits.length(); index++) {
      mask = mask << 1 | (bits.charAt(index) == kind ? 1 : 0);
    }
    return mask;
  }

  /** The bits of the word under the mask, pushed together. */
  private static int gather(int word, int mask) {
    int lowest = mask & -mask;
    if ((mask + lowest & mask) == 0) {
      // The bits stand together already.
      return mask == 0 ? 0 : (word & mask) >>> Integer.numberOfTrailingZeros(mask);
    }
    int value = 0;
    int filled = 0;
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      if ((word & rest & -rest) != 0) {
        value |= 1 << filled;
      }
      filled++;
    }
    return value;
  }

  /** The inverse of gather. */
  private static int scatter(int value, int mask) {
    int word = 0;
    int taken = 0;
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      if ((value >>> taken & 1) != 0) {
        word |= rest & -rest;
      }
      taken++;
    }
    return word;
  }
}
