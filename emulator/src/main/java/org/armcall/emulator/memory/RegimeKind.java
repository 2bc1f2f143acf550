// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** A translation regime (DDI 0487 D8.1, "Translation regimes"; G5.1 for AArch32). */
public enum RegimeKind {
  /** EL1 and EL0 under AArch64 or AArch32; in AArch32 also Secure PL1 and 0 if EL3 is AArch64. */
  EL10,
  /** EL2 without E2H, and Hyp mode. */
  EL2,
  /** EL2 and EL0 with HCR_EL2.E2H. */
  EL20,
  /** EL3 in AArch64. */
  EL3,
  /** Secure PL1 and 0 where EL3 is AArch32, with Monitor mode. */
  EL30;

  /** Whether it serves EL0 too: two ranges, and permissions for both. */
  public boolean hasUnprivileged() {
    return this == EL10 || this == EL20 || this == EL30;
  }
}
