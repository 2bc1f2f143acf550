// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;

/** Memory that nobody has written, read without taking host memory for it. */
final class Unwritten {
  private Unwritten() {}

  /** The bytes, which lie in one page. */
  static Word read(long address, int bytes, LongUnaryOperator fill) {
    long value = 0;
    for (int at = 0; at < bytes; at++) {
      long here = address + at;
      value |= (fill.applyAsLong(here & ~7L) >>> (8 * (here & 7)) & 0xff) << (8 * at);
    }
    return new Word(
        value,
        Word.mask(8 * bytes),
        Origin.of(String.format(Locale.ROOT, "memory at 0x%x was never written", address)));
  }
}
