// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.state.SecurityState;

/**
 * A range of physical addresses where something answers.
 *
 * @param base the first address
 * @param size in bytes
 * @param open the physical address spaces that reach it
 * @param device what answers; memory if empty
 */
record Region(long base, long size, Set<SecurityState> open, Optional<Device> device) {
  static final Region NOWHERE =
      new Region(0, 0, EnumSet.noneOf(SecurityState.class), Optional.empty());

  Region {
    if (base < 0 || size < 0 || base + size > 1L << PhysicalMemory.ADDRESS_BITS) {
      throw new IllegalArgumentException(
          String.format("0x%x, 0x%x bytes long, is not in 48 bits of address", base, size));
    }
  }

  boolean contains(long address) {
    return address >= base && address - base < size;
  }

  boolean overlaps(Region other) {
    return base < other.base + other.size && other.base < base + size;
  }

  boolean isOpenTo(SecurityState space) {
    return open.contains(space);
  }
}
