// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;

/** The order of bytes in memory. */
public final class ByteOrder {
  private ByteOrder() {}

  /** The word with its bytes in the other order; bits above the size come out as zero. */
  public static Word reversed(Word word, int bytes) {
    int shift = 64 - 8 * bytes;
    return new Word(
        Long.reverseBytes(word.value()) >>> shift,
        Long.reverseBytes(word.unreliable()) >>> shift,
        word.origin());
  }
}
