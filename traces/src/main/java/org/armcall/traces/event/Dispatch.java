// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.Locale;

/** What a handler took a call for. */
public enum Dispatch {
  /** A call by the SMC Calling Convention: PSCI and its kin. */
  PSCI,
  /** A call of the hypervisor's own. */
  HYPERCALL,
  /** It was not answered as a call. */
  REFUSED;

  /** The word that the canonical format uses. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
