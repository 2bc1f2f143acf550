// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result codes of PSCI (DEN0022F.b section 5.2.2, table 5). */
public enum PsciResult {
  SUCCESS(0),
  NOT_SUPPORTED(-1),
  INVALID_PARAMETERS(-2),
  DENIED(-3),
  ALREADY_ON(-4),
  ON_PENDING(-5),
  INTERNAL_FAILURE(-6),
  NOT_PRESENT(-7),
  DISABLED(-8),
  INVALID_ADDRESS(-9);

  private static final Map<Integer, Optional<PsciResult>> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(PsciResult::code, Optional::of));

  private static final int LEAST_OF_ARM = -256;

  private final int code;

  PsciResult(int code) {
    this.code = code;
  }

  /** The number in W0 or R0. */
  public int code() {
    return code;
  }

  /** The result of that number, if there is one. */
  public static Optional<PsciResult> of(int code) {
    return BY_CODE.getOrDefault(code, Optional.empty());
  }

  /**
   * Whether a vendor-specific SYSTEM_RESET2, of reset_type bit 31, may fail with that result: any
   * code but NOT_SUPPORTED, or one of the vendor's, less than -256 (DEN0022F.b section 5.13.5).
   */
  public static boolean isOfVendorReset(long result) {
    return result < LEAST_OF_ARM
        || result < 0 && of((int) result).filter(code -> code != NOT_SUPPORTED).isPresent();
  }
}
