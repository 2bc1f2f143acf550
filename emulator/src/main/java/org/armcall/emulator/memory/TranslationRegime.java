// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.Optional;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * Everything that a translation depends on but the tables. Immutable; build a new one when a
 * register changes and keep it until the next change: a TLB recognises it by identity.
 *
 * @param kind which regime
 * @param security the Security state of the accesses
 * @param stageOne stage 1
 * @param stageTwo stage 2 where it is on; empty where it is off
 * @param features what the implementation has
 * @param switches the bits of registers that chose between all this, M, VM, DC, TGE and EAE from
 *     bit 0; every translation depends on them
 */
public record TranslationRegime(
    RegimeKind kind,
    SecurityState security,
    StageOne stageOne,
    Optional<StageTwo> stageTwo,
    TranslationFeatures features,
    Word switches) {

  /**
   * The regime that the registers describe: stage 1 is off with SCTLR.M = 0, or for EL10 with
   * HCR.TGE or HCR.DC = 1; stage 2 is there for EL10 with HCR.VM or HCR.DC = 1 (AArch64.S1Enabled,
   * AArch32.S1Enabled, AArch64.GetS2TTWParams).
   *
   * @param aarch64 the execution state of the regime's stage 1
   * @param stageTwoAarch64 the execution state of EL2
   */
  public static TranslationRegime of(
      RegimeKind kind,
      SecurityState security,
      boolean aarch64,
      boolean stageTwoAarch64,
      ControlRegisters registers,
      TranslationFeatures features) {
    return RegimeDecoding.of(kind, security, aarch64, stageTwoAarch64, registers, features);
  }

  /** The VMID that tags TLB entries; 0 without stage 2. */
  public int vmid() {
    return stageTwo.isPresent() ? stageTwo.get().vmid() : 0;
  }

  /** The ASID that tags TLB entries; 0 where the regime has none. */
  public int asid() {
    return kind.hasUnprivileged() ? stageOne.asid() : 0;
  }
}
