// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import static org.armcall.model.psci.PsciResult.DENIED;
import static org.armcall.model.psci.PsciResult.INVALID_ADDRESS;
import static org.armcall.model.psci.PsciResult.INVALID_PARAMETERS;
import static org.armcall.model.psci.PsciResult.NOT_SUPPORTED;
import static org.armcall.model.psci.PsciResult.SUCCESS;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The codes of PSCI's functions by version (DEN0022F.b table 1, the change history).
 *
 * <p>0.1 is known by what issue B, of 0.2, took away: DENIED of CPU_SUSPEND and CPU_ON,
 * NOT_SUPPORTED of these and CPU_OFF, INVALID_PARAMETERS of CPU_OFF; and by what it does not list
 * as added. 1.0 brought INVALID_ADDRESS and gave DENIED back to CPU_SUSPEND (issue C), 1.2 to
 * CPU_ON (issue E). Only 0.2 answers INVALID_PARAMETERS to a caller of the other width (section
 * 5.2.1), which is the one case of it in MIGRATE_INFO_UP_CPU.
 */
final class ResultHistory {
  private ResultHistory() {}

  /** The codes of a function by a version that has it. */
  static Set<PsciResult> of(PsciFunction function, PsciVersion version) {
    EnumSet<PsciResult> codes = EnumSet.noneOf(PsciResult.class);
    if (version == PsciVersion.V0_1) {
      codes.addAll(EnumSet.of(NOT_SUPPORTED, INVALID_PARAMETERS, DENIED));
      if (function.returning() != Returning.NEVER_ON_SUCCESS) {
        codes.add(SUCCESS);
      }
      return Collections.unmodifiableSet(codes);
    }
    codes.addAll(function.results());
    codes.removeIf(code -> !version.isAtLeast(since(function, code)));
    if (function == PsciFunction.MIGRATE_INFO_UP_CPU && version != PsciVersion.V0_2) {
      codes.remove(INVALID_PARAMETERS);
    }
    return Collections.unmodifiableSet(codes);
  }

  /** The version from which on, 0.1 aside, the function may answer that code of its row. */
  private static PsciVersion since(PsciFunction function, PsciResult code) {
    if (code == INVALID_ADDRESS || code == DENIED && function == PsciFunction.CPU_SUSPEND) {
      return PsciVersion.V1_0;
    }
    return code == DENIED && function == PsciFunction.CPU_ON ? PsciVersion.V1_2 : PsciVersion.V0_2;
  }
}
