// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/**
 * What the translation tables say about caching of an address, as far as a view can differ by it.
 *
 * <p>Where inner and outer attributes differ, the inner one counts. The four kinds of Device memory
 * are one. The order is that of combining stages: the lower one wins (DDI 0487, "Combining stage 1
 * and stage 2 memory type attributes").
 */
public enum MemoryKind {
  DEVICE,
  NON_CACHEABLE,
  WRITE_THROUGH,
  WRITE_BACK;

  /** Whether an access may be answered by a cache. */
  public boolean cacheable() {
    return compareTo(WRITE_THROUGH) >= 0;
  }

  /** The two stages together. */
  public MemoryKind and(MemoryKind other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
