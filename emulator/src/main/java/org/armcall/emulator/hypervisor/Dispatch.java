// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Locale;

/** What a handler takes a call for. */
public enum Dispatch {
  /** A call of the firmware interface PSCI. */
  PSCI,
  /** One of the hypervisor's own calls. */
  HYPERCALL,
  /** None that it can tell: the caller is told so. */
  REFUSED,
  /** No call: the condition of the instruction failed. */
  SKIPPED;

  /** The word that traces use: what is skipped is not answered as a call, as what is refused. */
  public String text() {
    return this == SKIPPED ? REFUSED.text() : name().toLowerCase(Locale.ROOT);
  }
}
