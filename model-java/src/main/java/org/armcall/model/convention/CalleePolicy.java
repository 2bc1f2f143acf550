// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.armcall.model.convention.SmcccVersion.PRE_SMCCC;
import static org.armcall.model.convention.SmcccVersion.V1_0;
import static org.armcall.model.convention.SmcccVersion.V1_3;

/**
 * What one callee does where implementations differ.
 *
 * @param version the version of the convention that it implements
 * @param hvcImmediate an HVC whose immediate is not zero
 * @param smcImmediate an SMC whose immediate is not zero
 * @param undefinedReturn the return address when it refuses with UNDEFINED
 * @param unknownFunction an identifier that names no function
 * @param identifierWidth how much of X0 is the identifier
 * @param cleared the registers that NOT_SUPPORTED writes
 * @param hint bit 16 of a fast identifier
 * @param reservedBits bits 23:17 of a fast identifier
 * @param identityOwner the owner, 5 or 6, at which it says who it is; 0 if at neither
 * @param smc32Immediate the immediate of an SMC from AArch32
 * @param thirtyTwoBitCaller how it recognises a 64-bit call from AArch32
 * @param legacy the identifiers of before the convention that it answers
 */
public record CalleePolicy(
    SmcccVersion version,
    NonZeroImmediate hvcImmediate,
    NonZeroImmediate smcImmediate,
    UndefinedReturn undefinedReturn,
    UnknownFunction unknownFunction,
    IdentifierWidth identifierWidth,
    Cleared cleared,
    HintHandling hint,
    ReservedBits reservedBits,
    int identityOwner,
    Smc32Immediate smc32Immediate,
    ThirtyTwoBitCaller thirtyTwoBitCaller,
    LegacyIdentifiers legacy) {
  /** Checks the owner. */
  public CalleePolicy {
    if (identityOwner != 0 && identityOwner != 5 && identityOwner != 6) {
      throw new IllegalArgumentException(
          "a callee says who it is at owner 5 or 6, or at neither (0), not at " + identityOwner);
    }
  }

  /**
   * The policy of a callee that does what the documents of that version say.
   *
   * <p>Where they say nothing it is a choice: an SMC with a non-zero immediate is NOT_SUPPORTED,
   * UNDEFINED returns to the call, NOT_SUPPORTED writes X0 only, the owner of the identity is the
   * vendor's from 1.1 on (which issue gave it out was not found).
   */
  public static CalleePolicy asDocumented(SmcccVersion version) {
    return new CalleePolicy(
        version,
        NonZeroImmediate.VENDOR,
        NonZeroImmediate.NOT_SUPPORTED,
        UndefinedReturn.INSTRUCTION,
        UnknownFunction.NOT_SUPPORTED,
        IdentifierWidth.TRUNCATED,
        Cleared.X0_ONLY,
        version.isAtLeast(V1_3) ? HintHandling.MASKED : HintHandling.COMPARED,
        ReservedBits.REJECTED,
        identityOwner(version),
        Smc32Immediate.ASSUMED_ZERO,
        ThirtyTwoBitCaller.BY_CLASS,
        LegacyIdentifiers.NONE);
  }

  private static int identityOwner(SmcccVersion version) {
    if (version == PRE_SMCCC) {
      return 0;
    }
    return version == V1_0 ? 5 : 6;
  }
}
