// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.call.Because;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.junit.jupiter.api.Test;

/** Which of several allowed outcomes a machine shows. */
final class BehaviourTest {
  private static final ProcessorState CALLER = hyp64(Mode.EL1H).parts.calls().state(false);

  private static Bare hyp64(Mode mode) {
    return Bare.of(Machines.WIDE, mode, InstructionSet.A64);
  }

  /** The plainest behaviour: skipped, taken, UNDEFINED, nothing, anything. */
  @Test
  void thePlainestBehaviourHasAnOrder() {
    Outcome skipped = new Outcome.Skipped(4, Because.NOTHING);
    Outcome nothing = new Outcome.NoOperation(4, Because.NOTHING);
    Outcome any = new Outcome.AnyBehaviour(Because.NOTHING);
    var entry =
        hyp64(Mode.EL1H)
            .parts
            .exceptions()
            .entry(
                ExceptionLevel.EL1, 4, Mode.UND, org.armcall.model.syndrome.PartialWord.defined(0));
    Outcome taken = new Outcome.Taken(entry, Optional.empty(), Because.NOTHING);
    Outcome undefined = new Outcome.Undefined(entry, Because.NOTHING);
    List<Outcome> order = List.of(skipped, taken, undefined, nothing, any);
    for (int first = 0; first < order.size(); first++) {
      for (int second = first; second < order.size(); second++) {
        Set<Outcome> allowed = new java.util.LinkedHashSet<>();
        allowed.add(order.get(second));
        allowed.add(order.get(first));
        Outcome chosen = choose(Behaviour.plainest(), allowed);
        assertEquals(order.get(first), chosen);
      }
    }
    Set<Outcome> all = new java.util.LinkedHashSet<>(order);
    for (int number = -5; number < 10; number++) {
      assertEquals(order.get(Math.floorMod(number, 5)), choose(Behaviour.numbered(number), all));
    }
    assertEquals(choose(Behaviour.seeded(7), all), choose(Behaviour.seeded(7), all));
    for (int size = 1; size <= order.size(); size++) {
      Set<Outcome> some = new java.util.LinkedHashSet<>(order.subList(0, size));
      Set<Outcome> bySeed = new java.util.HashSet<>();
      for (long seed = 0; seed < 4_000_000; seed += 9973) {
        bySeed.add(choose(Behaviour.seeded(seed), some));
      }
      assertEquals(some, bySeed, "every outcome by some seed");
      Set<Outcome> byInstruction = new java.util.HashSet<>();
      for (int immediate = 0; immediate < 500; immediate++) {
        byInstruction.add(choose(Behaviour.seeded(7), immediate, some));
      }
      assertEquals(some, byInstruction, "every outcome by one seed");
    }
  }

  private static Outcome choose(Behaviour behaviour, Set<Outcome> allowed) {
    return choose(behaviour, 0, allowed);
  }

  private static Outcome choose(Behaviour behaviour, int immediate, Set<Outcome> allowed) {
    var call =
        org.armcall.model.instruction.Encodings.of(
                org.armcall.model.instruction.Call.SVC, InstructionSet.A64)
            .decode(0xd4000001 | immediate << 5)
            .orElseThrow();
    return behaviour.choose(CALLER, call, allowed);
  }
}
