// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/**
 * Operations on caches and TLBs, and address translation instructions. The argument is a virtual
 * address unless said otherwise.
 *
 * <p>The Inner Shareable forms are the same operations: every processor of this emulator is in one
 * Inner Shareable domain, and the local ones are {@code *_LOCAL}.
 */
public enum Maintenance {
  /** All entries of the EL1 and 0 regime, of this processor. */
  TLBI_VMALLE1_LOCAL,
  /** All entries of the EL1 and 0 regime, of every processor. */
  TLBI_VMALLE1,
  /** By address, EL1 and 0; the argument holds VA[55:12] in A64, the VA in AArch32. */
  TLBI_VAE1_LOCAL,
  TLBI_VAE1,
  /** All entries of stage 1 and 2 of the guest. */
  TLBI_VMALLS12E1_LOCAL,
  TLBI_VMALLS12E1,
  TLBI_ALLE1_LOCAL,
  TLBI_ALLE1,
  TLBI_ALLE2_LOCAL,
  TLBI_ALLE2,
  TLBI_VAE2_LOCAL,
  TLBI_VAE2,
  TLBI_ALLE3_LOCAL,
  TLBI_ALLE3,
  /** By intermediate physical address, stage 2; the argument holds IPA[47:12]. */
  TLBI_IPAS2E1_LOCAL,
  TLBI_IPAS2E1,
  /** All instruction caches to the point of unification. */
  IC_IALLU_LOCAL,
  IC_IALLU,
  IC_IVAU,
  DC_CVAU,
  DC_CVAC,
  DC_CIVAC,
  DC_IVAC,
  /** Branch predictors: nothing to do here. */
  BPIALL,
  AT_S1E0R,
  AT_S1E0W,
  AT_S1E1R,
  AT_S1E1W,
  AT_S1E2R,
  AT_S1E2W,
  AT_S1E3R,
  AT_S1E3W,
  AT_S12E0R,
  AT_S12E0W,
  AT_S12E1R,
  AT_S12E1W
}
