// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.OptionalLong;
import org.armcall.model.instruction.ItState;

/** What an operand may ask about the place where its instruction is assembled. */
interface Site {
  /** The address of the instruction. */
  long address();

  /** The IT state that the instruction will execute in, by the IT instructions before it. */
  ItState it();

  /**
   * The value of a label or a constant; nothing if the program defines none of that name. Before
   * its place is known it is {@link #address}.
   */
  OptionalLong symbol(String name);

  /** Whether places that are not behind are still guessed: the first pass. */
  boolean isGuess();

  /** Where the literal is in the next pool; {@link #address} before that is known. */
  long literal(Literal literal);

  /**
   * A value of a literal pool.
   *
   * @param text how the program writes it; the same text is kept once in a pool
   * @param value the value
   * @param bytes 4 or 8
   */
  record Literal(String text, long value, int bytes) {}
}
