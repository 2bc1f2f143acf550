// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/**
 * What becomes of an access to a system register, or of a System instruction, at the current level.
 */
enum SystemVerdict {
  ALLOWED,
  /** Reported with EC 0x00. */
  UNDEFINED,
  /** Trapped by a control of EL1; HCR_EL2.TGE takes it to EL2. */
  TO_EL1,
  /** Trapped by a control of EL2. */
  TO_EL2,
  /** Trapped by EL3. */
  TO_EL3;

  /** UNDEFINED if so, else allowed. */
  static SystemVerdict undefinedIf(boolean undefined) {
    return undefined ? UNDEFINED : ALLOWED;
  }
}
