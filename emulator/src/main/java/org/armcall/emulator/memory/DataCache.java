// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * What data accesses see. If data is not coherent, a cacheable write stays above memory until it is
 * cleaned: to the point of unification (DC CVAU) for instruction fetch, to the point of coherency
 * (DC CVAC) for non-cacheable accesses and devices; and bytes that a cacheable access has read or
 * written are seen by cacheable accesses until they are invalidated, whatever happens to memory.
 *
 * <p>All processors share one: they are coherent with each other.
 */
public final class DataCache {
  /** A line of 64 bytes is what maintenance by address works on. */
  public static final int LINE = 64;

  private final PhysicalMemory memory;

  /** The caches above this memory, empty. */
  public DataCache(PhysicalMemory memory, Coherence coherence) {
    this.memory = memory;
  }

  /** The memory below: what devices and non-cacheable accesses see. */
  public PhysicalMemory memory() {
    return memory;
  }

  /**
   * A data read, little-endian.
   *
   * @param bytes 1, 2, 4 or 8
   * @throws ExternalAbortException if nothing answers
   */
  public Word read(long address, int bytes, MemoryKind kind, SecurityState space) {
    return memory.read(address, bytes, space);
  }

  /** A data write, little-endian. */
  public void write(long address, int bytes, MemoryKind kind, SecurityState space, Word value) {
    memory.write(address, bytes, space, value);
  }

  /** DC maintenance by physical address; other operations do nothing. */
  public void maintain(Maintenance operation, long address, SecurityState space) {
    throw new UnsupportedOperationException("data caches come next");
  }
}
