// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.model.state.SecurityState;

/**
 * A range of addresses that is translated and may be accessed in the way that was asked for. It
 * holds for every address of the range, so that a TLB can answer with the same object again.
 *
 * @param input the first virtual address, without tag bits
 * @param output the first physical address (the first intermediate physical address in an answer
 *     about stage 1 alone)
 * @param bits the range's size is two to this power
 * @param space the physical address space, named as its Security state
 * @param memory cacheability, both stages together
 * @param guarded the GP bit of stage 1: BTYPE is checked here
 * @param level of the stage-1 descriptor; 0 with stage 1 off
 */
public record Mapped(
    long input,
    long output,
    int bits,
    SecurityState space,
    MemoryKind memory,
    boolean guarded,
    int level)
    implements Translation {

  /** The physical address of a virtual address of the range; tag bits do not matter. */
  public long address(long virtual) {
    return output | (virtual & (1L << bits) - 1);
  }
}
