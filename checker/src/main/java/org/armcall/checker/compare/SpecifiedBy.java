// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.Optional;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.Assumption;
import org.armcall.model.design.Design;
import org.armcall.model.design.Verdict;

/**
 * Where the specification decides the same: a command of an Alloy module, or a model of TLC.
 *
 * <p>Only the names are here; what they find is in {@code spec/manifest.json}, and a test holds
 * every cell against it. The commands speak of every level that may take a call, so that one is for
 * machines with and without EL3: {@code DesignCells.als} says why.
 *
 * @param model the model of the manifest
 * @param name the command of an Alloy module, or the property of a model of TLC; empty for a whole
 *     model of TLC
 */
record SpecifiedBy(String model, Optional<String> name) {
  private static final String CLAIMS = "namespace/claims";
  private static final String DESIGNS = "namespace/designs";

  /** What the syndrome of a call holds. */
  private enum Shape {
    HVC,
    SMC64,
    SMC32
  }

  /** How a person says it. */
  String text() {
    return name.map(each -> each + " in " + model).orElse(model);
  }

  /** What to run to see it. */
  String command() {
    return "./armcall check " + model;
  }

  /** What decides a completion of a cell in the specification. */
  static SpecifiedBy of(Cell cell, Cell.Leaf leaf) {
    if (leaf.verdict() instanceof Verdict.NoCall none) {
      return none.rules().isEmpty()
          ? claims("D8HasNoSmc")
          : new SpecifiedBy("syndrome/semantics", Optional.of(none.rules().first().name()));
    }
    Shape shape =
        cell.column().conduit() == Conduit.HVC
            ? Shape.HVC
            : cell.column().isNarrowSmc() ? Shape.SMC32 : Shape.SMC64;
    return switch (cell.property()) {
      case TELLS_APART -> tellsApart(cell.design(), shape, leaf);
      case SURVIVES_LEGACY -> legacy(cell.design(), shape, leaf);
      case NEEDS_NO_ARBITER -> arbiter(cell.design(), shape, leaf);
      case DISCOVERABLE -> discovery(cell.design());
      case UNKNOWN_BITS -> unknownBits(cell.design(), shape, leaf);
    };
  }

  private static SpecifiedBy claims(String name) {
    return new SpecifiedBy(CLAIMS, Optional.of(name));
  }

  private static SpecifiedBy designs(String name) {
    return new SpecifiedBy(DESIGNS, Optional.of(name));
  }

  private static boolean holds(Cell.Leaf leaf, Assumption assumption) {
    return leaf.assumed(assumption).orElse(true);
  }

  private static SpecifiedBy tellsApart(Design design, Shape shape, Cell.Leaf leaf) {
    return switch (design) {
      case D1 ->
          switch (shape) {
            case HVC -> claims("D1Hvc");
            case SMC64 -> claims("D1Smc64");
            case SMC32 -> claims("D1Smc32FailsWhoeverTakesIt");
          };
      case D2 ->
          switch (shape) {
            case HVC -> claims("D2Hvc");
            case SMC64 -> claims("D2Smc64");
            case SMC32 -> claims("D2Smc32FailsWhoeverTakesIt");
          };
      case D3 -> draw(shape, leaf);
      case D4 -> claims("D4" + suffix(shape));
      case D5 -> claims("D5");
      case D6 -> claims("D6");
      case D7 ->
          switch (shape) {
            case HVC -> claims("D7Hvc");
            case SMC64 -> claims("D7Smc64");
            case SMC32 ->
                holds(leaf, Assumption.UNWRITTEN)
                    ? claims("D7Smc32Unwritten")
                    : designs("D7Smc32WrittenFailsEveryWay");
          };
      case D8 -> claims("D8Hvc");
    };
  }

  private static String suffix(Shape shape) {
    return switch (shape) {
      case HVC -> "Hvc";
      case SMC64 -> "Smc64";
      case SMC32 -> "Smc32";
    };
  }

  /** A lucky draw and an unlucky one; nobody arbitrates in either. */
  private static SpecifiedBy draw(Shape shape, Cell.Leaf leaf) {
    if (shape == Shape.SMC32) {
      return designs("D3Smc32LuckyFailsEveryWay");
    }
    if (!holds(leaf, Assumption.LUCKY)) {
      return designs("D3FailsEveryWay");
    }
    return shape == Shape.HVC ? claims("D3HvcLucky") : designs("D3Smc64Lucky");
  }

  private static SpecifiedBy legacy(Design design, Shape shape, Cell.Leaf leaf) {
    return switch (design) {
      case D1 ->
          switch (shape) {
            case HVC -> claims("D1HvcWithLegacy");
            case SMC64 -> designs("D1Smc64WithLegacy");
            case SMC32 -> designs("D1Smc32WithLegacyFailsEveryWay");
          };
      case D2 ->
          switch (shape) {
            case HVC -> claims("D2HvcWithLegacy");
            case SMC64 -> designs("D2Smc64WithLegacy");
            case SMC32 -> designs("D2Smc32WithLegacyFailsEveryWay");
          };
      case D3 -> {
        if (shape == Shape.SMC32) {
          yield designs("D3Smc32WithLegacyLuckyFailsEveryWay");
        }
        yield designs(
            holds(leaf, Assumption.LUCKY) ? "D3WithLegacyLucky" : "D3WithLegacyFailsEveryWay");
      }
      case D4, D5, D6 -> designs(design + "WithLegacyFailsEveryWay");
      case D7 -> {
        if (shape != Shape.SMC32) {
          yield designs("D7WithLegacy");
        }
        yield designs(
            holds(leaf, Assumption.UNWRITTEN)
                ? "D7Smc32UnwrittenWithLegacy"
                : "D7Smc32WrittenWithLegacyFailsEveryWay");
      }
      case D8 -> claims("D8HvcWithLegacy");
    };
  }

  private static SpecifiedBy arbiter(Design design, Shape shape, Cell.Leaf leaf) {
    return switch (design) {
      case D1 -> designs("D1TwoWithATagFailsEveryWay");
      case D2, D4, D6, D7 -> designs(design + "WithoutTheRegistryFailsEveryWay");
      case D3 -> draw(shape, leaf);
      case D5 -> claims("D5");
      case D8 ->
          holds(leaf, Assumption.ONE_HYPERVISOR)
              ? claims("D8Hvc")
              : designs("D8TwoHypervisorsFailsEveryWay");
    };
  }

  private static SpecifiedBy discovery(Design design) {
    return switch (design) {
      case D1, D2, D3, D4, D7, D8 -> new SpecifiedBy("namespace/unsafe/blind", Optional.empty());
      case D5 -> new SpecifiedBy("namespace/discovery-tree", Optional.empty());
      case D6 -> new SpecifiedBy("namespace/discovery", Optional.empty());
    };
  }

  private static SpecifiedBy unknownBits(Design design, Shape shape, Cell.Leaf leaf) {
    boolean lost = shape == Shape.SMC32;
    return switch (design) {
      case D1 -> {
        if (lost) {
          yield designs("D1Smc32ReliesOnReservedEveryWay");
        }
        yield holds(leaf, Assumption.MASKED)
            ? claims("D1ReliesOnNothingReserved")
            : designs("D1UnmaskedReliesOnReservedEveryWay");
      }
      case D2, D3 ->
          lost ? designs("D2Smc32ReliesOnReservedEveryWay") : claims("D2ReliesOnNothingReserved");
      case D4, D5, D6 -> claims("D4ReliesOnNothingReserved");
      case D7 -> claims("D7ReliesOnNothingReserved");
      case D8 -> claims("D8ReliesOnNothingReserved");
    };
  }
}
