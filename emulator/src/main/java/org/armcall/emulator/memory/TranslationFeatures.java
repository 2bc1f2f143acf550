// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/**
 * What an implementation has of the architecture of translation.
 *
 * @param physicalBits the size of a physical address (ID_AA64MMFR0_EL1.PARange), 32 to 48
 * @param privilegedExecuteNever short descriptors have PXN
 * @param writeExecuteNever AArch32 SCTLR has WXN and UWXN (ARMv7 with the Virtualization
 *     Extensions, ARMv8)
 * @param addressSizeFaults AArch32 has address size faults (ARMv8)
 * @param stageTwoExecuteNeverByLevel stage 2 has XN[1:0], not only XN[1] (FEAT_XNX)
 * @param hierarchicalDisable TCR.HPD (FEAT_HPDS)
 */
public record TranslationFeatures(
    int physicalBits,
    boolean privilegedExecuteNever,
    boolean writeExecuteNever,
    boolean addressSizeFaults,
    boolean stageTwoExecuteNeverByLevel,
    boolean hierarchicalDisable) {
  /** ARMv7-A with the Large Physical Address and Virtualization Extensions, as Cortex-A15. */
  public static final TranslationFeatures ARMV7 =
      new TranslationFeatures(40, true, true, false, false, false);

  /** ARMv8.0-A with 48 bits of physical address. */
  public static final TranslationFeatures ARMV8 =
      new TranslationFeatures(48, true, true, true, false, false);

  /** ARMv8.2-A with 48 bits of physical address. */
  public static final TranslationFeatures ARMV8_2 =
      new TranslationFeatures(48, true, true, true, true, true);

  /** Checks the size. */
  public TranslationFeatures {
    if (physicalBits < 32 || physicalBits > 48) {
      throw new IllegalArgumentException(
          "a physical address has 32 to 48 bits, not " + physicalBits);
    }
  }
}
