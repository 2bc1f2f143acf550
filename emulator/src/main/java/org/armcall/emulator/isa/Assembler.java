// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import java.util.Objects;
import org.armcall.model.instruction.InstructionSet;

/**
 * Turns assembly text into bytes.
 *
 * <p>A line holds labels ({@code name:}), then an instruction or a directive. {@code //}, {@code @}
 * and {@code ;} begin a comment. Directives: {@code .word}, {@code .hword}, {@code .quad}, {@code
 * .byte} with values; {@code .ascii}, {@code .asciz} with a string; {@code .align n} and {@code
 * .balign n} (a power of two, in bytes); {@code .org address}; {@code .isa a32|t32|a64}; {@code
 * .equ name, value}; {@code .inst word}; {@code .space n}; {@code .ltorg}. Data is little-endian.
 * {@code ldr x0, =value} loads from a literal pool, which is at {@code .ltorg} or at the end.
 */
public final class Assembler {
  /** A program larger than this is a mistake, most often of an {@code .org}. */
  static final int LARGEST = 1 << 24;

  /** A program settles in very few passes; one that does not would go on for ever. */
  private static final int MOST_PASSES = 16;

  private Assembler() {}

  /**
   * The program of the text at an address.
   *
   * @throws AssemblyException if a line cannot be assembled
   */
  public static Program assemble(InstructionSet isa, long address, String text) {
    List<Statement> statements = Statement.of(text);
    AssemblyPass pass = AssemblyPass.first(isa, address, statements);
    for (int count = 0; count < MOST_PASSES; count++) {
      pass.run();
      AssemblyPass next = pass.next();
      if (Objects.equals(next.start(), pass.start())) {
        return pass.program();
      }
      pass = next;
    }
    throw new AssemblyException(1, "the sizes of the instructions do not settle");
  }
}
