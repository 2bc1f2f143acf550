// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
import org.armcall.emulator.guest.Kind;
import org.armcall.emulator.guest.Patch;
import org.armcall.emulator.guest.Route;
import org.armcall.emulator.guest.StageOne;
import org.armcall.emulator.machine.Behaviour;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.Processor;
import org.armcall.emulator.machine.Start;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** A trapped SMC that a handler emulates, beside a NOP in its place that nobody traps. */
class EmulatedStateLawsTest {
  private static final long GUEST = 0x4000_0000L;
  private static final long SINGLE_STEP = 1L << 21;

  /** More turns than any handler takes. */
  private static final int MOST_STEPS = 40;

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
                && kind.security() == SecurityState.NONSECURE);
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
    return new Before(it, before.step, types ? before.branchType : 0, flags);
  }

  private static Machine machine(
      GuestCall guest, List<Long> halves, Before before, Returning returning, int outcome) {
    Kind kind = guest.kind();
    Policy policy = new Policy.MemoryImmediate(GuestMemory.CAREFUL);
    Machine machine =
        Machine.of(kind.platform())
            .ram(GUEST, 0x1000)
            .fill(guest.fill())
            .behaviour(Behaviour.numbered(outcome))
            .handler(ExceptionLevel.EL2, new PolicyHandler(policy, returning, kind.platform()))
            .build();
    machine.memory().write(GUEST, 2, SecurityState.NONSECURE, Word.of(halves.get(0)));
    machine.memory().write(GUEST + 2, 2, SecurityState.NONSECURE, Word.of(halves.get(1)));
    Processor processor = machine.processor(0);
    Mode mode = kind.narrow() ? Mode.SVC : Mode.EL1H;
    processor.start(new Start(GUEST, mode, kind.isa(), SecurityState.NONSECURE));
    processor.control(Control.HCR_TSC, true);
    for (int number = 0; number < 15; number++) {
      processor.register(number, Word.of(0x1000 + number));
    }
    processor.nzcv(before.flags);
    processor.it(before.it);
    processor.singleStep(before.step);
    processor.branchType(before.branchType);
    return machine;
  }

  private static Processor emulated(
      GuestCall guest, Before before, Returning returning, int outcome) {
    Machine machine = machine(guest, guest.halfwords(), before, returning, outcome);
    machine.step();
    assertTrue(machine.processor(0).isHandling(), "the SMC is trapped");
    for (int turn = 0; turn < MOST_STEPS && machine.processor(0).isHandling(); turn++) {
      machine.step();
    }
    return machine.processor(0);
  }

  private static Processor untrapped(GuestCall guest, Before before) {
    List<Long> nop = Patch.Other.WIDE_NOP.halfwords(guest);
    Machine machine = machine(guest, nop, before, Returning.PROPER, 0);
    machine.step();
    return machine.processor(0);
  }

  /** SPSR_hyp has no SS bit, so that a handler in AArch32 cannot keep it. */
  private static long visible(GuestCall guest) {
    boolean wide =
        guest.kind().platform().widestOf(ExceptionLevel.EL2).orElseThrow()
            == ExecutionState.AARCH64;
    return wide ? -1 : ~SINGLE_STEP;
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
    Processor plain = untrapped(guest, before);
    Processor emulated = emulated(guest, before, Returning.PROPER, outcome);
    assertEquals(plain.pc(), emulated.pc());
    assertEquals(
        plain.status().value() & visible(guest), emulated.status().value() & visible(guest));
    long mask = guest.kind().narrow() ? 0xffff_ffffL : -1;
    for (int number = 1; number < 15; number++) {
      assertEquals(plain.register(number).value() & mask, emulated.register(number).value() & mask);
    }
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
    Processor plain = untrapped(guest, before);
    Processor emulated = emulated(guest, before, pcOnly, 0);
    assertEquals(plain.pc(), emulated.pc());
    long differs = (plain.status().value() ^ emulated.status().value()) & visible(guest);
    boolean step = before.step && visible(guest) == -1;
    boolean left = before.it.bits() != 0 || step;
    if (before.branchType == 0) {
      // Where it is not 0, SPSR.BTYPE may be zeroed already (CONSTRAINED UNPREDICTABLE).
      assertEquals(left, differs != 0, "IT " + before.it + ", step " + before.step);
    }
    Statistics.label("something is left behind").collect(differs != 0);
  }
}
