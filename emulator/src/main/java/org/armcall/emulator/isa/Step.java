// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Optional;

/**
 * What one instruction word does. Its fields were taken out when it was decoded, so a step may be
 * kept for the word and run as often as it executes.
 */
@FunctionalInterface
public interface Step {
  /** Executes once. */
  void run(Core core);

  /** What it transfers, if it is a load or store that a syndrome may describe. */
  default Optional<Transfer> transfer() {
    return Optional.empty();
  }
}
