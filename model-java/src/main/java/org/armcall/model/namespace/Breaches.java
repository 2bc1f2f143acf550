// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;

/** Finds the claims that break a rule on their own. */
public final class Breaches {
  private Breaches() {}

  /** The breaches of a registry's confirmed claims, in its order. */
  public static List<Breach> among(Registry registry) {
    return registry.claims().stream()
        .filter(Claim::isConfirmed)
        .flatMap(each -> of(each).stream())
        .filter(each -> !isOfItsOriginal(each, registry))
        .toList();
  }

  /** Who copies a function is in the range of the function's owner. */
  private static boolean isOfItsOriginal(Breach breach, Registry registry) {
    return breach.kind() == Breach.Kind.FOREIGN_OWNER
        && registry
            .original(breach.claim())
            .filter(
                original -> of(original).stream().noneMatch(each -> each.kind() == breach.kind()))
            .isPresent();
  }

  /**
   * The breaches of one claim. A claim of several numbers breaks a rule if its first and its last
   * number do.
   */
  public static List<Breach> of(Claim claim) {
    List<Breach> found = new ArrayList<>();
    CallPattern calls = claim.calls();
    if (calls.takesEveryNumber()) {
      found.add(new Breach(Breach.Kind.NUMBER_ELSEWHERE, claim));
    }
    if (calls.conduits().contains(Conduit.SMC) && !calls.immediates().hasZero()) {
      found.add(new Breach(Breach.Kind.SMC_IMMEDIATE, claim));
    }
    if (!calls.immediates().hasZero() || calls.ids().equals(ClaimedIds.Range.ANY)) {
      return found;
    }
    for (Breach.Kind kind : Breach.Kind.values()) {
      if (breaks(kind, claim, calls.ids().lowest()) && breaks(kind, claim, calls.ids().highest())) {
        found.add(new Breach(kind, claim));
      }
    }
    return found;
  }

  private static boolean breaks(Breach.Kind kind, Claim claim, FunctionId id) {
    OwningEntity entity = id.owner();
    boolean reserved = entity == OwningEntity.RESERVED || entity == OwningEntity.RESERVED_YIELDING;
    return switch (kind) {
      case RESERVED_ZONE -> !id.isFast() && reserved;
      case RESERVED_OWNER -> id.isFast() && reserved;
      case MUST_BE_ZERO -> id.isFast() && FunctionId.MUST_BE_ZERO.extract(id.value()) != 0;
      case WRONG_WIDTH -> id.isFast() && id.is64Bit() && claim.calls().width() == Width.NARROW;
      case FOREIGN_OWNER -> !reserved && !claim.owner().role().mayUse(entity);
      case SMC_IMMEDIATE, NUMBER_ELSEWHERE -> false;
    };
  }
}
