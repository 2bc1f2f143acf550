// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.Advance;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.syndrome.PartialWord;

/** Laws of exception entry and return for calls, on every machine and from every caller. */
class EntryLawsTest {
  @Provide
  Arbitrary<Callers> callers() {
    return Callers.all();
  }

  @Provide
  Arbitrary<Callers> trappedSmcs() {
    return Callers.trappedSmcs();
  }

  private static <T extends MachineEvent> List<T> only(List<MachineEvent> events, Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Optional<ExceptionEntry> entry(Outcome outcome) {
    if (outcome instanceof Outcome.Taken taken) {
      return Optional.of(taken.entry());
    }
    return outcome instanceof Outcome.Undefined undefined
        ? Optional.of(undefined.entry())
        : Optional.empty();
  }

  /** what a machine does with a call is one of the allowed outcomes, whatever its behaviour */
  @Property(tries = 1500)
  void aMachineDoesWhatTheModelAllows(
      @ForAll("callers") Callers caller, @ForAll @IntRange(max = 3) int number) {
    List<MachineEvent> events = new ArrayList<>();
    Machine machine = caller.build(events::add, Behaviour.numbered(number));
    ProcessorState before = machine.processor(0).state();
    Set<Outcome> allowed = CallSemantics.outcomes(caller.platform(), before, caller.instruction());
    machine.step();
    List<MachineEvent.Called> calls = only(events, MachineEvent.Called.class);
    assertEquals(1, calls.size());
    Outcome outcome = calls.get(0).outcome();
    assertTrue(allowed.contains(outcome));
    assertEquals(before, calls.get(0).state());
    Statistics.label("outcome").collect(outcome.kind());
    Processor processor = machine.processor(0);
    Optional<ExceptionEntry> entry = entry(outcome);
    if (entry.isEmpty()) {
      if (!(outcome instanceof Outcome.AnyBehaviour)) {
        assertEquals(Machines.GUEST + caller.instruction().size(), processor.pc());
        assertEquals(before.level(), processor.level());
      }
      return;
    }
    check(entry.get(), only(events, MachineEvent.Entered.class), machine, before);
  }

  private static void check(
      ExceptionEntry entry,
      List<MachineEvent.Entered> entries,
      Machine machine,
      ProcessorState before) {
    Processor processor = machine.processor(0);
    assertEquals(1, entries.size());
    MachineEvent.Entered entered = entries.get(0);
    assertEquals(entry, entered.entry());
    assertEquals(entry.target(), processor.level());
    assertEquals(entry.targetMode(), processor.mode());
    assertEquals(Machines.GUEST + entry.returnOffset(), entered.returnAddress().value());
    int base = entry.targetMode() == Mode.HYP ? 2 : entry.targetMode() == Mode.MON ? 3 : 0;
    int level =
        entry.targetState() == ExecutionState.AARCH64
            ? entry.target().number()
            : base == 0 ? 1 : base;
    assertEquals(Machines.vectors(level) + entry.vectorOffset(), processor.pc());
    assertEquals(entry.syndrome().isPresent(), entered.syndrome().isPresent());
    entry.syndrome().ifPresent(partial -> check(partial, entered.syndrome().orElseThrow()));
    assertEquals(before.mode(), ModeBits.mode((int) entered.status().value()).orElseThrow());
  }

  private static void check(PartialWord allowed, Word shown) {
    assertTrue(allowed.mayHaveProduced((int) shown.value()));
    int open = allowed.reserved() | allowed.unknown();
    assertEquals(open, (int) shown.unreliable(), "what may not be relied on");
  }

  /** return(entry(s)) = s, but for what the entry advanced */
  @Property(tries = 1500)
  void anEntryAndItsReturnRestoreTheState(@ForAll("callers") Callers caller) {
    // With TGE=1 no exception return leads to EL1.
    Assume.that(!caller.has(Control.HCR_TGE));
    // With ITD=1 a return does not restore an IT block of more than one instruction.
    Assume.that(!caller.has(Control.SCTLR_ITD) && !caller.has(Control.HSCTLR_ITD));
    List<MachineEvent> events = new ArrayList<>();
    Machine machine = caller.build(events::add, Behaviour.plainest());
    Processor processor = machine.processor(0);
    Machine untouched = caller.build(MachineListener.NONE, Behaviour.plainest());
    machine.step();
    Outcome outcome = only(events, MachineEvent.Called.class).get(0).outcome();
    Assume.that(entry(outcome).isPresent());
    ExceptionEntry entry = entry(outcome).orElseThrow();
    assertTrue(processor.isHandling());
    machine.step();
    assertFalse(processor.isHandling());
    expectAfterReturn(caller, untouched.processor(0), entry);
    assertEquals(
        untouched.processor(0).status(), processor.status(), "PSTATE, but for what advanced");
    assertEquals(Machines.GUEST + entry.returnOffset(), processor.pc());
    assertEquals(caller.isa(), processor.isa());
    assertEquals(untouched.processor(0).level(), processor.level());
    assertEquals(untouched.processor(0).security(), processor.security());
    boolean linkIsGone = entry.targetMode() == caller.mode();
    for (int number = 0; number < 15; number++) {
      if (number != 14 || !linkIsGone) {
        long mask = caller.isa() == InstructionSet.A64 ? -1L : 0xffffffffL;
        assertEquals(
            untouched.processor(0).register(number).value() & mask,
            processor.register(number).value() & mask);
      }
    }
  }

  /** Advances on the machine that took no call what the call advances. */
  private static void expectAfterReturn(Callers caller, Processor plain, ExceptionEntry entry) {
    boolean wide = entry.targetState() == ExecutionState.AARCH64;
    if (entry.singleStep() == Advance.ADVANCED || !wide) {
      plain.singleStep(false);
    }
    if (entry.branchType() == SavedBranchType.ZEROED) {
      plain.branchType(0);
    }
    if (entry.it().isPresent() && entry.it().get() == Advance.ADVANCED) {
      plain.it(caller.it().advance());
    }
    if (entry.it().isPresent() && entry.it().get() == Advance.CLEARED) {
      plain.it(org.armcall.model.instruction.ItState.NONE);
    }
  }

  private static InstructionWord nop(InstructionSet isa) {
    byte[] bytes = Assembler.assemble(isa, 0, isa == InstructionSet.T32 ? "nop.w" : "nop").bytes();
    if (isa == InstructionSet.T32) {
      int high = (bytes[1] & 0xff) << 8 | (bytes[0] & 0xff);
      int low = (bytes[3] & 0xff) << 8 | (bytes[2] & 0xff);
      return InstructionWord.of(isa, high << 16 | low);
    }
    return InstructionWord.of(
        isa,
        (bytes[3] & 0xff) << 24
            | (bytes[2] & 0xff) << 16
            | (bytes[1] & 0xff) << 8
            | (bytes[0] & 0xff));
  }

  /** a trapped SMC that is emulated leaves IT, SS, BTYPE and PC as a NOP in its place does */
  @Property(tries = 1500)
  void anEmulatedSmcLeavesTheStateOfANopInItsPlace(@ForAll("trappedSmcs") Callers caller) {
    MachineBuilder builder = Machine.of(caller.platform()).ram(Machines.RAM, Machines.RAM_SIZE);
    builder.handler(
        org.armcall.model.platform.ExceptionLevel.EL2, context -> new HandlerStep.ResumePast(4));
    Machine trapped = builder.build();
    caller.set(trapped);
    Callers.write(trapped, org.armcall.model.instruction.Encodings.encode(caller.instruction()));
    ProcessorState before = trapped.processor(0).state();
    boolean plainTrap =
        CallSemantics.outcomes(caller.platform(), before, caller.instruction()).stream()
            .flatMap(outcome -> Stream.ofNullable(entry(outcome).orElse(null)))
            .anyMatch(
                entry ->
                    entry.target() == org.armcall.model.platform.ExceptionLevel.EL2
                        && entry.returnOffset() == 0
                        && entry.vectorOffset() != 4);
    trapped.step();
    Assume.that(plainTrap && trapped.processor(0).isHandling());
    trapped.step();
    Machine plain = Machine.of(caller.platform()).ram(Machines.RAM, Machines.RAM_SIZE).build();
    caller.set(plain);
    Callers.write(plain, nop(caller.isa()));
    plain.step();
    assertEquals(plain.processor(0).pc(), trapped.processor(0).pc());
    if (before.inForce().get(org.armcall.model.platform.ExceptionLevel.EL2)
        == ExecutionState.AARCH64) {
      assertEquals(plain.processor(0).status(), trapped.processor(0).status());
    } else {
      // Hyp mode has no SPSR.SS.
      assertEquals(
          plain.processor(0).status().value() & ~(1L << 21),
          trapped.processor(0).status().value() & ~(1L << 21));
    }
  }
}
