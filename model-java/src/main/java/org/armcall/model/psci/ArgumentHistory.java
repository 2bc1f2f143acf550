// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import java.util.List;

/**
 * The arguments of PSCI's functions by version (DEN0022F.b table 1, issue B): in 0.1 CPU_OFF had a
 * power_state, and CPU_ON and CPU_SUSPEND no context_id.
 */
final class ArgumentHistory {
  private ArgumentHistory() {}

  /** The arguments of a function by a version that has it, from register 1 on. */
  static List<String> of(PsciFunction function, PsciVersion version) {
    if (version != PsciVersion.V0_1) {
      return function.arguments();
    }
    return function == PsciFunction.CPU_OFF
        ? List.of("power_state")
        : function.arguments().stream().filter(argument -> !argument.equals("context_id")).toList();
  }
}
