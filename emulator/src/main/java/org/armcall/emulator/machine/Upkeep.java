// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/**
 * Maintenance that a hypervisor does for the whole machine after it has changed what a guest may
 * do: each kind reaches every processor, and nothing else is maintained by it.
 */
public enum Upkeep {
  /** Every TLB entry is invalidated, as by TLBI ALLE1IS and its kin of the other levels. */
  TLB,
  /** What was fetched is fetched anew, as after IC IALLUIS. */
  INSTRUCTIONS,
  /** Every data cache is cleaned to the point of coherency and invalidated, as by DC CIVAC. */
  DATA
}
