// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/** The memory attributes by which an observer reads a location. */
public enum Alias {
  /** Normal Write-Back: sees what is in the data cache. */
  CACHEABLE,
  /** Normal Non-cacheable or Device: sees memory only. */
  NON_CACHEABLE;

  /** The word that traces use. */
  public String text() {
    return this == CACHEABLE ? "cacheable" : "noncacheable";
  }
}
