// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

/**
 * The version of the architecture. The two differ in what UNPREDICTABLE allows and in what a
 * trapped SMC reports.
 */
public enum Architecture {
  /** ARMv7-A with the Virtualization Extensions (DDI 0406C). UNPREDICTABLE is any behaviour. */
  ARMV7A,
  /** Armv8-A and Armv9-A (DDI 0487). UNPREDICTABLE is CONSTRAINED: a list of behaviours. */
  ARMV8A;

  /** The name as a platform file writes it: {@code armv7a} or {@code armv8a}. */
  public String text() {
    return this == ARMV7A ? "armv7a" : "armv8a";
  }
}
