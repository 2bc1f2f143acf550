// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

/** An optional architecture feature that changes what a call does. */
public enum Feature {
  /** FEAT_SEL2: Secure EL2. */
  SECURE_EL2("secureEl2"),
  /** FEAT_FGT: fine-grained traps, of which HFGITR_EL2.SVC_EL0 and SVC_EL1 matter here. */
  FINE_GRAINED_TRAPS("fgt"),
  /** FEAT_VHE: HCR_EL2.E2H. */
  VIRTUALIZATION_HOST("vhe"),
  /** FEAT_NV: HCR_EL2.NV. FEAT_NV2 is not modelled. */
  NESTED_VIRTUALIZATION("nv"),
  /** FEAT_RME: the Realm and Root Security states. */
  REALM_MANAGEMENT("rme"),
  /** FEAT_BTI: guarded pages and Branch Target exceptions. */
  BRANCH_TARGET("bti");

  private final String key;

  Feature(String key) {
    this.key = key;
  }

  /** The key that names the feature in a platform file. */
  public String key() {
    return key;
  }
}
