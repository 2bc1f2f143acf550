// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.Outcome;
import org.armcall.model.convention.Conduit;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;

/**
 * Every way in which calls of a column come to a handler.
 *
 * <p>Enumerated: each machine of the column; TSC, HCE, SMD and HCD each 0 and 1; unconditional, and
 * with a condition that holds; the immediates of {@link #representatives}. All outcomes that the
 * model allows are taken.
 *
 * @param sightings by immediate, those that a dispatcher can tell apart; trapped to EL2 and
 *     unconditional first
 * @param outcomes how many outcomes were enumerated
 * @param refused why calls are UNDEFINED, where that is an outcome
 */
public record Sightings(Map<Immediate, List<Sighting>> sightings, int outcomes, Set<Rule> refused) {
  /** A tag of Xen, which the mail is about: several bits in both bytes. */
  private static final int XEN = 0xea1;

  private static final List<Control> CONTROLS =
      List.of(Control.HCR_TSC, Control.SCR_HCE, Control.SCR_SMD, Control.HCR_HCD);

  /** T32: the last instruction of an IT block with EQ, which holds. */
  private static final ItState LAST_IF_EQUAL = new ItState(0x08);

  /** Copies the collections. */
  public Sightings {
    sightings = Map.copyOf(sightings);
    refused = java.util.Collections.unmodifiableSet(new TreeSet<>(refused));
  }

  /**
   * The immediates that stand for all of an encoding.
   *
   * <p>An immediate of 4 bits: all 16. Of 16 bits: zero, each single bit, all bits, and one with
   * many. An immediate takes part in the outcomes only as the value of ISS[15:0] (a lemma, tested
   * for all 65,536), and a dispatcher only compares it, under a mask, with zero or with another;
   * two immediates that differ, differ in a bit.
   */
  public static List<Immediate> representatives(Conduit conduit, InstructionSet isa) {
    int width = Encodings.of(conduit.call(), isa).immediateWidth();
    Set<Integer> values = new LinkedHashSet<>();
    values.add(0);
    for (int bit = 0; bit < width; bit++) {
      values.add(1 << bit);
    }
    if (width <= 4) {
      for (int value = 0; value < 1 << width; value++) {
        values.add(value);
      }
    } else {
      values.add(XEN);
      values.add((1 << width) - 1);
    }
    return values.stream().map(value -> new Immediate(value, width)).toList();
  }

  /** The sightings of a column. */
  public static Sightings of(Column column) {
    List<Sighting> all = new ArrayList<>();
    Set<Rule> refused = new TreeSet<>();
    int outcomes = 0;
    for (Machine machine : column.machines()) {
      for (Set<Control> controls : combinations()) {
        for (CallInstruction instruction : instructions(column.conduit(), machine.isa())) {
          for (ItState it : itStates(column.conduit(), machine.isa())) {
            for (Outcome outcome :
                CallSemantics.outcomes(
                    machine.platform(), machine.state(controls, it), instruction)) {
              outcomes++;
              if (outcome instanceof Outcome.Taken taken) {
                all.add(new Sighting(machine, controls, instruction, taken));
              } else {
                refused.addAll(outcome.because().rules());
              }
            }
          }
        }
      }
    }
    all.sort(
        Comparator.comparing((Sighting each) -> each.taken().entry().target())
            .thenComparing(each -> conditional(each))
            .thenComparing(each -> each.controls().size()));
    Set<Object> seen = new HashSet<>();
    return new Sightings(
        all.stream()
            .filter(each -> seen.add(each.view()))
            .collect(Collectors.groupingBy(each -> each.instruction().immediate())),
        outcomes,
        refused);
  }

  private static boolean conditional(Sighting sighting) {
    return sighting.instruction().encodedCondition().filter(Condition::isConditional).isPresent();
  }

  private static List<Set<Control>> combinations() {
    List<Set<Control>> all = new ArrayList<>();
    for (int choice = 0; choice < 1 << CONTROLS.size(); choice++) {
      EnumSet<Control> set = EnumSet.noneOf(Control.class);
      for (int each = 0; each < CONTROLS.size(); each++) {
        if ((choice >> each & 1) != 0) {
          set.add(CONTROLS.get(each));
        }
      }
      all.add(set);
    }
    return all;
  }

  private static List<CallInstruction> instructions(Conduit conduit, InstructionSet isa) {
    List<CallInstruction> all = new ArrayList<>();
    for (Immediate immediate : representatives(conduit, isa)) {
      for (Optional<Condition> condition : conditions(conduit, isa)) {
        all.add(new CallInstruction(conduit.call(), isa, 4, immediate, condition, 0));
      }
    }
    return all;
  }

  /** HVC with a condition is UNPREDICTABLE: no design is to blame for it. */
  private static List<Optional<Condition>> conditions(Conduit conduit, InstructionSet isa) {
    if (isa != InstructionSet.A32) {
      return List.of(Optional.empty());
    }
    return conduit.call() == Call.HVC
        ? List.of(Optional.of(Condition.AL))
        : List.of(Optional.of(Condition.AL), Optional.of(Condition.EQ));
  }

  private static List<ItState> itStates(Conduit conduit, InstructionSet isa) {
    return isa == InstructionSet.T32 && conduit == Conduit.SMC
        ? List.of(ItState.NONE, LAST_IF_EQUAL)
        : List.of(ItState.NONE);
  }

  /** Whether no call of the column comes to any handler. */
  boolean isEmpty() {
    return sightings.isEmpty();
  }

  /** Those of one immediate. */
  List<Sighting> of(Immediate immediate) {
    return sightings.getOrDefault(immediate, List.of());
  }

  /** Those of one immediate that are taken to EL2, or the others. */
  List<Sighting> of(Immediate immediate, boolean atEl2) {
    return of(immediate).stream()
        .filter(each -> (each.taken().entry().target() == ExceptionLevel.EL2) == atEl2)
        .toList();
  }
}
