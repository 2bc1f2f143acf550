// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.List;
import java.util.stream.Collectors;
import org.armcall.model.rule.Rule;

/**
 * A claim to functions that a description of the machine declares for another conduit.
 *
 * @param claim who offers them
 * @param declaration who says that they are called otherwise
 */
public record ConduitMismatch(Claim claim, Declaration declaration) implements Finding {
  @Override
  public Rule rule() {
    return Rule.NSP_CONDUIT;
  }

  @Override
  public List<Claim> claims() {
    return List.of(claim);
  }

  @Override
  public String sentence() {
    String claimed =
        claim.calls().conduits().stream().map(Enum::name).collect(Collectors.joining(" or "));
    return String.format(
        "%s of %s is called by %s, but %s says that %s is called by %s.",
        claim.name(),
        claim.owner().name(),
        claimed,
        declaration.source(),
        declaration.name(),
        declaration.conduit());
  }

  /** The claims of a project that its descriptions of the machine contradict. */
  public static List<ConduitMismatch> among(List<Claim> claims, List<Declaration> declarations) {
    return claims.stream()
        .filter(Claim::isConfirmed)
        .filter(claim -> claim.status() != Status.WITHDRAWN)
        .filter(claim -> claim.calls().immediates().hasZero())
        .filter(claim -> !claim.calls().ids().equals(ClaimedIds.Range.ANY))
        .flatMap(
            claim ->
                declarations.stream()
                    .filter(each -> claim.calls().ids().firstCommon(each.ids()).isPresent())
                    .filter(each -> !claim.calls().conduits().contains(each.conduit()))
                    .map(each -> new ConduitMismatch(claim, each)))
        .toList();
  }
}
