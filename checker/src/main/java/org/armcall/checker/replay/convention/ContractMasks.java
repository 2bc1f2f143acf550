// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.armcall.model.convention.After;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.RegisterContract;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.platform.ExecutionState;

/**
 * The register contract of every version that a callee may have, one bit for each register.
 *
 * @param preserved every version preserves it
 * @param preservedIfNoResult every version preserves it, at least where the function has no result
 *     in it
 * @param resultOrPreserved every version lets the function have a result in it, and preserves it
 *     otherwise
 * @param free no version preserves it
 */
record ContractMasks(long preserved, long preservedIfNoResult, long resultOrPreserved, long free) {
  private record Key(Set<SmcccVersion> versions, ExecutionState state, CallWidth width) {}

  private static final Map<Integer, ContractMasks> KNOWN = new HashMap<>();

  /** The contract of those versions; computed once. */
  static ContractMasks of(Set<SmcccVersion> versions, ExecutionState state, CallWidth width) {
    int key = 0;
    for (SmcccVersion version : versions) {
      key |= 1 << version.ordinal();
    }
    key = key << 2 | state.ordinal() << 1 | width.ordinal();
    synchronized (KNOWN) {
      return KNOWN.computeIfAbsent(key, absent -> compute(new Key(versions, state, width)));
    }
  }

  private static ContractMasks compute(Key key) {
    long preserved = -1;
    long ifNoResult = -1;
    long result = -1;
    long free = -1;
    for (SmcccVersion version : key.versions()) {
      RegisterContract contract =
          new RegisterContract(version, key.state(), key.width(), Conduit.SMC);
      for (int i = 0; i <= contract.lastRegister(); i++) {
        After after = contract.after(i);
        long bit = ~(1L << i);
        preserved &= after == After.PRESERVED ? -1 : bit;
        result &= after == After.RESULT_OR_PRESERVED ? -1 : bit;
        boolean held = after == After.PRESERVED || after == After.RESULT_OR_PRESERVED;
        ifNoResult &= held ? -1 : bit;
        free &= held ? bit : -1;
      }
    }
    return new ContractMasks(preserved, ifNoResult, result, free);
  }
}
