// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result codes of the convention and of the Arm Architecture calls (DEN0028G section 7.1, table
 * 7-1; -4 and -5 of 1.7 as in "arm64: smccc: add cache clean/invalidate IDs and return codes", v1,
 * linux-arm-kernel, 2 June 2026).
 *
 * <p>RES-CODE: {@link #since}. Of -1 to -3 no issue was found that has one of them not yet, so that
 * they count from 1.0 on. -2 and -3 mean something else in a PSCI call.
 */
public enum SmcccResult {
  SUCCESS(0, SmcccVersion.V1_0),
  NOT_SUPPORTED(-1, SmcccVersion.V1_0),
  NOT_REQUIRED(-2, SmcccVersion.V1_0),
  INVALID_PARAMETER(-3, SmcccVersion.V1_0),
  /** From 1.7, as posted; it may be asked again later. */
  RATE_LIMITED(-4, SmcccVersion.V1_7),
  /** From 1.7, as posted; it may be asked again later. */
  BUSY(-5, SmcccVersion.V1_7);

  private static final Map<Integer, Optional<SmcccResult>> BY_CODE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(SmcccResult::code, Optional::of));

  private final int code;
  private final SmcccVersion since;

  SmcccResult(int code, SmcccVersion since) {
    this.code = code;
    this.since = since;
  }

  /** The number in W0 or R0. */
  public int code() {
    return code;
  }

  /** The version that brought it. */
  public SmcccVersion since() {
    return since;
  }

  /** Whether a version of the convention has it; before the convention there were none. */
  public boolean isIn(SmcccVersion version) {
    return version.isAtLeast(since);
  }

  /** The result of that number, if there is one. */
  public static Optional<SmcccResult> of(int code) {
    return BY_CODE.getOrDefault(code, Optional.empty());
  }
}
