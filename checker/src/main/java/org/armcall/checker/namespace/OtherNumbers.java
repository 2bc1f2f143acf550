// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.List;
import java.util.Optional;
import org.armcall.checker.cli.Words;
import org.armcall.model.function.FunctionId;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Registry;
import org.armcall.model.rule.Rule;

/**
 * Finds a name of the registry's that a header gives a number that its owner has not given it.
 *
 * <p>The name must be the function's, with a word of its interface, and the number in a block of
 * the same owner: elsewhere it may be another project's function of that name. That the registry
 * has the name for the number too, in any version or for callers of the other width, is enough for
 * silence.
 */
final class OtherNumbers {
  private static final int WIDTH = 1 << 30;

  private OtherNumbers() {}

  static Optional<HeaderFinding> of(CallNumber call, Registry registry) {
    FunctionId id = call.id();
    List<Claim> blocks =
        registry.claimsOf(id).stream()
            .filter(claim -> claim.isBlock() && claim.isConfirmed())
            .toList();
    List<Claim> named =
        registry.claims().stream()
            .filter(claim -> claim.isConfirmed() && !claim.isBlock())
            .filter(claim -> call.spelled().isSameAs(SpelledName.of(claim.name())))
            .filter(claim -> call.spelled().isOfInterface(claim.owner().name()))
            .toList();
    if (named.stream().anyMatch(claim -> has(claim, id))) {
      return Optional.empty();
    }
    return named.stream()
        .filter(claim -> blocks.stream().anyMatch(block -> block.owner().equals(claim.owner())))
        .min((one, other) -> Boolean.compare(isOtherWidth(one, id), isOtherWidth(other, id)))
        .map(claim -> finding(call, claim));
  }

  private static boolean has(Claim claim, FunctionId id) {
    return claim.calls().ids().contains(id)
        || claim.calls().ids().contains(new FunctionId(id.value() ^ WIDTH));
  }

  private static boolean isOtherWidth(Claim claim, FunctionId id) {
    return claim.calls().ids().lowest().is64Bit() != id.is64Bit();
  }

  private static HeaderFinding finding(CallNumber call, Claim claim) {
    return new HeaderFinding(
        Rule.NSP_OWNER,
        call.number(),
        call.number().name()
            + " is "
            + Words.hex8(call.id().value())
            + ", which "
            + claim.owner().name()
            + " has not given it: the registry has "
            + claim.name()
            + " of "
            + claim.owner().name()
            + " at "
            + claim.calls().ids().text()
            + ".",
        List.of(claim.source()));
  }
}
