// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** Ends a walk. It never leaves the package, and has no stack trace: guests fault often. */
final class FaultRaised extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Fault fault;

  FaultRaised(Fault fault) {
    super(fault.kind().text(), null, false, false);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
