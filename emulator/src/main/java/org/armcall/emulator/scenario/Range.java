// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.Optional;

/**
 * How many there may be of something.
 *
 * @param least 0 or more
 * @param most not less than {@code least}; {@link Long#MAX_VALUE} is no bound
 */
public record Range(long least, long most) {
  private static final String TO = "..";

  /** Checks the order. */
  public Range {
    if (least < 0 || most < least) {
      throw new IllegalArgumentException(least + TO + most + " is no range");
    }
  }

  /** So many, no more and no fewer. */
  public static Range exactly(long many) {
    return new Range(many, many);
  }

  /** So many or more. */
  public static Range atLeast(long many) {
    return new Range(many, Long.MAX_VALUE);
  }

  /** So many or fewer. */
  public static Range atMost(long many) {
    return new Range(0, many);
  }

  /** Reads {@code 3}, {@code 1..}, {@code ..4} or {@code 1..4}; anything else is empty. */
  static Optional<Range> parse(String text) {
    int to = text.indexOf(TO);
    String first = to < 0 ? text : text.substring(0, to);
    String last = to < 0 ? text : text.substring(to + TO.length());
    if (first.isEmpty() && last.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> least = first.isEmpty() ? Optional.of(0L) : Numbers.parse(first);
    Optional<Long> most = last.isEmpty() ? Optional.of(Long.MAX_VALUE) : Numbers.parse(last);
    return least.isPresent() && most.isPresent() && least.get() >= 0 && most.get() >= least.get()
        ? Optional.of(new Range(least.get(), most.get()))
        : Optional.empty();
  }

  /** Whether so many are allowed. */
  boolean has(long many) {
    return least <= many && many <= most;
  }

  /** As scenarios write it. */
  String text() {
    if (least == most) {
      return Long.toString(least);
    }
    return (least == 0 ? "" : Long.toString(least))
        + TO
        + (most == Long.MAX_VALUE ? "" : Long.toString(most));
  }
}
