// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.model.state.SecurityState;

/**
 * Nothing answers at a physical address, or not to this Security state. It has no stack trace,
 * because a guest may cause it as often as it likes.
 */
public final class ExternalAbortException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long address;

  ExternalAbortException(long address, SecurityState space) {
    super(
        String.format("nothing answers at physical address 0x%x (%s)", address, space),
        null,
        false,
        false);
    this.address = address;
  }

  /** The first address that did not answer. */
  public long address() {
    return address;
  }
}
