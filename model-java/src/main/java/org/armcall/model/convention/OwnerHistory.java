// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.armcall.model.convention.SmcccVersion.PRE_SMCCC;

import org.armcall.model.function.OwningEntity;

/**
 * Which version gave out the range of an owner (FID-OWNER); before, it was reserved.
 *
 * <p>Owner 7, the vendor's EL3 monitor, came with 1.5: table 6-1 of issue E, of 1.4, has 7 to 47
 * "reserved for future use", that of issue F has it. Which issue gave out 5 and 6 was not found
 * (callees of 1.0 answer at 5, of 1.1 at 6), so that every version has them, as all others.
 */
public final class OwnerHistory {
  private OwnerHistory() {}

  /** The version that gave out that owner's range; 1.0 where no later one did. */
  public static SmcccVersion since(OwningEntity owner) {
    return owner == OwningEntity.VENDOR_EL3 ? SmcccVersion.V1_5 : SmcccVersion.V1_0;
  }

  /** The owner as that version has it: reserved where a later one gave out the range. */
  static OwningEntity in(SmcccVersion version, OwningEntity owner) {
    return version == PRE_SMCCC || version.isAtLeast(since(owner)) ? owner : OwningEntity.RESERVED;
  }
}
