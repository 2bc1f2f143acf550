// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.HashMap;
import java.util.Map;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * What instruction fetch sees: each halfword as it was when it was first fetched, until IC
 * maintenance; always as memory is if instructions are coherent. If data is not coherent, memory
 * here is what was cleaned to the point of unification.
 *
 * <p>Instructions are little-endian whatever the data endianness is (DDI 0406C A3.3.1). All
 * processors share one view; every halfword is held by itself, so that nothing is stale that was
 * never fetched. A full view drops everything, which the architecture allows at any time.
 */
public final class InstructionView {
  /** A line of 64 bytes is what IC IVAU drops. */
  public static final int LINE = 64;

  private static final int MOST = 1 << 20;

  private final DataCache data;
  private final boolean coherent;
  private final Map<Long, Word> fetched = new HashMap<>();

  /** A view of this memory, through the point of unification of its data caches. */
  public InstructionView(DataCache data, Coherence coherence) {
    this.data = data;
    this.coherent = coherence.instructions();
  }

  /**
   * The halfword or word at a physical address.
   *
   * @param address aligned to 2
   * @param bytes 2 or 4; the caller fetches the halves one by one where they may lie on two pages
   * @throws ExternalAbortException if nothing answers
   */
  public Word fetch(long address, int bytes, SecurityState space) {
    if (coherent) {
      return data.readForFetch(address, bytes, space);
    }
    Word low = halfword(address, space);
    return bytes == 2 ? low : low.withBits(31, 16, halfword(address + 2, space));
  }

  private Word halfword(long address, SecurityState space) {
    Word now = data.readForFetch(address, 2, space);
    if (fetched.size() >= MOST) {
      fetched.clear();
    }
    Word held = fetched.putIfAbsent(address, now);
    return held == null ? now : held;
  }

  /** IC maintenance by physical address, or of everything; other operations do nothing. */
  public void maintain(Maintenance operation, long address) {
    switch (operation) {
      case IC_IALLU, IC_IALLU_LOCAL -> fetched.clear();
      case IC_IVAU -> {
        long line = address & -LINE;
        for (long at = line; at < line + LINE; at += 2) {
          fetched.remove(at);
        }
      }
      default -> {}
    }
  }
}
