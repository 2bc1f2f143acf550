// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.Locale;

/** By which mapping a handler reads guest code. */
public enum Alias {
  /** Through the data caches. */
  CACHEABLE,
  /** Past the data caches. */
  NONCACHEABLE,
  /** As an instruction fetch reads it. */
  FETCH;

  /** The word that the canonical format uses. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
