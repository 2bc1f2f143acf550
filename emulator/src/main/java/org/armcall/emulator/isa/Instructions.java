// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/** The instructions that the emulator executes. */
public final class Instructions {
  private static final Map<InstructionSet, InstructionTable> TABLES =
      new EnumMap<>(InstructionSet.class);

  static {
    TABLES.put(
        InstructionSet.A64, new InstructionTable(InstructionSet.A64, A64Instructions.rows()));
    TABLES.put(
        InstructionSet.A32, new InstructionTable(InstructionSet.A32, A32Instructions.rows()));
    TABLES.put(
        InstructionSet.T32, new InstructionTable(InstructionSet.T32, T32Instructions.rows()));
  }

  private Instructions() {}

  /** The table of an instruction set. */
  public static InstructionTable table(InstructionSet isa) {
    return TABLES.get(isa);
  }

  /** The instruction; nothing where the emulator does not have it. */
  public static Optional<Decoded> decode(InstructionWord word) {
    return table(word.isa())
        .row(word)
        .map(row -> new Decoded(row, word, row.bind(word.bits()), word.size()));
  }

  /**
   * The size in bytes of the T32 instruction that begins with the halfword: 4 for bits 15:11 of
   * 0b11101, 0b11110 and 0b11111, otherwise 2 (DDI 0487 F3.1).
   */
  public static int t32Size(int firstHalfword) {
    return (firstHalfword & 0xffff) >>> 11 >= 0b11101 ? 4 : 2;
  }
}
