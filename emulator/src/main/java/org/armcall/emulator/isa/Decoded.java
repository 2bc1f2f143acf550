// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.OptionalLong;
import org.armcall.model.instruction.InstructionWord;

/**
 * A word that was decoded.
 *
 * @param row the encoding that it is of
 * @param word the word
 * @param step what it does; may be kept and run again wherever the same word executes
 * @param size in bytes, 2 or 4
 */
public record Decoded(Row row, InstructionWord word, Step step, int size) {
  /** The instruction as the assembler reads it; places are written {@code .+0x8}. */
  public String text() {
    return row.text(word.bits(), OptionalLong.empty());
  }

  /** The same for an instruction at that address; places are written as addresses. */
  public String text(long address) {
    return row.text(word.bits(), OptionalLong.of(address));
  }
}
