// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

/** The Security state that the caller runs in (DDI 0487 D1.1.3, B1). */
public enum SecurityState {
  NONSECURE,
  SECURE,
  /** FEAT_RME, EL0 to EL2. */
  REALM,
  /** FEAT_RME, EL3 only. */
  ROOT;

  /** The name as the command line writes it, in lower case. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
