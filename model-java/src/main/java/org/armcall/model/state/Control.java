// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A control bit that decides what a call does. A bit of a register or feature that the machine does
 * not have has no effect.
 *
 * <p>Each is known by its AArch64 and its AArch32 spelling.
 */
public enum Control {
  /** Trap SMC from EL1 to EL2. */
  HCR_TSC("HCR_EL2.TSC", "HCR.TSC"),
  /** Trap general exceptions from EL0 to EL2. */
  HCR_TGE("HCR_EL2.TGE", "HCR.TGE"),
  /** EL2 Host (FEAT_VHE). */
  HCR_E2H("HCR_EL2.E2H", "HCR.E2H"),
  /** HVC disable; Armv8 without EL3 only. */
  HCR_HCD("HCR_EL2.HCD", "HCR.HCD"),
  /** Nested virtualization (FEAT_NV). */
  HCR_NV("HCR_EL2.NV", "HCR.NV"),
  /** HVC enable, with EL3. */
  SCR_HCE("SCR_EL3.HCE", "SCR.HCE"),
  /** SMC disable; the AArch32 register calls it SCD. */
  SCR_SMD("SCR_EL3.SMD", "SCR.SCD", "SCR.SMD", "SCR_EL3.SCD"),
  /** Secure EL2 enable (FEAT_SEL2). */
  SCR_EEL2("SCR_EL3.EEL2", "SCR.EEL2"),
  /** Fine-grained traps enable (FEAT_FGT). */
  SCR_FGTEN("SCR_EL3.FGTEn", "SCR.FGTEn"),
  /** IT disable for EL1, and for EL0 where EL1 governs it. */
  SCTLR_ITD("SCTLR_EL1.ITD", "SCTLR.ITD"),
  /** IT disable for Hyp mode, and for EL0 under a host (E2H and TGE both 1). */
  HSCTLR_ITD("SCTLR_EL2.ITD", "HSCTLR.ITD"),
  /** Trap SVC from EL0 to EL2 (FEAT_FGT). */
  HFGITR_SVC_EL0("HFGITR_EL2.SVC_EL0", "HFGITR.SVC_EL0"),
  /** Trap SVC from EL1 to EL2 (FEAT_FGT). */
  HFGITR_SVC_EL1("HFGITR_EL2.SVC_EL1", "HFGITR.SVC_EL1");

  private final List<String> spellings;

  Control(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The register and field as AArch64 spells them. */
  public String text() {
    return spellings.get(0);
  }

  /** Every spelling that is understood. */
  public List<String> spellings() {
    return spellings;
  }

  /** The control of that spelling; upper and lower case are the same. */
  public static Optional<Control> ofText(String text) {
    String wanted = text.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            control ->
                control.spellings.stream().anyMatch(s -> s.toUpperCase(Locale.ROOT).equals(wanted)))
        .findFirst();
  }
}
