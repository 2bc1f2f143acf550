// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;

/**
 * Calls that an implementation answers by another policy than the rest.
 *
 * @param conduit only by this conduit, if present
 * @param owners only of identifiers with these owning entity numbers; empty: of all
 * @param nonZeroImmediate only where the immediate is not zero (true) or zero (false), if present
 * @param policy the policy for them
 * @param parameter the parameter that differs
 * @param source who says so
 */
public record Deviation(
    Optional<Conduit> conduit,
    Set<Integer> owners,
    Optional<Boolean> nonZeroImmediate,
    CalleePolicy policy,
    String parameter,
    String source) {
  /** Keeps a copy. */
  public Deviation {
    owners = Set.copyOf(owners);
  }

  /** Whether it is about that call. */
  public boolean isAbout(ConventionCall call) {
    return conduit.filter(only -> only != call.conduit()).isEmpty()
        && (owners.isEmpty() || owners.contains(call.identifier().ownerNumber()))
        && nonZeroImmediate.filter(only -> only != (call.immediate().value() != 0)).isEmpty();
  }
}
