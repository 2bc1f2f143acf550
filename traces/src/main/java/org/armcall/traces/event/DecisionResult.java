// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.Locale;

/** What a handler learnt of the immediate of a call. */
public enum DecisionResult {
  /** It has one, and says from where. */
  RECOVERED,
  /** It cannot have it, and says why. */
  UNAVAILABLE,
  /** What it read is not the call that trapped. */
  CONTRADICTED,
  /** It did not look for it. */
  IGNORED;

  /** The word that the canonical format uses. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
