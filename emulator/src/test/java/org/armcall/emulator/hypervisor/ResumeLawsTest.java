// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Route;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.scenario.Count;
import org.armcall.emulator.scenario.Range;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.StatusField;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;

/** What the guest finds when it goes on. */
class ResumeLawsTest {
  private static final Returning REFUSES_BY_UNDEFINED =
      new Returning(
          Returning.Refusal.UNDEFINED, Returning.Skip.FULL, Returning.ConditionCheck.CHECKED);

  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.all();
  }

  @Provide
  Arbitrary<GuestCall> lost() {
    return GuestCalls.of(kind -> !kind.route().inSyndrome(kind.isa()));
  }

  @Provide
  Arbitrary<GuestCall> conditional() {
    return GuestCalls.conditional(kind -> kind.route() == Route.TRAPPED_SMC)
        .filter(guest -> guest.conditionHolds());
  }

  @Provide
  Arbitrary<Policy> policies() {
    return Arbitraries.of(
        new Policy.MemoryImmediate(GuestMemory.CAREFUL),
        new Policy.SyndromeImmediate(),
        new Policy.FunctionId(),
        new Policy.Iss16Zero());
  }

  /**
   * executions(behind(call)) = 1 for HVC, SMC at EL3 and trapped SMC, whichever policy answers, and
   * for every allowed outcome; r0 is the answer, and no other register of the guest has changed.
   *
   * <p>RET-EMULATED.
   */
  @Property(tries = 600)
  void theInstructionBehindTheCallExecutesOnce(
      @ForAll("guests") GuestCall guest,
      @ForAll("policies") Policy policy,
      @ForAll @IntRange(max = 7) int outcome) {
    Trial trial = Trial.of(guest, policy).outcome(new OutcomeChoice.Numbered(outcome)).counts(1);
    // Iss16Zero looks where an SMC of AArch32 has no immediate.
    boolean relies = policy instanceof Policy.Iss16Zero && !guest.inSyndrome() && !atMonitor(guest);
    ScenarioRun run = trial.relies(relies).run();
    long narrow = guest.kind().narrow() ? 0xffff_ffffL : -1;
    List<Word> before = run.calls().get(0).registers();
    for (int number = 2; number < 15; number++) {
      int unchanged = number;
      trial.ends(finish -> finish.register(unchanged, before.get(unchanged).value() & narrow));
    }
    long answer =
        switch (run.decisions().get(0).decided().dispatch()) {
          case "psci" -> 0x1_0001;
          case "hypercall" -> 0;
          default -> narrow;
        };
    trial.ends(finish -> finish.register(0, answer));
    trial.holds(run);
  }

  private static boolean atMonitor(GuestCall guest) {
    return guest.kind().route() == Route.SMC_TO_EL3
        && guest.kind().platform().widestOf(ExceptionLevel.EL3).orElseThrow()
            == ExecutionState.AARCH32;
  }

  /**
   * a refused call that was trapped is UNDEFINED at its own address, and nothing behind it
   * executes; behind a call that was taken the refusal is an answer.
   *
   * <p>RET-EMULATED, IMM-NO-GUESS.
   */
  @Property(tries = 250)
  void aRefusedTrapIsUndefinedAtTheCall(@ForAll("lost") GuestCall guest) {
    Trial trial =
        Trial.of(guest, new Policy.SyndromeImmediate())
            .returning(REFUSES_BY_UNDEFINED)
            .unavailable();
    if (guest.kind().route() != Route.TRAPPED_SMC) {
      trial.counts(1).holds();
      return;
    }
    // Trap, ask, decide, resume: then the guest is at a vector that it has not set up.
    // That vector is where its VBAR, which nobody wrote, says: this is the guest's own affair.
    trial.turns(4).counts(0).anyReliance();
    // LR_und is behind the call by its size in A32, by 2 in T32 (DDI 0406C, B1.8.3).
    long link = guest.place().call() + (guest.kind().isa() == InstructionSet.A32 ? 4 : 2);
    trial.ends(finish -> finish.mode(Mode.UND).register(14, link & 0xffff_ffffL));
    trial.expects(each -> each.counts(Count.UNDEFINED, Range.exactly(1)));
    trial.holds();
  }

  /**
   * behind an emulated SMC that ends an IT block, the next instruction is under no condition.
   *
   * <p>RET-EMULATED, IMM-CONDITION.
   */
  @Property(tries = 300)
  void behindAnEmulatedSmcTheItBlockIsOver(
      @ForAll("conditional") GuestCall guest, @ForAll @IntRange(max = 11) int outcome) {
    Trial trial = Trial.of(guest, new Policy.FunctionId());
    trial.outcome(new OutcomeChoice.Numbered(outcome));
    long steps = trial.counts(1).holds().totals().steps();
    // The setup, the call, the handler's steps and its last: the guest has just been returned to.
    trial.turns((int) steps + guest.before() + 2).counts(0);
    trial.ends(finish -> finish.at(guest.behind()).status(StatusField.IT, 0));
    trial.expects(each -> each.counts(Count.DECISIONS, Range.exactly(1)));
    trial.holds();
  }
}
