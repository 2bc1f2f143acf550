// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/**
 * Which views of memory are always up to date. The architecture promises none of the three without
 * maintenance; most scenarios want one hazard at a time.
 *
 * @param tlb a changed table is used by the next access
 * @param instructions written bytes are fetched by the next instruction
 * @param data cacheable and non-cacheable accesses and devices see the same bytes
 */
public record Coherence(boolean tlb, boolean instructions, boolean data) {
  /** Nothing is ever stale. */
  public static final Coherence ALL = new Coherence(true, true, true);

  /** Everything may be stale. */
  public static final Coherence NONE = new Coherence(false, false, false);
}
