// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

/** The state of a processor as PSCI knows it (DEN0022 section 6.6). */
enum PowerState {
  ON,
  OFF,
  /** CPU_ON was called for it, and it has not yet begun. */
  ON_PENDING,
  /** In CPU_SUSPEND or its like, or frozen. AFFINITY_INFO calls it ON. */
  SUSPENDED
}
