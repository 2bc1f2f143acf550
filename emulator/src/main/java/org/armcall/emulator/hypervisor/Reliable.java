// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/**
 * Numbers that a handler computes with; that it does is reported where it may not (IMM-RELIANCE).
 */
final class Reliable {
  private Reliable() {}

  /** The word as a number of up to 31 bits. */
  static int number(HandlerContext context, Word word, String what) {
    return (int) address(context, word, what);
  }

  /** The word as it is. */
  static long address(HandlerContext context, Word word, String what) {
    if (!word.isReliable()) {
      context.decide(Truth.unreliable(true, word.origin()), what);
    }
    return word.value();
  }
}
