// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.model.state.SecurityState;

/**
 * The end of a successful walk of one stage: what a TLB entry holds. Permissions are not yet
 * checked.
 *
 * @param input the first input address, as {@link #canonical} writes it
 * @param output the first output address
 * @param bits the range's size is two to this power
 * @param level of the descriptor
 * @param space the address space of the output
 * @param memory the cacheability that the descriptor says
 * @param rights the flags of {@link Permissions}
 * @param domain 0 to 15; -1 where there are none
 * @param global of every ASID
 * @param guarded the GP bit
 */
record Leaf(
    long input,
    long output,
    int bits,
    int level,
    SecurityState space,
    MemoryKind memory,
    int rights,
    int domain,
    boolean global,
    boolean guarded) {

  /** The output address of an input address of the range. */
  long address(long in) {
    return output | (in & (1L << bits) - 1);
  }

  /** An address without its tag: bit 55 is copied upwards. */
  static long canonical(long address) {
    return address << 8 >> 8;
  }
}
