// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.armcall.emulator.guest.Shown;
import org.armcall.emulator.hypervisor.Policy;
import org.armcall.emulator.hypervisor.Returning;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.scenario.Count;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Finish;
import org.armcall.emulator.scenario.Range;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.StatusField;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.Advance;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.syndrome.PartialWord;

/**
 * Laws of exception entry and return for calls, on every machine and from every caller. What fails
 * prints a scenario that {@code armcall emulate} runs.
 *
 * <p>A scenario expects values. What it cannot say is asked behind it, in words: which bits of the
 * syndrome may be relied on, the mode in SPSR, and the bits of PSTATE that no {@link StatusField}
 * names.
 */
class EntryLawsTest {
  @Provide
  Arbitrary<Callers> callers() {
    return Callers.all();
  }

  @Provide
  Arbitrary<Callers> trappedSmcs() {
    return Callers.trappedSmcs();
  }

  private static Optional<ExceptionEntry> entry(Outcome outcome) {
    if (outcome instanceof Outcome.Taken taken) {
      return Optional.of(taken.entry());
    }
    return outcome instanceof Outcome.Undefined undefined
        ? Optional.of(undefined.entry())
        : Optional.empty();
  }

  private static ProcessorState state(Callers caller) {
    return caller.build(MachineListener.NONE, Behaviour.plainest()).processor(0).state();
  }

  private static Set<Outcome> allowed(Callers caller) {
    return CallSemantics.outcomes(caller.platform(), state(caller), caller.instruction());
  }

  private static Outcome plainest(Callers caller) {
    return Behaviour.plainest().choose(state(caller), caller.instruction(), allowed(caller));
  }

  /**
   * which = number: what a machine does with a call is that one of the outcomes that are allowed
   */
  @Property(tries = 1500)
  void aMachineDoesWhatTheModelAllows(
      @ForAll("callers") Callers caller, @ForAll @IntRange(max = 3) int number) {
    List<Outcome> allowed = List.copyOf(allowed(caller));
    Outcome outcome = allowed.get(number % allowed.size());
    Statistics.label("outcome").collect(outcome.kind());
    Expectation expect = Expectation.NONE.counts(Count.CALLS, Range.exactly(1));
    Optional<ExceptionEntry> entry = entry(outcome);
    if (entry.isPresent()) {
      expect = expect.ends(List.of(entered(caller, entry.get())));
    } else if (!(outcome instanceof Outcome.AnyBehaviour)) {
      long behind = Machines.GUEST + caller.instruction().size();
      expect = expect.ends(List.of(Finish.ANY.at(behind).mode(caller.mode()).isa(caller.isa())));
    }
    List<MachineEvent.Entered> entries = new ArrayList<>();
    Scenario scenario = caller.scenario(new OutcomeChoice.Numbered(number), 1);
    ScenarioRun run =
        ScenarioRunner.run(
            scenario,
            event -> {
              if (event instanceof MachineEvent.Entered entered) {
                entries.add(entered);
              }
            });
    Shown.holds(run, expect, List.copyOf(entries));
    assertEquals(outcome, run.calls().get(0).outcome());
    assertEquals(state(caller), run.calls().get(0).state());
    entry.ifPresent(taken -> saved(taken, entries, caller));
  }

  /**
   * Which registers hold what the exception left: LR where the level has no ELR (DDI 0487 G1.12).
   */
  private static Finish entered(Callers caller, ExceptionEntry entry) {
    long back = Machines.GUEST + entry.returnOffset();
    boolean wide = entry.targetState() == ExecutionState.AARCH64;
    Finish finish =
        Finish.ANY
            .at(vector(entry))
            .mode(entry.targetMode())
            .isa(wide ? InstructionSet.A64 : InstructionSet.A32);
    if (!wide && entry.targetMode() != Mode.HYP) {
      return finish.register(14, back + beyond(caller, entry));
    }
    int level = entry.target().number();
    Finish more = finish.system(SystemRegister.ofName("ELR_EL" + level).orElseThrow(), back);
    return entry
        .syndrome()
        .map(
            partial ->
                more.system(
                    SystemRegister.ofName("ESR_EL" + level).orElseThrow(),
                    Integer.toUnsignedLong(partial.value())))
        .orElse(more);
  }

  /** How far LR is beyond the preferred return address: LR_und is behind the instruction. */
  private static long beyond(Callers caller, ExceptionEntry entry) {
    return entry.targetMode() == Mode.UND ? caller.isa() == InstructionSet.T32 ? 2 : 4 : 0;
  }

  private static long vector(ExceptionEntry entry) {
    int narrow = entry.targetMode() == Mode.HYP ? 2 : entry.targetMode() == Mode.MON ? 3 : 1;
    boolean wide = entry.targetState() == ExecutionState.AARCH64;
    return Machines.vectors(wide ? entry.target().number() : narrow) + entry.vectorOffset();
  }

  private static void saved(
      ExceptionEntry entry, List<MachineEvent.Entered> entries, Callers caller) {
    assertEquals(1, entries.size());
    MachineEvent.Entered entered = entries.get(0);
    assertEquals(entry, entered.entry());
    assertEquals(Machines.GUEST + entry.returnOffset(), entered.returnAddress().value());
    assertEquals(entry.syndrome().isPresent(), entered.syndrome().isPresent());
    entry.syndrome().ifPresent(partial -> reliable(partial, entered.syndrome().orElseThrow()));
    assertEquals(caller.mode(), ModeBits.mode((int) entered.status().value()).orElseThrow());
  }

  private static void reliable(PartialWord allowed, Word shown) {
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
    Optional<ExceptionEntry> taken = entry(plainest(caller));
    Assume.that(taken.isPresent());
    ExceptionEntry entry = taken.orElseThrow();
    Processor expected = caller.build(MachineListener.NONE, Behaviour.plainest()).processor(0);
    advance(caller, expected, entry);
    Finish finish =
        status(expected)
            .at(Machines.GUEST + entry.returnOffset())
            .isa(caller.isa())
            .mode(caller.mode());
    boolean linkIsGone = entry.targetMode() == caller.mode();
    for (int number = 0; number < 15; number++) {
      if (number != 14 || !linkIsGone) {
        finish = finish.register(number, expected.register(number).value());
      }
    }
    Scenario scenario = caller.scenario(new OutcomeChoice.Plainest(), 2, back(caller, entry));
    ScenarioRun run = Shown.holds(scenario, Expectation.NONE.ends(List.of(finish)));
    assertEquals(expected.status(), run.processors().get(0).status());
  }

  /** What a handler returns by to the preferred return address (DDI 0487 G1.12.3, ERET). */
  private static Scenario.Code back(Callers caller, ExceptionEntry entry) {
    boolean wide = entry.targetState() == ExecutionState.AARCH64;
    String text =
        wide || entry.targetMode() == Mode.HYP ? "eret" : "subs pc, lr, #" + beyond(caller, entry);
    InstructionSet isa = wide ? InstructionSet.A64 : InstructionSet.A32;
    return new Scenario.Code(vector(entry), vector(entry), isa, text);
  }

  private static Finish status(Processor expected) {
    Finish finish = Finish.ANY;
    for (StatusField field : StatusField.values()) {
      finish = finish.status(field, field.of(expected.isa(), expected.status().value()));
    }
    return finish;
  }

  /** Advances on the machine that took no call what the call advances. */
  private static void advance(Callers caller, Processor plain, ExceptionEntry entry) {
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
      plain.it(ItState.NONE);
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

  private static boolean isTrap(ExceptionEntry entry) {
    return entry.target() == ExceptionLevel.EL2
        && entry.returnOffset() == 0
        && entry.vectorOffset() != 4;
  }

  /** a trapped SMC that is emulated leaves IT, SS, BTYPE and PC as a NOP in its place does */
  @Property(tries = 1500)
  void anEmulatedSmcLeavesTheStateOfANopInItsPlace(@ForAll("trappedSmcs") Callers caller) {
    Assume.that(entry(plainest(caller)).filter(EntryLawsTest::isTrap).isPresent());
    Machine plain = Machine.of(caller.platform()).ram(Machines.RAM, Machines.RAM_SIZE).build();
    caller.set(plain);
    Callers.write(plain, nop(caller.isa()));
    plain.step();
    Processor expected = plain.processor(0);
    Finish finish = status(expected).at(expected.pc()).isa(caller.isa()).mode(caller.mode());
    if (state(caller).inForce().get(ExceptionLevel.EL2) != ExecutionState.AARCH64) {
      // Hyp mode has no SPSR.SS.
      finish = finish.without(StatusField.SS);
    }
    Scenario.Hypervisor handler =
        new Scenario.Hypervisor(ExceptionLevel.EL2, new Policy.FunctionId(), Returning.PROPER);
    // The trap, and the three steps of the handler.
    Scenario scenario =
        caller.scenario(new OutcomeChoice.Plainest(), 4).withHandlers(List.of(handler));
    Shown.holds(scenario, Expectation.NONE.ends(List.of(finish)));
  }
}
