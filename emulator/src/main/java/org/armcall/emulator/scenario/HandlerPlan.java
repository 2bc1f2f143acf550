// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import org.armcall.model.platform.ExceptionLevel;

/** A handler of a scenario, and where it sits. */
public sealed interface HandlerPlan permits Scenario.Hypervisor, ReferencePlan {
  /** EL2 or EL3. */
  ExceptionLevel level();
}
