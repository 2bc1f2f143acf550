// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The policies that the documents of a version leave open, none of them a deviation. */
final class DocumentedPolicies {
  private static final Map<SmcccVersion, List<CalleePolicy>> ALL = all();

  private DocumentedPolicies() {}

  static List<CalleePolicy> of(SmcccVersion version) {
    return ALL.get(version);
  }

  private static Map<SmcccVersion, List<CalleePolicy>> all() {
    Map<SmcccVersion, List<CalleePolicy>> all = new EnumMap<>(SmcccVersion.class);
    for (SmcccVersion version : SmcccVersion.values()) {
      all.put(version, List.copyOf(policies(version)));
    }
    return all;
  }

  /**
   * HVC and SMC vary together: a call is by one of them, so the pairs would answer nothing more.
   */
  private static List<CalleePolicy> policies(SmcccVersion version) {
    List<CalleePolicy> policies = new ArrayList<>();
    CalleePolicy base = CalleePolicy.asDocumented(version);
    for (NonZeroImmediate nonZero : NonZeroImmediate.values()) {
      for (UndefinedReturn back : UndefinedReturn.values()) {
        for (UnknownFunction unknown :
            EnumSet.of(UnknownFunction.NOT_SUPPORTED, UnknownFunction.FORWARDED)) {
          for (IdentifierWidth width : widths(version)) {
            for (Cleared cleared : Cleared.values()) {
              for (Smc32Immediate narrow : Smc32Immediate.values()) {
                for (int owner : new int[] {0, 5, 6}) {
                  policies.add(
                      new CalleePolicy(
                          version,
                          nonZero,
                          nonZero,
                          back,
                          unknown,
                          width,
                          cleared,
                          base.hint(),
                          base.reservedBits(),
                          owner,
                          narrow,
                          base.thirtyTwoBitCaller(),
                          base.legacy()));
                }
              }
            }
          }
        }
      }
    }
    return policies;
  }

  private static Set<IdentifierWidth> widths(SmcccVersion version) {
    return version.isAtLeast(SmcccVersion.V1_2)
        ? EnumSet.of(IdentifierWidth.TRUNCATED)
        : EnumSet.allOf(IdentifierWidth.class);
  }
}
