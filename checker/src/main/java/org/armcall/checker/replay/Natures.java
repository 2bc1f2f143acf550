// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import org.armcall.traces.event.TraceEvent;

/**
 * The natures of the exceptions of one log, as far as they are remembered: {@value #PLACES}, and
 * two that fall on the same place take turns.
 */
final class Natures {
  private static final int PLACES = 256;

  private final Nature[] places;

  /** None is known yet. */
  Natures() {
    this(PLACES);
  }

  private Natures(int size) {
    places = new Nature[size];
  }

  /** Remembers nothing: every exception is looked at as if it were the first. */
  static Natures forgetful() {
    return new Natures(0);
  }

  /** The exception, and the call that was executed just before it. */
  Observed observed(TraceEvent.Entry entry, Optional<TraceEvent.Call> called) {
    if (places.length == 0) {
      return Observed.of(entry, called);
    }
    int hash = Nature.hash(entry, called);
    int place = (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & PLACES - 1;
    Nature known = places[place];
    if (known == null || !known.isOf(entry, called)) {
      known = new Nature(entry, called);
      places[place] = known;
    }
    return Observed.of(entry, called, known);
  }
}
