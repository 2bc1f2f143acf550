// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Word;

/**
 * A program in Java in place of code at a level's vectors.
 *
 * <p>It is called when an exception is taken to that level, one call a turn of its processor, so
 * that other actors run between its steps. A handler keeps no state of one exception in its own
 * fields: several processors may be in it at once. What the next step needs is in the handler that
 * {@link HandlerStep.Continue} names.
 */
@FunctionalInterface
public interface Handler {
  /** Does one step of handling the exception that the context describes. */
  HandlerStep step(HandlerContext context);

  /**
   * The level begins at its entry point: firmware started the processor there, or, where the
   * handler is the firmware, the processor was powered on.
   *
   * @param cpu the processor
   * @param context what firmware left in X0 or R0; of no meaning where the handler is the firmware
   * @return where the processor goes on, or the end of the run
   */
  default HandlerStep.Done started(int cpu, Word context) {
    return new HandlerStep.Halt("the handler has no entry point, and cpu" + cpu + " was started");
  }
}
