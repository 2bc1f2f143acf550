// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;

/** Hears what walks read. */
public interface WalkListener {
  /** Hears nothing. */
  WalkListener NONE =
      new WalkListener() {
        @Override
        public void descriptor(
            Stage stage, int level, long virtual, long address, Word descriptor) {}

        @Override
        public void relied(long virtual, String what, long bits, Origin origin) {}
      };

  /**
   * A descriptor was read.
   *
   * @param stage whose table it is
   * @param level of the table
   * @param virtual the address that is translated
   * @param address the physical address of the descriptor
   * @param descriptor what was read, in the table's byte order
   */
  void descriptor(Stage stage, int level, long virtual, long address, Word descriptor);

  /**
   * The outcome depends on bits that a program may not rely on.
   *
   * @param virtual the address that is translated
   * @param what what depends on them, for example {@code "translation of 0x8000"}
   * @param bits the mask of those bits in the register or descriptor
   * @param origin where they came from
   */
  void relied(long virtual, String what, long bits, Origin origin);
}
