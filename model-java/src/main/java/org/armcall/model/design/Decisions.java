// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;

/**
 * Decides designs on columns, by enumeration.
 *
 * <p>What is open is decided both ways: where both come to the same it was not needed, else the
 * verdict is {@link Verdict.Undecided}.
 */
public final class Decisions {
  private static final int ISS = SyndromeLayout.ISS.mask();

  /** Sightings do not depend on the design; a column has them once. */
  private final Map<Column, Sightings> seen = new HashMap<>();

  /** Whether the property holds of the design on the column. */
  public Verdict decide(Design design, DesignProperty property, Column column) {
    if (design == Design.D8 && column.conduit() == Conduit.SMC) {
      return new Verdict.NoCall("the design makes no call by SMC", new TreeSet<>());
    }
    if (column.leavesTheTrapOpen()) {
      return either(
          Assumption.SMC_TRAPPED,
          withTrapDecided(design, property, column.withTrap(true)),
          withTrapDecided(design, property, column.withTrap(false)));
    }
    return withTrapDecided(design, property, column);
  }

  private Verdict withTrapDecided(Design design, DesignProperty property, Column column) {
    Sightings sightings = sightings(column);
    if (sightings.isEmpty()) {
      return new Verdict.NoCall(
          column.conduit() + " is UNDEFINED, and nothing else comes to a handler",
          refusal(sightings));
    }
    if (property == DesignProperty.DISCOVERABLE) {
      return discovery(design, column);
    }
    Optional<Assumption> open = open(design, property);
    Verdict ifSo = enumerate(design, property, column, true);
    return open.isEmpty()
        ? ifSo
        : either(open.get(), ifSo, enumerate(design, property, column, false));
  }

  /** The other rules that refuse need a control bit, and have it 0 or 1 here. */
  private static TreeSet<Rule> refusal(Sightings sightings) {
    TreeSet<Rule> rules = new TreeSet<>(sightings.refused());
    rules.retainAll(Set.of(Rule.ROU_HVC_NO_EL2, Rule.ROU_SMC_NO_EL3));
    return rules;
  }

  private static Optional<Assumption> open(Design design, DesignProperty property) {
    return switch (design) {
      case D1 -> Optional.of(Assumption.MASKED);
      case D3 -> Optional.of(Assumption.LUCKY);
      case D7 -> Optional.of(Assumption.UNWRITTEN);
      case D8 ->
          property == DesignProperty.NEEDS_NO_ARBITER
              ? Optional.of(Assumption.ONE_HYPERVISOR)
              : Optional.empty();
      case D2, D4, D5, D6 -> Optional.empty();
    };
  }

  private static Verdict either(Assumption open, Verdict ifSo, Verdict ifNot) {
    if (ifSo instanceof Verdict.Safe one && ifNot instanceof Verdict.Safe other) {
      return new Verdict.Safe(one.calls() + other.calls(), one.bounds());
    }
    boolean failsEvenSo = ifSo instanceof Verdict.Unsafe && ifNot instanceof Verdict.Unsafe;
    boolean neverThere = ifSo instanceof Verdict.NoCall && ifNot instanceof Verdict.NoCall;
    return failsEvenSo || neverThere ? ifSo : new Verdict.Undecided(open, ifSo, ifNot);
  }

  private Sightings sightings(Column column) {
    return seen.computeIfAbsent(column, Sightings::of);
  }

  private static Verdict discovery(Design design, Column column) {
    Optional<List<String>> harm =
        FindingOut.harm(FindingOut.clientOf(design), FindingOut.tagOf(design, column), column);
    int layers = FindingOut.layers().size();
    return harm.<Verdict>map(
            steps ->
                new Verdict.Unsafe(
                    new Counterexample(
                        id(design, DesignProperty.DISCOVERABLE, column),
                        design,
                        DesignProperty.DISCOVERABLE,
                        column,
                        steps,
                        FindingOut.tagOf(design, column).value() == 0
                            ? List.of(Rule.RES_UNKNOWN)
                            : List.of(Rule.FID_ZERO_IMMEDIATE, Rule.RES_UNKNOWN))))
        .orElseGet(
            () ->
                new Verdict.Safe(
                    layers,
                    layers
                        + " layers, by version of SMCCC and PSCI and what they do with an unknown"
                        + " call; what a layer says of itself is true"));
  }

  private Verdict enumerate(Design design, DesignProperty property, Column column, boolean open) {
    List<Immediate> tags =
        Sightings.representatives(column.conduit(), column.machines().get(0).isa());
    boolean memoryHolds = design != Design.D7 || open;
    // Where the syndrome has the immediate, nobody looks at memory.
    return enumerate(
        design,
        property,
        column,
        sightings(column),
        Dispatcher.of(design, open),
        Stacks.of(design, property, open, tags),
        memoryHolds || !column.isNarrowSmc() ? List.of() : tags);
  }

  /**
   * Tries every call of every stack.
   *
   * @param written what memory may hold instead of the executed immediate; empty where it holds
   *     that
   */
  static Verdict enumerate(
      Design design,
      DesignProperty property,
      Column column,
      Sightings sightings,
      Dispatcher dispatcher,
      List<List<Offered>> stacks,
      List<Immediate> written) {
    long calls = 0;
    // What a hypervisor sees first: it is who the mail is about, and it has a syndrome.
    for (boolean atEl2 : new boolean[] {true, false}) {
      for (List<Offered> stack : stacks) {
        for (Offered meant : stack) {
          for (Sighting sighting : sightings.of(meant.tag(), atEl2)) {
            List<OptionalInt> views = views(sighting, property, stack);
            for (FunctionId id : numbers(meant, stack)) {
              for (Immediate memory : inMemory(meant, stack, written)) {
                CallInPlay call = new CallInPlay(stack, meant, sighting, id, memory);
                calls += views.size();
                Optional<Mistake> mistake = mistake(call, views, dispatcher, property);
                if (mistake.isPresent()) {
                  return new Verdict.Unsafe(
                      call.witness(
                          id(design, property, column), design, property, column, mistake.get()));
                }
              }
            }
          }
        }
      }
    }
    if (calls == 0) {
      throw new IllegalStateException("no call was tried: " + id(design, property, column));
    }
    return new Verdict.Safe(calls, bounds(design, property, column, sightings, stacks));
  }

  /**
   * What memory may hold: the executed immediate; where it was written, that of each interface and
   * one of none, since a handler compares it with those.
   */
  private static List<Immediate> inMemory(
      Offered meant, List<Offered> stack, List<Immediate> written) {
    if (written.isEmpty()) {
      return List.of(meant.tag());
    }
    List<Immediate> held = new ArrayList<>(stack.stream().map(Offered::tag).distinct().toList());
    written.stream().filter(each -> !held.contains(each)).findFirst().ifPresent(held::add);
    return held;
  }

  private static Optional<Mistake> mistake(
      CallInPlay call, List<OptionalInt> views, Dispatcher dispatcher, DesignProperty property) {
    List<Offered> wanted =
        property == DesignProperty.UNKNOWN_BITS
            ? dispatcher.picks(call.seen(views.get(0)), call.stack())
            : List.of(call.meant());
    for (OptionalInt view : views) {
      List<Offered> picked = dispatcher.picks(call.seen(view), call.stack());
      if (!picked.equals(wanted)) {
        return Optional.of(new Mistake(views.get(0), view, wanted, picked));
      }
    }
    return Optional.empty();
  }

  /** The ends of the claims: which claims a number is in is all that a dispatcher asks. */
  private static Set<FunctionId> numbers(Offered meant, List<Offered> stack) {
    Set<FunctionId> numbers = new LinkedHashSet<>();
    for (Offered each : stack) {
      numbers.add(each.ids().lowest());
      numbers.add(each.ids().highest());
    }
    numbers.removeIf(id -> !meant.ids().contains(id));
    return numbers;
  }

  /**
   * What ISS may be. Of today's hardware: reserved bits are zero, UNKNOWN ones anything. Of any:
   * the same of every bit that is not defined, and what those can make of another interface's
   * immediate.
   */
  private static List<OptionalInt> views(
      Sighting sighting, DesignProperty property, List<Offered> stack) {
    Optional<PartialWord> word = sighting.taken().entry().syndrome();
    if (word.isEmpty()) {
      return List.of(OptionalInt.empty());
    }
    PartialWord syndrome = word.get();
    boolean today = property != DesignProperty.UNKNOWN_BITS;
    int anything = ISS & ~syndrome.known();
    if (!today) {
      anything |= ISS & syndrome.reserved();
    }
    Set<Integer> values = new LinkedHashSet<>();
    values.add(0);
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      values.add(anything & 1 << bit);
    }
    values.add(anything);
    for (Offered each : stack) {
      values.add(anything & each.tag().value());
    }
    List<OptionalInt> views = new ArrayList<>();
    values.forEach(value -> views.add(OptionalInt.of(syndrome.value() & ISS | value)));
    return views;
  }

  /** The name of the counterexample of a cell. */
  static String id(Design design, DesignProperty property, Column column) {
    return design
        + (column.conduit() == Conduit.HVC ? "-hvc-" : "-smc-")
        + column.kind().id()
        + (column.el3() ? "" : "-no-el3")
        + "-"
        + property.id();
  }

  private static String bounds(
      Design design,
      DesignProperty property,
      Column column,
      Sightings sightings,
      List<List<Offered>> stacks) {
    int tags = Sightings.representatives(column.conduit(), column.machines().get(0).isa()).size();
    return String.format(
        "two interfaces at the layer, %d pairs; %s immediates; numbers at both ends of each claim;"
            + " %d outcomes of %d callers at EL1, TSC, HCE, SMD and HCD each 0 and 1; %s; premise: %s",
        stacks.size(),
        tags == 16 ? "all 16" : tags + " for all 65,536",
        sightings.outcomes(),
        column.machines().size(),
        property == DesignProperty.UNKNOWN_BITS
            ? "each bit that is not defined as 0 and 1"
            : "reserved bits zero, UNKNOWN ones 0 and 1",
        property == DesignProperty.NEEDS_NO_ARBITER && design != Design.D5
            ? "none"
            : design.premise());
  }
}
