// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** A guest touched more memory than the host gives it. */
public final class MemoryLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MemoryLimitException(long bytes, long address) {
    super(
        String.format(
            "the guest has touched %d KiB of memory, which is the limit; 0x%x is more",
            bytes / 1024, address));
  }
}
