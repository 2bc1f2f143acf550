// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

/**
 * The bits of one instruction.
 *
 * @param isa the instruction set
 * @param size in bytes: 2 for T16, otherwise 4
 * @param bits the word; a T32 instruction has its first halfword in bits 31:16, a T16 one is in
 *     bits 15:0
 */
public record InstructionWord(InstructionSet isa, int size, int bits) {
  /**
   * Checks that the size suits the instruction set and, for T32, the first halfword (DDI 0487 F3.1:
   * 0b11101 and up is 32-bit).
   */
  public InstructionWord {
    if (size != 4 && !(size == 2 && isa == InstructionSet.T32)) {
      throw new IllegalArgumentException(isa + " has no instruction of " + size + " bytes");
    }
    if (size == 2 && bits >>> 16 != 0) {
      throw new IllegalArgumentException("a T16 instruction has 4 hexadecimal digits");
    }
  }

  /** A word of 4 bytes. */
  public static InstructionWord of(InstructionSet isa, int bits) {
    return new InstructionWord(isa, 4, bits);
  }

  /** A T16 instruction. */
  public static InstructionWord t16(int halfword) {
    return new InstructionWord(InstructionSet.T32, 2, halfword);
  }

  /** The word in hexadecimal, 8 digits or 4. */
  public String text() {
    return size == 2 ? String.format("0x%04x", bits) : String.format("0x%08x", bits);
  }
}
