// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The titles of Arm's documents, which the catalogue names by their numbers. */
public final class Documents {
  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("DDI 0487", "Arm Architecture Reference Manual for A-profile architecture");
    TITLES.put("DDI 0406C", "ARM Architecture Reference Manual, ARMv7-A and ARMv7-R edition");
    TITLES.put("DDI 0596", "Arm A64 Instruction Set Architecture");
    TITLES.put("DDI 0597", "Arm A32/T32 Instruction Set Architecture");
    TITLES.put("DEN0028", "SMC Calling Convention");
    TITLES.put("DEN0070A", "Firmware interfaces for mitigating cache speculation vulnerabilities");
    TITLES.put("DEN0022", "Arm Power State Coordination Interface (PSCI)");
  }

  private Documents() {}

  /**
   * The title of the document that is named so, such as {@code DDI 0487}; a letter for its issue
   * may stand behind the number. Empty where the name says itself what the document is.
   */
  public static Optional<String> title(String document) {
    return TITLES.entrySet().stream()
        .filter(each -> document.matches(each.getKey() + "[A-Z]?"))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
