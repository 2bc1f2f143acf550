// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import org.armcall.model.instruction.Immediate;

/**
 * The immediates that a claim is about.
 *
 * @param from the first, of 16 bits
 * @param to the last, not below the first
 */
public record ClaimedImmediates(Immediate from, Immediate to) {
  /** Checks the order. */
  public ClaimedImmediates {
    if (from.width() != 16 || to.width() != 16 || to.value() < from.value()) {
      throw new IllegalArgumentException(
          "immediates of a claim have 16 bits, the last not below the first: "
              + from.text()
              + " to "
              + to.text());
    }
  }

  /** Whether zero is among them: the immediate of the calling convention. */
  public boolean hasZero() {
    return from.value() == 0;
  }

  /** Whether both have an immediate. */
  public boolean overlaps(ClaimedImmediates other) {
    return from.value() <= other.to.value() && other.from.value() <= to.value();
  }

  /** How an assembler writes it. */
  public String text() {
    return from.equals(to) ? from.text() : from.text() + " to " + to.text();
  }
}
