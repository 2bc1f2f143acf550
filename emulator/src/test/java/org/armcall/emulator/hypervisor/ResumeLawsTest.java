// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.ArrayList;
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
import org.armcall.emulator.machine.Cause;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

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
    ScenarioRun run = trial.relies(relies).holds();
    List<String> wrong = new ArrayList<>();
    String dispatch = run.decisions().get(0).decided().dispatch();
    long answer =
        switch (dispatch) {
          case "psci" -> 0x1_0001;
          case "hypercall" -> 0;
          default -> guest.kind().narrow() ? 0xffff_ffffL : -1;
        };
    List<Word> before = run.calls().get(0).registers();
    List<Word> after = run.registers().get(0);
    for (int number = 0; number < 15; number++) {
      long mask = guest.kind().narrow() ? 0xffff_ffffL : -1;
      long expected =
          switch (number) {
            case 0 -> answer;
            case GuestCall.COUNTER -> 1;
            default -> before.get(number).value() & mask;
          };
      if ((after.get(number).value() & mask) != expected) {
        wrong.add(
            String.format("register %d is %s, not 0x%x", number, after.get(number), expected));
      }
    }
    if (!wrong.isEmpty()) {
      trial.fail(wrong, run);
    }
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
    // Trap, decide, resume: then the guest is at a vector that it has not set up.
    trial.turns(4).counts(0);
    // That vector is where its VBAR, which nobody wrote, says: this is the guest's own affair.
    trial.anyReliance();
    ScenarioRun run = trial.holds();
    long undefined =
        trial.events().stream()
            .filter(MachineEvent.Entered.class::isInstance)
            .map(MachineEvent.Entered.class::cast)
            .filter(entered -> entered.cause() == Cause.UNDEFINED)
            .filter(entered -> entered.address() == guest.place().call())
            .count();
    if (undefined != 1) {
      trial.fail(List.of("UNDEFINED was taken " + undefined + " times at the call"), run);
    }
  }

  /**
   * behind an emulated SMC that ends an IT block, the next instruction is under no condition.
   *
   * <p>RET-EMULATED, IMM-CONDITION.
   */
  @Property(tries = 300)
  void behindAnEmulatedSmcTheItBlockIsOver(
      @ForAll("conditional") GuestCall guest, @ForAll @IntRange(max = 11) int outcome) {
    Trial trial =
        Trial.of(guest, new Policy.FunctionId())
            .outcome(new OutcomeChoice.Numbered(outcome))
            .counts(1);
    ScenarioRun run = trial.holds();
    for (MachineEvent event : trial.events()) {
      if (event instanceof MachineEvent.Returned returned
          && (returned.status().value() & 0x0600_fc00L) != 0) {
        trial.fail(List.of("SPSR.IT is not over: " + returned), run);
      }
    }
  }
}
