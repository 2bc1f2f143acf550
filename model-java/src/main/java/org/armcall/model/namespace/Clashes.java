// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;

/**
 * Finds the claims of a registry that cannot stand together.
 *
 * <p>No clash are: two claims of one owner (but a withdrawn number that the owner uses again is
 * one, and so are two functions with one number); claims that no single call can reach; a claim
 * that copies another on purpose; makers of different machines; a copy of a function and the block
 * that the function is in; two owners whose numbers a caller tells apart by the UID that both
 * answer there; claims that are not confirmed; and a claim to SMC #0 or HVC #0 that reads its
 * number from another register, which is a breach of its own ({@link
 * Breach.Kind#NUMBER_ELSEWHERE}).
 */
public final class Clashes {
  /** The entities whose ranges are shared by owners that a UID query tells apart. */
  private static final Set<OwningEntity> TOLD_APART =
      EnumSet.of(
          OwningEntity.SILICON_PROVIDER,
          OwningEntity.OEM,
          OwningEntity.VENDOR_HYPERVISOR,
          OwningEntity.TRUSTED_OS);

  private final Registry registry;

  private Clashes(Registry registry) {
    this.registry = registry;
  }

  /** The clashes, in the order of the registry; blocks are named only where no function is. */
  public static List<Clash> among(Registry registry) {
    return new Clashes(registry).all();
  }

  private List<Clash> all() {
    List<Clash> found = new ArrayList<>();
    List<Claim> claims = registry.claims();
    for (int first = 0; first < claims.size(); first++) {
      for (int second = first + 1; second < claims.size(); second++) {
        between(claims.get(first), claims.get(second)).ifPresent(found::add);
      }
    }
    return found.stream().filter(each -> !isNamedByAFunction(each, found)).toList();
  }

  private Optional<Clash> between(Claim first, Claim second) {
    if (!first.isConfirmed()
        || !second.isConfirmed()
        || first.isCopyOf(second)
        || isWithinTheBlock(first, second)
        || isWithinTheBlock(second, first)
        || first.calls().takesEveryNumber()
        || second.calls().takesEveryNumber()) {
      return Optional.empty();
    }
    return first
        .calls()
        .firstCommon(second.calls())
        .filter(id -> !standTogether(first, second, id))
        .flatMap(id -> kind(first, second).map(kind -> new Clash(kind, first, second, id)));
  }

  /** Whether one copies a function of the owner of the block that the other is. */
  private boolean isWithinTheBlock(Claim copy, Claim block) {
    return block.isBlock()
        && registry
            .original(copy)
            .filter(original -> original.owner().equals(block.owner()))
            .isPresent();
  }

  private boolean standTogether(Claim first, Claim second, FunctionId id) {
    boolean reused = (first.status() == Status.WITHDRAWN) != (second.status() == Status.WITHDRAWN);
    if (first.owner().equals(second.owner())) {
      return first.isBlock() || second.isBlock() || !reused && !isOneNumber(first, second);
    }
    if (first.owner().role() == OwnerRole.SILICON && second.owner().role() == OwnerRole.SILICON) {
      return true;
    }
    return first.calls().immediates().hasZero()
        && answersUid(first.owner(), id)
        && answersUid(second.owner(), id);
  }

  /** Whether two functions of an owner have one number; ranges may be one within the other. */
  private static boolean isOneNumber(Claim first, Claim second) {
    ClaimedIds ids = first.calls().ids();
    return ids.equals(second.calls().ids())
        && ids.lowest().equals(ids.highest())
        && !first.name().equals(second.name());
  }

  private boolean answersUid(Owner owner, FunctionId id) {
    return registry.uids().stream()
        .filter(each -> each.owner().equals(owner))
        .anyMatch(each -> tellsApart(each.query(), id));
  }

  private static boolean tellsApart(FunctionId query, FunctionId id) {
    int asked = query.ownerNumber();
    int used = id.ownerNumber();
    // The numbers of Trusted OSes, 50 to 63, have one query, at 63.
    return TOLD_APART.contains(query.owner()) && (asked == used || asked == 63 && used >= 50);
  }

  private static Optional<Clash.Kind> kind(Claim first, Claim second) {
    boolean firstIsOld = first.status() == Status.WITHDRAWN;
    boolean secondIsOld = second.status() == Status.WITHDRAWN;
    if (firstIsOld || secondIsOld) {
      return firstIsOld && secondIsOld ? Optional.empty() : Optional.of(Clash.Kind.REUSED);
    }
    CallPattern one = first.calls();
    CallPattern other = second.calls();
    boolean onlyBelow =
        one.meetingConduits(other).equals(Set.of(Conduit.SMC))
            && !one.sharesLayer(other, Conduit.SMC)
            && (one.isHypervisorsAlone() || other.isHypervisorsAlone());
    return Optional.of(onlyBelow ? Clash.Kind.SHADOWED : Clash.Kind.TWO_MEANINGS);
  }

  /** Whether a block's clash is told already by that of a function of the block's owner. */
  private static boolean isNamedByAFunction(Clash clash, List<Clash> all) {
    return clash.first().isBlock() && isNamed(clash.first(), clash.second(), all)
        || clash.second().isBlock() && isNamed(clash.second(), clash.first(), all);
  }

  private static boolean isNamed(Claim block, Claim against, List<Clash> all) {
    return all.stream()
        .anyMatch(
            each ->
                isBetterName(each.first(), each.second(), block, against)
                    || isBetterName(each.second(), each.first(), block, against));
  }

  private static boolean isBetterName(Claim name, Claim other, Claim block, Claim against) {
    return !name.isBlock() && name.owner().equals(block.owner()) && other.equals(against);
  }
}
