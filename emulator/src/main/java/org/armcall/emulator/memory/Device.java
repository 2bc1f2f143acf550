// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;

/** Something at a range of physical addresses that is not memory. */
public interface Device {
  /**
   * A read.
   *
   * @param offset from the device's first address
   * @param bytes 1, 2, 4 or 8
   */
  Word read(long offset, int bytes);

  /** A write; the value's bits above the size are not looked at. */
  void write(long offset, int bytes, Word value);
}
