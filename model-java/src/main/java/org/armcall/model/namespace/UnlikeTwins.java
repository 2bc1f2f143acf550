// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.armcall.model.function.FunctionId;
import org.armcall.model.rule.Rule;

/**
 * The 32-bit and the 64-bit number of one function, which differ in more than bit 30.
 *
 * @param first the claim of one of them, the one that stands first in the registry
 * @param second of the other
 */
public record UnlikeTwins(Claim first, Claim second) implements Finding {
  /** What names add for the width, in the headers that have both. */
  private static final Pattern WIDTH =
      Pattern.compile("(?:^|_)(?:(?:AARCH|SMC|HVC|FN)?_?(?:32|64)|FN)(?=_|$)");

  private static final int WIDE = 0x4000_0000;

  @Override
  public Rule rule() {
    return Rule.NSP_TWINS;
  }

  @Override
  public List<Claim> claims() {
    return List.of(first, second);
  }

  @Override
  public String sentence() {
    return String.format(
        "%s of %s is %s and %s of it is %s: the numbers differ in more than bit 30.",
        first.name(),
        first.owner().name(),
        first.calls().ids().text(),
        second.name(),
        second.calls().ids().text());
  }

  /**
   * The function that a name is of, whatever width it adds: {@code CPU_ON} of {@code
   * CPU_ON_AARCH64}, of {@code FN64_CPU_ON}, and of {@code CPU_ON_64}.
   */
  public static String functionOf(String name) {
    return WIDTH.matcher(name).replaceAll("").replaceFirst("^_", "");
  }

  /**
   * The unlike twins among a registry's confirmed claims of one number each. A function that has
   * one number of the right form among several is none: the others are of another version.
   */
  public static List<UnlikeTwins> among(Registry registry) {
    List<Claim> narrow = new ArrayList<>();
    List<Claim> wide = new ArrayList<>();
    for (Claim claim : registry.claims()) {
      if (claim.isConfirmed() && isOneFastNumber(claim) && claim.status() != Status.WITHDRAWN) {
        (id(claim).is64Bit() ? wide : narrow).add(claim);
      }
    }
    List<UnlikeTwins> found = new ArrayList<>();
    for (Claim one : narrow) {
      List<Claim> twins = wide.stream().filter(other -> sameFunction(one, other)).toList();
      if (twins.stream().noneMatch(other -> areAlike(one, other))) {
        twins.forEach(other -> found.add(new UnlikeTwins(one, other)));
      }
    }
    return found;
  }

  private static boolean isOneFastNumber(Claim claim) {
    ClaimedIds ids = claim.calls().ids();
    return ids.lowest().equals(ids.highest())
        && claim.calls().immediates().hasZero()
        && id(claim).isFast();
  }

  private static FunctionId id(Claim claim) {
    return claim.calls().ids().lowest();
  }

  private static boolean sameFunction(Claim one, Claim other) {
    return one.owner().equals(other.owner())
        && functionOf(one.name()).equals(functionOf(other.name()));
  }

  private static boolean areAlike(Claim narrow, Claim wide) {
    return (id(narrow).value() ^ id(wide).value()) == WIDE;
  }
}
