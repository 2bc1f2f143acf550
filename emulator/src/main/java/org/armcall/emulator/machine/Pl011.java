// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.function.IntConsumer;
import org.armcall.emulator.memory.Device;
import org.armcall.emulator.word.Word;

/**
 * The part of a PL011 UART that printing needs: the data register at 0x00, and a flag register at
 * 0x18 that says that there is always room and never anything to read.
 */
final class Pl011 implements Device {
  private static final long DATA = 0x00;
  private static final long FLAGS = 0x18;
  private static final long TRANSMIT_EMPTY_RECEIVE_EMPTY = 0x90;

  private final IntConsumer sink;

  Pl011(IntConsumer sink) {
    this.sink = sink;
  }

  @Override
  public Word read(long offset, int bytes) {
    return Word.of(offset == FLAGS ? TRANSMIT_EMPTY_RECEIVE_EMPTY : 0);
  }

  @Override
  public void write(long offset, int bytes, Word value) {
    if (offset == DATA) {
      sink.accept((int) value.value() & 0xff);
    }
  }
}
