// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.cli.Words;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.ClaimedImmediates;
import org.armcall.model.namespace.Clash;
import org.armcall.model.namespace.Clashes;
import org.armcall.model.namespace.Layer;
import org.armcall.model.namespace.Owner;
import org.armcall.model.namespace.OwnerRole;
import org.armcall.model.namespace.Registry;
import org.armcall.model.namespace.Status;
import org.armcall.model.namespace.Width;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.SecurityState;
import org.armcall.traces.devicetree.DeclaredInterface;
import org.armcall.traces.devicetree.InterfaceKind;

/**
 * A number that a device tree gives to an interface, and that is somebody else's.
 *
 * @param node of the interface
 * @param sentence what is wrong, in one sentence
 * @param source who says the other side
 */
record TreeClash(String node, String sentence, String source) {
  /** The rule that is broken. */
  static final Rule RULE = Rule.NSP_ONE_MEANING;

  private record Given(DeclaredInterface by, String name, FunctionId id, Conduit conduit) {}

  /** The clashes of a tree's numbers with a registry, and with each other. */
  static List<TreeClash> of(CheckedTree tree, Registry registry) {
    Map<Claim, Given> claims = new HashMap<>();
    List<Given> all = new ArrayList<>();
    for (DeclaredInterface each : tree.declared().interfaces()) {
      if (each.isAvailable() && each.usesItsIds() && each.conduit().isPresent()) {
        each.ids()
            .forEach(
                (name, id) -> all.add(new Given(each, name, id, each.conduit().orElseThrow())));
      }
    }
    all.forEach(given -> claims.put(claim(given), given));
    List<TreeClash> found = new ArrayList<>(betweenNodes(all));
    if (claims.isEmpty()) {
      return found;
    }
    Registry with = registry.with(new Registry(List.copyOf(claims.keySet()), List.of()));
    for (Clash clash : Clashes.among(with)) {
      Optional<Given> given =
          Optional.ofNullable(claims.get(clash.first()))
              .or(() -> Optional.ofNullable(claims.get(clash.second())));
      Claim other = claims.containsKey(clash.first()) ? clash.second() : clash.first();
      given
          .filter(each -> clash.kind() != Clash.Kind.REUSED && !claims.containsKey(other))
          .filter(each -> !isSame(each, other))
          .ifPresent(each -> found.add(with(each, other)));
    }
    return found;
  }

  private static TreeClash with(Given given, Claim other) {
    return new TreeClash(
        given.by().node(),
        text(given) + " is also " + other.name() + " of " + other.owner().name() + ".",
        other.source());
  }

  private static List<TreeClash> betweenNodes(List<Given> all) {
    List<TreeClash> found = new ArrayList<>();
    for (int first = 0; first < all.size(); first++) {
      for (int second = first + 1; second < all.size(); second++) {
        Given one = all.get(first);
        Given other = all.get(second);
        if (one.id().equals(other.id())
            && one.conduit() == other.conduit()
            && !one.by().node().equals(other.by().node())) {
          found.add(
              new TreeClash(
                  other.by().node(),
                  text(other) + " is also " + one.name() + " of " + one.by().node() + ".",
                  other.by().kind().source()));
        }
      }
    }
    return found;
  }

  private static String text(Given given) {
    return given.name()
        + ", "
        + given.conduit()
        + " #0 with the number "
        + Words.hex8(given.id().value())
        + ",";
  }

  /** Whether a claim is of the function that the tree gives the number of. */
  private static boolean isSame(Given given, Claim other) {
    String function = given.by().kind() == InterfaceKind.PSCI ? given.name() : "scmi";
    return other
        .name()
        .toLowerCase(Locale.ROOT)
        .replace("_", "")
        .contains(function.replace("_", ""));
  }

  private static Claim claim(Given given) {
    Immediate zero = new Immediate(0, 16);
    OwningEntity entity = given.id().owner();
    boolean isMakers = entity != OwningEntity.LEGACY && OwnerRole.SILICON.mayUse(entity);
    return new Claim(
        new Owner(
            given.by().node(),
            isMakers ? OwnerRole.SILICON : OwnerRole.FIRMWARE,
            given.by().kind().text()),
        given.name(),
        new CallPattern(
            Set.of(given.conduit()),
            new ClaimedImmediates(zero, zero),
            ClaimedIds.one(given.id()),
            Optional.empty(),
            Width.ANY,
            Set.of(SecurityState.NONSECURE),
            Set.of(Layer.EL2, Layer.EL3)),
        Optional.empty(),
        Status.IN_USE,
        false,
        Optional.empty(),
        Optional.empty(),
        given.by().kind().source());
  }
}
