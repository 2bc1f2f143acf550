// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import org.armcall.model.convention.Conduit;

/** Who answers a call. */
public enum Layer {
  EL2("EL2", "a hypervisor"),
  EL3("EL3", "firmware"),
  S_EL1("S-EL1", "a Trusted OS"),
  S_EL2("S-EL2", "a Secure Partition Manager"),
  R_EL2("R-EL2", "a Realm Management Monitor");

  private final String text;
  private final String meaning;

  Layer(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** The name that the registry's files use. */
  public String text() {
    return text;
  }

  /** Who lives there, in words. */
  public String meaning() {
    return meaning;
  }

  /**
   * Whether a call by that conduit can get there: HVC ends at the caller's EL2; SMC gets to any,
   * since EL3 hands it on and a hypervisor may trap it (HCR_EL2.TSC).
   */
  public boolean isReachedBy(Conduit conduit) {
    return conduit == Conduit.SMC || this == EL2 || this == S_EL2 || this == R_EL2;
  }
}
