// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import java.util.Arrays;
import java.util.Optional;

/**
 * A version of the Power State Coordination Interface (DEN0022F.b section 5.3.1, table 6), in
 * order.
 */
public enum PsciVersion {
  V0_1("0.1", 0x0000_0001),
  V0_2("0.2", 0x0000_0002),
  V1_0("1.0", 0x0001_0000),
  V1_1("1.1", 0x0001_0001),
  V1_2("1.2", 0x0001_0002),
  V1_3("1.3", 0x0001_0003);

  private final String text;
  private final int word;

  PsciVersion(String text, int word) {
    this.text = text;
    this.word = word;
  }

  /** The version as people write it. */
  public String text() {
    return text;
  }

  /** What PSCI_VERSION answers: major in bits 30:16, minor in bits 15:0 (PSC-VERSION). */
  public int word() {
    return word;
  }

  /** Whether this version is that one or a later one. */
  public boolean isAtLeast(PsciVersion other) {
    return compareTo(other) >= 0;
  }

  /** The version that is written so, if there is one. */
  public static Optional<PsciVersion> of(String text) {
    return Arrays.stream(values()).filter(version -> version.text.equals(text)).findFirst();
  }

  /** The version that PSCI_VERSION answered so; 0.1 had no PSCI_VERSION. */
  public static Optional<PsciVersion> ofWord(int w0) {
    return Arrays.stream(values())
        .filter(version -> version != V0_1 && version.word == w0)
        .findFirst();
  }
}
