// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;

/** The random cases of an image: the same for the same seed. */
final class CaseGenerator {
  private final WitnessMachine machine;
  private final Set<Control> fixed;
  private final Vectors vectors;
  private final Dice dice;
  private final StateGenerator states;
  private final InstructionGenerator instructions;
  private final Slots slots = new Slots();

  /**
   * A generator.
   *
   * @param fixed the bits of SCR that are 1, where the driver cannot change SCR
   */
  CaseGenerator(WitnessMachine machine, Set<Control> fixed, Vectors vectors, long seed) {
    this.machine = machine;
    this.fixed = Set.copyOf(fixed);
    this.vectors = vectors;
    this.dice = new Dice(seed);
    this.states = new StateGenerator(machine, fixed, dice);
    this.instructions = new InstructionGenerator(dice);
  }

  /** The next cases. */
  List<WitnessCase> cases(int count) {
    List<WitnessCase> cases = new ArrayList<>();
    while (cases.size() < count) {
      cases.add(next(cases.size()));
    }
    return cases;
  }

  private WitnessCase next(int index) {
    ProcessorState state = states.next();
    CallInstruction instruction = instruction(state);
    Space space = space(state);
    boolean mayBeOnBoth = instruction.isa() == InstructionSet.T32 && instruction.size() == 4;
    Optional<Long> straddling =
        dice.percent(mayBeOnBoth ? 50 : 12)
            ? slots.acrossPages(space, instruction)
            : Optional.empty();
    long place = straddling.orElseGet(() -> slots.inPage(space, instruction, dice.percent(50)));
    return new WitnessCase(
        index,
        machine,
        state,
        instruction,
        new ControlWords(machine, fixed, vectors, dice).of(state, regime(state, space)),
        space,
        place,
        x0(state));
  }

  private CallInstruction instruction(ProcessorState state) {
    while (true) {
      CallInstruction instruction = instructions.in(state.isa());
      if (!strands(state, instruction)) {
        return instruction;
      }
    }
  }

  /** QEMU takes such an HVC to Hyp mode (wrongly), and from there SCD=1 leaves no way back. */
  private boolean strands(ProcessorState state, CallInstruction instruction) {
    return machine.driver() == WitnessMachine.Driver.MON
        && instruction.call() == Call.HVC
        && state.has(Control.SCR_SMD)
        && state.has(Control.SCR_HCE);
  }

  /** What may translate the caller's addresses; nothing does with TGE=1 and E2H=0. */
  private Space space(ProcessorState state) {
    List<Space> choices = new ArrayList<>(List.of(Space.FLAT));
    if (hasStageOne(state)) {
      choices.addAll(List.of(Space.STAGE1, Space.STAGE1));
      if (state.inForce().get(EL1) == AARCH64) {
        choices.add(Space.STAGE1_64K);
      }
      if (hasStageTwo(state)) {
        choices.addAll(List.of(Space.STAGE2, Space.BOTH, Space.BOTH));
      }
    }
    return dice.oneOf(choices);
  }

  private boolean hasStageOne(ProcessorState state) {
    boolean own =
        state.level() == EL0
            || state.level() == EL1
            || (!machine.isAarch64() && state.level() == EL3);
    return own && !tge(state);
  }

  private boolean hasStageTwo(ProcessorState state) {
    return state.security() == SecurityState.NONSECURE && !tge(state) && below(state, EL2);
  }

  private static boolean below(ProcessorState state, ExceptionLevel level) {
    return level.isAbove(state.level());
  }

  private boolean tge(ProcessorState state) {
    return state.has(Control.HCR_TGE) && Reachability.el2Enabled(machine.platform(), state);
  }

  private Regime regime(ProcessorState state, Space space) {
    boolean aarch64 = state.inForce().get(EL1) == AARCH64;
    Regime.Format format =
        switch (space) {
          case FLAT ->
              tge(state) && dice.percent(10)
                  ? aarch64 ? Regime.Format.A64_4K_39 : Regime.Format.SHORT
                  : Regime.Format.OFF;
          case STAGE2 -> Regime.Format.OFF;
          case STAGE1_64K -> Regime.Format.A64_64K;
          case STAGE1, BOTH ->
              aarch64
                  ? dice.oneOf(
                      List.of(
                          Regime.Format.A64_4K_48,
                          Regime.Format.A64_4K_39,
                          Regime.Format.A64_4K_32))
                  : dice.oneOf(
                      List.of(
                          Regime.Format.SHORT,
                          Regime.Format.SHORT_SPLIT,
                          Regime.Format.LPAE,
                          Regime.Format.LPAE_SPLIT));
        };
    boolean caller32InSpace64 = aarch64 && state.isa() != null && isNarrow(state);
    boolean high =
        format.maySplit() && space != Space.FLAT && !caller32InSpace64 && dice.percent(40);
    boolean stageTwo =
        space.usesStageTwo()
            || (hasStageTwo(state) && dice.percent(30))
            || (tge(state) && dice.percent(20));
    return Regime.of(format, high, stageTwo, state.inForce().get(EL2) == AARCH64);
  }

  /** An AArch32 application under an AArch64 EL1 has 32-bit addresses. */
  private static boolean isNarrow(ProcessorState state) {
    return state.inForce().get(state.level()) != AARCH64;
  }

  /** Never a function identifier: QEMU would power off for some. */
  private long x0(ProcessorState state) {
    long low = 0x1000_0000L | dice.word() & 0x0fff_ffffL;
    return isNarrow(state) ? low : (dice.word() | 1L << 62) & ~0xffff_ffffL | low;
  }
}
