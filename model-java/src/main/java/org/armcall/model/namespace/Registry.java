// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;

/**
 * What is claimed by whom.
 *
 * @param claims the claims, in the order of their files
 * @param uids the answers to the UID queries
 */
public record Registry(List<Claim> claims, List<UidAnswer> uids) {
  /** Keeps copies. */
  public Registry {
    claims = List.copyOf(claims);
    uids = List.copyOf(uids);
  }

  /** The owners, once each, in order. */
  public List<Owner> owners() {
    return claims.stream().map(Claim::owner).distinct().toList();
  }

  /**
   * The claims, functions before blocks, that a number of the convention is of: with the immediate
   * zero, in W0 or R0.
   */
  public List<Claim> claimsOf(FunctionId id) {
    return functionsFirst(
        claims.stream()
            .filter(each -> each.calls().immediates().hasZero())
            .filter(each -> !each.calls().takesEveryNumber())
            .filter(each -> each.calls().ids().contains(id))
            .toList());
  }

  /** The claims, functions before blocks, that an immediate of a conduit is of. */
  public List<Claim> claimsOf(Conduit conduit, Immediate immediate) {
    ClaimedImmediates one = new ClaimedImmediates(immediate, immediate);
    return functionsFirst(
        claims.stream()
            .filter(each -> each.calls().conduits().contains(conduit))
            .filter(each -> each.calls().immediates().overlaps(one))
            .toList());
  }

  /** The claim that another copies by name, if it has the same numbers. */
  public Optional<Claim> original(Claim copy) {
    return claims.stream()
        .filter(each -> copy.sameAs().equals(Optional.of(each.title())))
        .filter(each -> each.calls().ids().equals(copy.calls().ids()))
        .findFirst();
  }

  /** This registry and more claims and answers, for example a project's own. */
  public Registry with(Registry more) {
    return new Registry(concatenated(claims, more.claims), concatenated(uids, more.uids));
  }

  private static List<Claim> functionsFirst(List<Claim> found) {
    return concatenated(
        found.stream().filter(each -> !each.isBlock()).toList(),
        found.stream().filter(Claim::isBlock).toList());
  }

  private static <E> List<E> concatenated(List<E> one, List<E> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
