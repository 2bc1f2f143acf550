// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.state.ProcessorState;

/**
 * Which of the allowed outcomes a machine shows.
 *
 * <p>It must be a function of its arguments: a machine remembers the answer for a state and an
 * instruction.
 */
@FunctionalInterface
public interface Behaviour {
  /**
   * One of the allowed outcomes.
   *
   * @param allowed what the model allows, in its order; never empty
   */
  Outcome choose(ProcessorState state, CallInstruction instruction, Set<Outcome> allowed);

  /**
   * The plainest: an instruction that fails its condition is skipped; else the call is taken; else
   * it is UNDEFINED; else it does nothing. Of several of one kind, the first that the model names.
   */
  static Behaviour plainest() {
    return (state, instruction, allowed) ->
        allowed.stream().min(Comparator.comparingInt(Behaviour::rank)).orElseThrow();
  }

  /** The outcome of that number in the model's order; counted round where there are fewer. */
  static Behaviour numbered(int number) {
    return (state, instruction, allowed) ->
        List.copyOf(allowed).get(Math.floorMod(number, allowed.size()));
  }

  /** A choice that looks random and is the same for the same seed, state and instruction. */
  static Behaviour seeded(long seed) {
    return (state, instruction, allowed) -> {
      long mixed = seed;
      for (String part : List.of(state.toString(), instruction.toString())) {
        for (int index = 0; index < part.length(); index++) {
          mixed = mixed * 0x5851F42D4C957F2DL + part.charAt(index) + 1;
        }
      }
      int index = (int) Math.floorMod(mixed >>> 17, (long) allowed.size());
      return List.copyOf(allowed).get(index);
    };
  }

  private static int rank(Outcome outcome) {
    if (outcome instanceof Outcome.Skipped) {
      return 0;
    }
    if (outcome instanceof Outcome.Taken) {
      return 1;
    }
    if (outcome instanceof Outcome.Undefined) {
      return 2;
    }
    return outcome instanceof Outcome.NoOperation ? 3 : 4;
  }
}
