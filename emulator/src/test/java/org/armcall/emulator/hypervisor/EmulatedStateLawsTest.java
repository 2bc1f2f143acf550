// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Patch;
import org.armcall.emulator.guest.Route;
import org.armcall.emulator.guest.StageOne;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.scenario.Count;
import org.armcall.emulator.scenario.Finish;
import org.armcall.emulator.scenario.Range;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.StatusField;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.SecurityState;

/** A trapped SMC that a handler emulates, beside a NOP in its place that nobody traps. */
class EmulatedStateLawsTest {
  /** More turns than the trap and any handler take, and too few to be back at the call. */
  private static final int MOST_TURNS = 40;

  /**
   * State in which the SMC executes.
   *
   * @param it of T32: outside a block, or last in it; elsewhere an SMC is UNPREDICTABLE
   * @param step PSTATE.SS
   * @param branchType PSTATE.BTYPE, of A64 where there is FEAT_BTI
   * @param flags NZCV
   */
  private record Before(ItState it, boolean step, int branchType, int flags) {}

  @Provide
  Arbitrary<GuestCall> trapped() {
    return GuestCalls.of(
            kind ->
                kind.route() == Route.TRAPPED_SMC
                    && kind.stageOne() == StageOne.OFF
                    && kind.stageTwo().isEmpty()
                    && kind.security() == SecurityState.NONSECURE)
        // What stands in the place of the call is one piece.
        .filter(guest -> !guest.straddles());
  }

  @Provide
  Arbitrary<Before> states() {
    List<ItState> blocks =
        List.of(ItState.NONE, new ItState(0x08), new ItState(0x18), new ItState(0xa8));
    return Combinators.combine(
            Arbitraries.of(blocks),
            Arbitraries.of(false, true),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 15))
        .as(Before::new);
  }

  private static Before fitting(Before before, GuestCall guest) {
    boolean thumb = guest.kind().isa() == InstructionSet.T32;
    boolean wide = !guest.kind().narrow();
    ItState it = thumb ? before.it : ItState.NONE;
    // A condition that holds, so that the SMC is a call: EQ Z=1, NE Z=0, GE N=V.
    int flags = it.bits() == 0 ? before.flags : it.condition() == Condition.EQ ? 4 : 0;
    boolean types = wide && guest.kind().platform().has(Feature.BRANCH_TARGET);
    boolean steps = Arrays.stream(ExceptionLevel.values()).anyMatch(each -> isWide(guest, each));
    return new Before(it, before.step && steps, types ? before.branchType : 0, flags);
  }

  private static boolean isWide(GuestCall guest, ExceptionLevel level) {
    return guest
        .kind()
        .platform()
        .widestOf(level)
        .filter(ExecutionState.AARCH64::equals)
        .isPresent();
  }

  private static Trial trial(GuestCall guest, Before before, Returning returning, int outcome) {
    Map<Integer, Long> registers = new LinkedHashMap<>();
    for (int number = 0; number < 15; number++) {
      registers.put(number, 0x1000L + number);
    }
    return Trial.of(guest, GuestMemory.CAREFUL)
        .returning(returning)
        .outcome(new OutcomeChoice.Numbered(outcome))
        .general(registers)
        .status(
            new Scenario.Status(
                new Flags(before.flags),
                before.it,
                before.step,
                new BranchType(before.branchType)));
  }

  /** Up to where the guest has been returned to: the trap, and what the handler takes. */
  private static Trial emulated(GuestCall guest, Before before, Returning returning, int outcome) {
    Trial trial = trial(guest, before, returning, outcome).turns(MOST_TURNS);
    long steps = trial.run().totals().steps();
    return trial
        .turns((int) steps + 2)
        .expects(each -> each.counts(Count.DECISIONS, Range.exactly(1)));
  }

  /** A NOP in the place of the call leaves what an executed instruction does (DDI 0487 D1.4). */
  private static ScenarioRun untrapped(GuestCall guest, Before before) {
    List<Long> nop = Patch.Other.WIDE_NOP.halfwords(guest);
    long call = guest.place().call();
    String text = String.format(".hword 0x%04x%n.hword 0x%04x%n", nop.get(0), nop.get(1));
    return trial(guest, before, Returning.PROPER, 0)
        .also(new Scenario.Code(guest.place().physical(call), call, guest.kind().isa(), text))
        .turns(1)
        .expects(each -> each.counts(Count.CALLS, Range.exactly(0)))
        .ends(
            finish ->
                finish
                    .at(guest.behind())
                    .status(StatusField.IT, 0)
                    .status(StatusField.SS, 0)
                    .status(StatusField.BTYPE, 0))
        .holds();
  }

  /** The state after the NOP, but for the answer in the first register. */
  private static Finish state(GuestCall guest, ScenarioRun plain) {
    Finish.Reached reached = plain.processors().get(0);
    Finish finish = Finish.ANY.at(reached.at()).isa(reached.isa()).mode(reached.mode());
    for (StatusField field : StatusField.values()) {
      // SPSR_hyp has no SS bit, so that a handler in AArch32 cannot keep it.
      if (field != StatusField.SS || isWide(guest, ExceptionLevel.EL2)) {
        finish = finish.status(field, field.of(reached.isa(), reached.status().value()));
      }
    }
    long mask = guest.kind().narrow() ? 0xffff_ffffL : -1;
    for (int number = 1; number < 15; number++) {
      finish = finish.register(number, reached.registers().get(number).value() & mask);
    }
    return finish;
  }

  /**
   * state(emulated SMC) = state(NOP in its place): PC, IT, SS, BTYPE, flags, mode and all registers
   * but the answer.
   *
   * <p>RET-EMULATED.
   */
  @Property(tries = 600)
  void anEmulatedSmcLeavesTheStateOfANop(
      @ForAll("trapped") GuestCall guest,
      @ForAll("states") Before any,
      @ForAll @IntRange(max = 7) int outcome) {
    Before before = fitting(any, guest);
    Finish plain = state(guest, untrapped(guest, before));
    emulated(guest, before, Returning.PROPER, outcome).ends(finish -> plain).holds();
  }

  /**
   * who moves the PC alone leaves the state of a NOP exactly where there was no IT block, no step
   * and no branch type to move on.
   *
   * <p>RET-EMULATED.
   */
  @Property(tries = 400)
  void whoMovesThePcAloneLeavesTheRestBehind(
      @ForAll("trapped") GuestCall guest, @ForAll("states") Before any) {
    Before before = fitting(any, guest);
    Returning pcOnly =
        new Returning(
            Returning.Refusal.NOT_SUPPORTED,
            Returning.Skip.PC_ONLY,
            Returning.ConditionCheck.CHECKED);
    Finish plain = state(guest, untrapped(guest, before));
    // Where BTYPE is not 0, SPSR.BTYPE may be zeroed already (CONSTRAINED UNPREDICTABLE).
    Finish left =
        (before.branchType == 0 ? plain : plain.without(StatusField.BTYPE))
            .status(StatusField.IT, before.it.bits());
    Finish all =
        isWide(guest, ExceptionLevel.EL2) ? left.status(StatusField.SS, before.step ? 1 : 0) : left;
    emulated(guest, before, pcOnly, 0).ends(finish -> all).holds();
    Statistics.label("something is left behind").collect(!all.equals(plain));
  }
}
