// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** A stage of translation. */
public enum Stage {
  /** Virtual to intermediate physical address. */
  ONE,
  /** Intermediate physical to physical address. */
  TWO
}
