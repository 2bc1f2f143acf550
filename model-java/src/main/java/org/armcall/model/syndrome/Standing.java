// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

/** What a program may think of a bit, beside its value. */
public enum Standing {
  /** The architecture defines the bit's value. */
  DEFINED,
  /**
   * RES0 (Armv8) or UNK/SBZP (ARMv7): today's hardware shows zero, software must not rely on it.
   */
  RESERVED,
  /** Architecturally UNKNOWN: any value. */
  UNKNOWN,
  /** IMPLEMENTATION DEFINED. */
  IMPLEMENTATION_DEFINED,
  /** Not observed in this log. */
  NOT_OBSERVED
}
