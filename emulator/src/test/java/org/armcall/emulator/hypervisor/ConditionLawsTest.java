// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Route;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.scenario.Count;
import org.armcall.emulator.scenario.Range;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;

/** A call whose condition fails is no call, however its trap is reported. */
class ConditionLawsTest {
  /** More than there are allowed outcomes, which are counted round. */
  private static final int OUTCOMES = 11;

  @Provide
  Arbitrary<GuestCall> failing() {
    return GuestCalls.conditional(kind -> true).filter(guest -> !guest.conditionHolds());
  }

  @Provide
  Arbitrary<GuestCall> holding() {
    return GuestCalls.conditional(kind -> true).filter(guest -> guest.conditionHolds());
  }

  @Provide
  Arbitrary<GuestCall> trappedFailing() {
    return GuestCalls.conditional(kind -> kind.route() == Route.TRAPPED_SMC)
        .filter(guest -> !guest.conditionHolds());
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
   * condition fails => no dispatch, no answer, and behind(call) executes once; for every allowed
   * outcome: skipped, or trapped with COND, or with CV = 0 and SPSR.IT.
   *
   * <p>IMM-CONDITION, RET-EMULATED, IMM-RELIANCE.
   */
  @Property(tries = 900)
  void aFailingConditionIsNoCall(
      @ForAll("failing") GuestCall guest,
      @ForAll("policies") Policy policy,
      @ForAll @IntRange(max = OUTCOMES) int outcome) {
    Trial trial = Trial.of(guest, policy).outcome(new OutcomeChoice.Numbered(outcome)).counts(1);
    trial.ends(finish -> finish.register(0, GuestCall.PSCI_VERSION));
    trial.expects(each -> each.counts(Count.DISPATCHED, Range.exactly(0)).among(List.of()));
    ScenarioRun run = trial.holds();
    Statistics.label("the failing SMC reached a handler").collect(!run.decisions().isEmpty());
  }

  /**
   * condition holds => read(memory) = immediate(executed), and behind(call) executes once; for
   * every allowed outcome, also where the syndrome says that it might have failed.
   *
   * <p>IMM-CONDITION, IMM-EXECUTED-ONLY, RET-EMULATED.
   */
  @Property(tries = 600)
  void aHoldingConditionIsACall(
      @ForAll("holding") GuestCall guest, @ForAll @IntRange(max = OUTCOMES) int outcome) {
    Trial.of(guest, GuestMemory.CAREFUL)
        .outcome(new OutcomeChoice.Numbered(outcome))
        .recovers(guest.immediate())
        .counts(1)
        .holds();
  }

  /**
   * who ignores the condition dispatches a failing call exactly where the machine traps it.
   *
   * <p>IMM-CONDITION.
   */
  @Property(tries = 200)
  void whoIgnoresTheConditionActsOnNoCall(
      @ForAll("trappedFailing") GuestCall guest, @ForAll @IntRange(max = OUTCOMES) int outcome) {
    Returning careless =
        new Returning(
            Returning.Refusal.NOT_SUPPORTED, Returning.Skip.FULL, Returning.ConditionCheck.IGNORED);
    Trial trial =
        Trial.of(guest, new Policy.FunctionId())
            .returning(careless)
            .outcome(new OutcomeChoice.Numbered(outcome))
            .counts(1);
    ScenarioRun run = trial.run();
    boolean trapped = trial.events().stream().anyMatch(MachineEvent.Entered.class::isInstance);
    trial.expects(each -> each.counts(Count.DISPATCHED, Range.exactly(trapped ? 1 : 0)));
    trial.holds(run);
    Statistics.label("the failing SMC was trapped").collect(trapped);
  }
}
