// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;
import java.util.Optional;
import org.armcall.model.psci.LegacyPsci;

/**
 * Which identifiers from before the convention a callee answers besides those of its version.
 *
 * <p>Numbers up to 0x0100ffff belong to existing APIs in every version, so that a callee may have a
 * function at any of them and no further word is needed for those of MobiCore or Qualcomm, which
 * overlap Xen's: {@link LegacyClaim} says who has which.
 */
public enum LegacyIdentifiers {
  /** None. */
  NONE(Optional.empty()),
  /** PSCI 0.1 as KVM and U-Boot number it, from 0x95c1ba5e. */
  PSCI_0_1_KVM(Optional.of(LegacyPsci.KVM)),
  /** PSCI 0.1 as Xen numbers it, from 0. */
  PSCI_0_1_XEN(Optional.of(LegacyPsci.XEN));

  private final Optional<LegacyPsci> psci;

  LegacyIdentifiers(Optional<LegacyPsci> psci) {
    this.psci = psci;
  }

  /** The numbers of PSCI 0.1, if they are answered. */
  public Optional<LegacyPsci> psci() {
    return psci;
  }

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
