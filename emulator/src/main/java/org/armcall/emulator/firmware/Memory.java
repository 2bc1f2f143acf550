// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

/** Which addresses a caller may have code and data at. */
@FunctionalInterface
public interface Memory {
  /**
   * Whether all of a range is memory.
   *
   * @param at the first address
   * @param bytes its size, at least 1
   */
  boolean holds(long at, long bytes);
}
