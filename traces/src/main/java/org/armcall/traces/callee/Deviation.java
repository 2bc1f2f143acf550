// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;

/**
 * Calls that an implementation answers by another policy than the rest.
 *
 * @param when which calls
 * @param policy the policy for them
 * @param parameter the parameter that differs
 * @param source who says so
 */
public record Deviation(Circumstances when, CalleePolicy policy, String parameter, String source) {
  /** Whether it is about that call. */
  public boolean isAbout(ConventionCall call) {
    return when.include(call);
  }

  /**
   * Whether it may be about a call by that conduit, with such an immediate, whatever its
   * identifier.
   */
  public boolean mayBeAbout(Conduit conduit, boolean nonZeroImmediate) {
    return when.mayInclude(conduit, nonZeroImmediate);
  }
}
