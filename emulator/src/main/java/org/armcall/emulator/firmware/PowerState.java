// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

/** The state of a processor as PSCI knows it (DEN0022F.b section 6.6). */
enum PowerState {
  ON,
  OFF,
  /** CPU_ON was called for it, and it has not yet begun. */
  ON_PENDING,
  /** In CPU_SUSPEND or its like. AFFINITY_INFO calls it ON (5.7.1). */
  SUSPENDED,
  /** In CPU_FREEZE, until a CPU_ON (5.1.16). It has not called CPU_OFF, so it is ON as well. */
  FROZEN
}
