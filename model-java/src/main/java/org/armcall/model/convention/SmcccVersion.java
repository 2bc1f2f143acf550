// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A version of the SMC Calling Convention (DEN0028), in the order in which they appeared.
 *
 * <p>{@link #PRE_SMCCC} is what was there before: a function number in r0, arguments and results in
 * r0 to r7, immediate zero, and nobody who hands out the numbers (mail of 11 April 2013).
 */
public enum SmcccVersion {
  PRE_SMCCC("pre"),
  V1_0("1.0"),
  V1_1("1.1"),
  V1_2("1.2"),
  V1_3("1.3"),
  V1_4("1.4"),
  V1_5("1.5"),
  V1_6("1.6"),
  V1_7("1.7");

  private final String text;

  SmcccVersion(String text) {
    this.text = text;
  }

  /** The version as people write it: {@code pre}, {@code 1.0} and so on. */
  public String text() {
    return text;
  }

  /** Whether this version is that one or a later one. */
  public boolean isAtLeast(SmcccVersion other) {
    return compareTo(other) >= 0;
  }

  /** The version that is written so, if there is one. */
  public static Optional<SmcccVersion> of(String text) {
    return Arrays.stream(values()).filter(version -> version.text.equals(text)).findFirst();
  }

  /**
   * The version that SMCCC_VERSION answered: major in bits 30:16, minor in bits 15:0, bit 31 zero
   * (DEN0028 section 7.2). A negative word is an error code: SMCCC_VERSION is optional in 1.0, and
   * who answers NOT_SUPPORTED to it has 1.0.
   */
  public static Optional<SmcccVersion> ofWord(int w0) {
    int minor = w0 & 0xffff;
    return w0 >>> 16 == 1 && V1_0.ordinal() + minor < values().length
        ? Optional.of(values()[V1_0.ordinal() + minor])
        : Optional.empty();
  }

  /**
   * The versions whose callers this version promises to serve: a higher minor number of one major
   * number is compatible with the lower ones (REG-COMPATIBLE).
   */
  public Set<SmcccVersion> claimsCompatibilityWith() {
    return Collections.unmodifiableSet(
        this == PRE_SMCCC ? EnumSet.of(PRE_SMCCC) : EnumSet.range(V1_0, this));
  }
}
