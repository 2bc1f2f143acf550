// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

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
}
