// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/**
 * What one instruction word does. Its fields were taken out when it was decoded, so a step may be
 * kept for the word and run as often as it executes.
 */
@FunctionalInterface
public interface Step {
  /** Executes once. */
  void run(Core core);
}
