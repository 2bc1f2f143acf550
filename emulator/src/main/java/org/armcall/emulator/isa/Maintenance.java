// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Maintenance.Subject.DATA;
import static org.armcall.emulator.isa.Maintenance.Subject.INSTRUCTIONS;
import static org.armcall.emulator.isa.Maintenance.Subject.PREDICTORS;
import static org.armcall.emulator.isa.Maintenance.Subject.TLB;
import static org.armcall.emulator.isa.Maintenance.Subject.TRANSLATION;
import static org.armcall.emulator.isa.Maintenance.Trait.BOTH_STAGES;
import static org.armcall.emulator.isa.Maintenance.Trait.BY_ADDRESS;
import static org.armcall.emulator.isa.Maintenance.Trait.LOCAL;
import static org.armcall.emulator.isa.Maintenance.Trait.UNPRIVILEGED;
import static org.armcall.emulator.isa.Maintenance.Trait.WRITE;
import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.EnumSet;
import java.util.Set;
import org.armcall.model.platform.ExceptionLevel;

/**
 * Operations on caches and TLBs, and address translation instructions. The argument is a virtual
 * address unless said otherwise.
 *
 * <p>The Inner Shareable forms are the same operations: every processor of this emulator is in one
 * Inner Shareable domain, and the local ones are {@code *_LOCAL}.
 */
public enum Maintenance {
  /** All entries of the EL1 and 0 regime, of this processor. */
  TLBI_VMALLE1_LOCAL(TLB, EL1, LOCAL),
  /** All entries of the EL1 and 0 regime, of every processor. */
  TLBI_VMALLE1(TLB, EL1),
  /** By address, EL1 and 0; the argument holds VA[55:12] in A64, the VA in AArch32. */
  TLBI_VAE1_LOCAL(TLB, EL1, LOCAL, BY_ADDRESS),
  TLBI_VAE1(TLB, EL1, BY_ADDRESS),
  /** All entries of stage 1 and 2 of the guest. */
  TLBI_VMALLS12E1_LOCAL(TLB, EL2, LOCAL),
  TLBI_VMALLS12E1(TLB, EL2),
  TLBI_ALLE1_LOCAL(TLB, EL2, LOCAL),
  TLBI_ALLE1(TLB, EL2),
  TLBI_ALLE2_LOCAL(TLB, EL2, LOCAL),
  TLBI_ALLE2(TLB, EL2),
  TLBI_VAE2_LOCAL(TLB, EL2, LOCAL, BY_ADDRESS),
  TLBI_VAE2(TLB, EL2, BY_ADDRESS),
  TLBI_ALLE3_LOCAL(TLB, EL3, LOCAL),
  TLBI_ALLE3(TLB, EL3),
  /** By intermediate physical address, stage 2; the argument holds IPA[47:12]. */
  TLBI_IPAS2E1_LOCAL(TLB, EL2, LOCAL, BY_ADDRESS),
  TLBI_IPAS2E1(TLB, EL2, BY_ADDRESS),
  /** All instruction caches to the point of unification. */
  IC_IALLU_LOCAL(INSTRUCTIONS, EL1, LOCAL),
  IC_IALLU(INSTRUCTIONS, EL1),
  IC_IVAU(INSTRUCTIONS, EL0, BY_ADDRESS),
  DC_CVAU(DATA, EL0, BY_ADDRESS),
  DC_CVAC(DATA, EL0, BY_ADDRESS),
  DC_CIVAC(DATA, EL0, BY_ADDRESS),
  DC_IVAC(DATA, EL1, BY_ADDRESS),
  /** Branch predictors: nothing to do here. */
  BPIALL(PREDICTORS, EL1),
  AT_S1E0R(TRANSLATION, EL1, UNPRIVILEGED),
  AT_S1E0W(TRANSLATION, EL1, UNPRIVILEGED, WRITE),
  AT_S1E1R(TRANSLATION, EL1),
  AT_S1E1W(TRANSLATION, EL1, WRITE),
  AT_S1E2R(TRANSLATION, EL2),
  AT_S1E2W(TRANSLATION, EL2, WRITE),
  AT_S1E3R(TRANSLATION, EL3),
  AT_S1E3W(TRANSLATION, EL3, WRITE),
  AT_S12E0R(TRANSLATION, EL2, BOTH_STAGES, UNPRIVILEGED),
  AT_S12E0W(TRANSLATION, EL2, BOTH_STAGES, UNPRIVILEGED, WRITE),
  AT_S12E1R(TRANSLATION, EL2, BOTH_STAGES),
  AT_S12E1W(TRANSLATION, EL2, BOTH_STAGES, WRITE);

  /** What is maintained or asked. */
  public enum Subject {
    TLB,
    INSTRUCTIONS,
    DATA,
    PREDICTORS,
    /** An address translation instruction: nothing is changed but PAR. */
    TRANSLATION
  }

  /** What else is to be known of an operation. */
  enum Trait {
    LOCAL,
    BY_ADDRESS,
    BOTH_STAGES,
    UNPRIVILEGED,
    WRITE
  }

  private final Subject subject;
  private final ExceptionLevel lowest;
  private final Set<Trait> traits;

  Maintenance(Subject subject, ExceptionLevel lowest, Trait... traits) {
    this.subject = subject;
    this.lowest = lowest;
    this.traits = EnumSet.noneOf(Trait.class);
    this.traits.addAll(Set.of(traits));
  }

  /** What is maintained or asked. */
  public Subject subject() {
    return subject;
  }

  /**
   * The lowest level that can do it, if nothing disables or traps it. An address translation of one
   * stage asks the regime of that level.
   */
  public ExceptionLevel lowestLevel() {
    return lowest;
  }

  /** Whether only this processor is concerned. */
  public boolean isLocal() {
    return traits.contains(LOCAL);
  }

  /** Whether the argument says which entry or line. */
  public boolean isByAddress() {
    return traits.contains(BY_ADDRESS);
  }

  /** Whether an address translation goes through stage 2 too. */
  public boolean isOfBothStages() {
    return traits.contains(BOTH_STAGES);
  }

  /** Whether an address translation asks for EL0. */
  public boolean isUnprivileged() {
    return traits.contains(UNPRIVILEGED);
  }

  /** Whether an address translation asks for a write. */
  public boolean isWrite() {
    return traits.contains(WRITE);
  }
}
