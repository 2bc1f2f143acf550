// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.OptionalInt;

/**
 * How often a read begins anew.
 *
 * @param most 0 to {@link #MOST}; empty for a handler without a bound, which IMM-ENDS forbids and
 *     which is here to show why
 */
public record Retries(OptionalInt most) {
  /** More would be no bound that a caller could wait for. */
  public static final int MOST = 16;

  /** As often as it takes, be it for ever. */
  public static final Retries UNBOUNDED = new Retries(OptionalInt.empty());

  /** Checks the bound. */
  public Retries {
    if (most.isPresent() && (most.getAsInt() < 0 || most.getAsInt() > MOST)) {
      throw new IllegalArgumentException("retries are 0 to " + MOST + ", not " + most.getAsInt());
    }
  }

  /** That many, 0 to {@link #MOST}. */
  public static Retries atMost(int number) {
    return new Retries(OptionalInt.of(number));
  }

  /** Whether there may be another after so many. */
  boolean allowsAnotherAfter(int done) {
    return most.isEmpty() || done < most.getAsInt();
  }

  /** The word of a scenario: a number, or {@code unbounded}. */
  public String word() {
    return most.isPresent() ? Integer.toString(most.getAsInt()) : "unbounded";
  }
}
