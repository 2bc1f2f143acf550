// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.call.Samples.behaviours;
import static org.armcall.model.call.Samples.call;
import static org.armcall.model.call.Samples.caller;
import static org.armcall.model.call.Samples.with;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.syndrome.PartialWord;
import org.junit.jupiter.api.Test;

/**
 * Why the representatives of {@code MCEquality.tla} stand for the rest: each dimension of the
 * quotient by exhaustion, for every call and instruction set, on Armv8 and ARMv7, with and without
 * the trap and the disables.
 */
final class QuotientLemmasTest {
  private static final List<Control[]> CONTROLS =
      List.of(
          new Control[0],
          new Control[] {Control.HCR_TSC},
          new Control[] {Control.SCR_SMD},
          new Control[] {Control.HCR_TSC, Control.SCR_SMD});

  private interface Place {
    void at(Platform platform, ProcessorState state, Call call);
  }

  private static void everywhere(Place place) {
    for (Platform platform : List.of(Samples.ARMV8, Samples.ARMV7)) {
      for (InstructionSet isa : InstructionSet.values()) {
        if (isa == InstructionSet.A64 && platform.isArmv7()) {
          continue;
        }
        for (Control[] controls : CONTROLS) {
          for (Call call : Call.values()) {
            place.at(platform, caller(platform, isa, controls), call);
          }
        }
      }
    }
  }

  /**
   * An immediate takes part only as the value of ISS[15:0]: replace it there and the outcomes are
   * those of #0.
   */
  @Test
  void anImmediateIsOnlyReported() {
    everywhere(
        (platform, state, call) -> {
          int width = Encodings.of(call, state.isa()).immediateWidth();
          Set<Outcome> ofZero = behaviours(platform, state, call(call, state.isa(), 0));
          int limit = Math.min(1 << width, 1 << 16);
          for (int value = 1; value < limit; value++) {
            assertEquals(
                ofZero,
                withoutImmediate(
                    behaviours(platform, state, call(call, state.isa(), value)), value),
                call + " #" + value);
          }
        });
  }

  /** Of the 24 bits of an A32 SVC only the low 16 are reported. */
  @Test
  void theHighByteOfAnA32SvcIsNotReported() {
    ProcessorState state = caller(Samples.ARMV8, InstructionSet.A32, Control.HCR_TGE);
    for (int high = 0; high < 256; high++) {
      for (int low : new int[] {0, 1, 0x8000, 0xffff}) {
        assertEquals(
            behaviours(Samples.ARMV8, state, call(Call.SVC, InstructionSet.A32, low)),
            behaviours(Samples.ARMV8, state, call(Call.SVC, InstructionSet.A32, high << 16 | low)));
      }
    }
  }

  /**
   * An A32 condition takes part by whether it is AL, whether it holds, and as the value of COND.
   */
  @Test
  void aConditionIsHeldOrNotAndReported() {
    everywhere(
        (platform, state, call) -> {
          if (state.isa() != InstructionSet.A32) {
            return;
          }
          Map<Boolean, Set<Outcome>> representative = new HashMap<>();
          for (int code = 0; code < 14; code++) {
            for (int nzcv = 0; nzcv < 16; nzcv++) {
              Condition condition = Condition.of(code);
              ProcessorState flagged = with(state, new Flags(nzcv), ItState.NONE);
              Set<Outcome> outcomes =
                  withoutCondition(
                      behaviours(
                          platform, flagged, call(call, InstructionSet.A32, 1, condition, 0)),
                      condition);
              Set<Outcome> first =
                  representative.putIfAbsent(condition.holds(new Flags(nzcv)), outcomes);
              assertEquals(first == null ? outcomes : first, outcomes, condition + " " + nzcv);
            }
          }
        });
  }

  /** ITSTATE takes part by the position in the block and the condition. */
  @Test
  void anItStateIsAPositionAndACondition() {
    everywhere(
        (platform, state, call) -> {
          if (state.isa() != InstructionSet.T32) {
            return;
          }
          Map<List<Object>, Set<Outcome>> representative = new HashMap<>();
          for (int bits = 1; bits < 256; bits++) {
            if ((bits & 0xf) == 0 || bits >> 4 == 15) {
              continue;
            }
            for (int nzcv = 0; nzcv < 16; nzcv++) {
              ItState it = new ItState(bits);
              Set<Outcome> outcomes =
                  behaviours(
                      platform,
                      with(state, new Flags(nzcv), it),
                      call(call, InstructionSet.T32, 1));
              List<Object> key =
                  List.of(it.position(), it.condition(), it.condition().holds(new Flags(nzcv)));
              Set<Outcome> first = representative.putIfAbsent(key, outcomes);
              assertEquals(first == null ? outcomes : first, outcomes, it.toString());
            }
          }
        });
  }

  /** Which should-be-zero bits are set does not matter, only whether one is. */
  @Test
  void shouldBeZeroBitsCountTogether() {
    everywhere(
        (platform, state, call) -> {
          if (call != Call.SMC || state.isa() == InstructionSet.A64) {
            return;
          }
          Set<Outcome> one =
              behaviours(platform, state, call(call, state.isa(), 3, Condition.AL, 1));
          for (int bits = 1; bits < 4096; bits++) {
            assertEquals(
                one, behaviours(platform, state, call(call, state.isa(), 3, Condition.AL, bits)));
          }
        });
  }

  /** The AArch32 modes of one level do the same. */
  @Test
  void privilegedModesOfALevelAreOne() {
    everywhere(
        (platform, state, call) -> {
          if (state.isa() == InstructionSet.A64) {
            return;
          }
          for (Mode mode : EnumSet.range(Mode.SVC, Mode.UND)) {
            assertEquals(
                behaviours(platform, state, call(call, state.isa(), 2)),
                behaviours(platform, with(state, mode), call(call, state.isa(), 2)));
          }
        });
  }

  private static Set<Outcome> withoutImmediate(Set<Outcome> outcomes, int value) {
    return outcomes.stream()
        .map(outcome -> withoutImmediate(outcome, value))
        .collect(Collectors.toSet());
  }

  private static Outcome withoutImmediate(Outcome outcome, int value) {
    if (outcome instanceof Outcome.Taken taken && taken.immediate().isPresent()) {
      ExceptionEntry e = taken.entry();
      Optional<PartialWord> syndrome = e.syndrome().map(word -> minus(word, value));
      return new Outcome.Taken(
          new ExceptionEntry(
              e.target(),
              e.targetState(),
              e.targetMode(),
              e.vectorOffset(),
              syndrome,
              e.returnOffset(),
              e.it(),
              e.singleStep(),
              e.branchType()),
          taken
              .immediate()
              .map(immediate -> new Immediate(immediate.value() - value, immediate.width())),
          Because.NOTHING);
    }
    return outcome;
  }

  private static PartialWord minus(PartialWord word, int value) {
    return new PartialWord(
        word.value() - value,
        word.reserved(),
        word.unknown(),
        word.implementationDefined(),
        word.notObserved());
  }

  private static Set<Outcome> withoutCondition(Set<Outcome> outcomes, Condition condition) {
    return outcomes.stream()
        .map(outcome -> withoutCondition(outcome, condition))
        .collect(Collectors.toSet());
  }

  private static Outcome withoutCondition(Outcome outcome, Condition condition) {
    int reported = 0x4f080000 | condition.code() << 20;
    if (outcome instanceof Outcome.Taken taken
        && taken.entry().syndrome().filter(word -> word.value() == reported).isPresent()) {
      ExceptionEntry e = taken.entry();
      Optional<PartialWord> syndrome =
          e.syndrome().map(word -> minus(word, condition.code() << 20));
      return new Outcome.Taken(
          new ExceptionEntry(
              e.target(),
              e.targetState(),
              e.targetMode(),
              e.vectorOffset(),
              syndrome,
              e.returnOffset(),
              e.it(),
              e.singleStep(),
              e.branchType()),
          taken.immediate(),
          Because.NOTHING);
    }
    return outcome;
  }
}
