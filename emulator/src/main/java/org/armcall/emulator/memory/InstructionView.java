// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * What instruction fetch sees: each halfword as it was when it was first fetched, until IC
 * maintenance; always up to date if instructions are coherent.
 *
 * <p>Instructions are little-endian whatever the data endianness is (DDI 0406C A3.3.1). All
 * processors share one view.
 */
public final class InstructionView {
  /** A line of 64 bytes is what IC IVAU drops. */
  public static final int LINE = 64;

  /** A view of this memory, through the point of unification of its data caches. */
  public InstructionView(DataCache data, Coherence coherence) {
    throw new UnsupportedOperationException("the instruction view comes next");
  }

  /**
   * The halfword or word at a physical address.
   *
   * @param address aligned to 2
   * @param bytes 2 or 4; a word does not cross a page if it is not to
   * @throws ExternalAbortException if nothing answers
   */
  public Word fetch(long address, int bytes, SecurityState space) {
    throw new UnsupportedOperationException("the instruction view comes next");
  }

  /** IC maintenance by physical address, or of everything; other operations do nothing. */
  public void maintain(Maintenance operation, long address) {
    throw new UnsupportedOperationException("the instruction view comes next");
  }
}
