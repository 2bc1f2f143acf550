// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.word;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where bits that may not be relied on came from.
 *
 * @param sources what a report prints, for example {@code "HSR.ISS[24:0] of the entry at 0x8000 is
 *     reserved"}; at most {@link #MOST} of them, the first ones
 */
public record Origin(List<String> sources) {
  /**
   * More sources than a reader would look at; a loop that mixes words must not grow without end.
   */
  public static final int MOST = 4;

  /** Of a word all of whose bits are defined. */
  public static final Origin NONE = new Origin(List.of());

  /** Copies the list. */
  public Origin {
    sources = List.copyOf(sources);
  }

  /** One source. */
  public static Origin of(String source) {
    return new Origin(List.of(source));
  }

  /** Both, without repetition. */
  public Origin and(Origin other) {
    if (other.sources.isEmpty() || sources.equals(other.sources)) {
      return this;
    }
    if (sources.isEmpty()) {
      return other;
    }
    Set<String> both = new LinkedHashSet<>(sources);
    both.addAll(other.sources);
    return both.size() == sources.size() ? this : new Origin(both.stream().limit(MOST).toList());
  }
}
