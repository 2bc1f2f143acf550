// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

/** The kinds of line in a record, in the order in which QEMU writes them. */
enum Continuation {
  HEADER,
  FROM_TO,
  ESR,
  FAULT_AARCH32,
  FAR,
  SPSR,
  ELR,
  TO_PC,
  PSCI,
  SEMIHOSTING;

  boolean isLast() {
    return this == TO_PC || this == PSCI || this == SEMIHOSTING;
  }

  boolean isBetween(Continuation first, Continuation last) {
    return compareTo(first) >= 0 && compareTo(last) <= 0;
  }
}
