// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Feature;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;

/**
 * SVC, HVC and SMC: asks the model what is allowed in the live state, and the behaviour for one of
 * them.
 *
 * <p>The model's answer is remembered for a state and an instruction, and the words that come of it
 * for an address too: a guest makes the same call from the same place again and again.
 */
@SuppressWarnings("EnumOrdinal") // arrays and keys within one run, nothing that is kept
final class Calls {
  private static final int PLACES = 1024;
  private static final int MOST_STATES = 65536;

  private final Cpu cpu;
  private final Map<Question, Outcome> answers = new HashMap<>();
  private final Place[] places = new Place[PLACES];

  private record Question(long state, CallInstruction instruction) {}

  /**
   * A call at an address in a state.
   *
   * @param syndrome what the syndrome register will hold; {@link Word#ZERO} where there is none
   */
  record Place(
      long state,
      long address,
      CallInstruction instruction,
      ProcessorState met,
      Outcome outcome,
      Word syndrome) {}

  Calls(Cpu cpu) {
    this.cpu = cpu;
  }

  /**
   * What the call at the current address does.
   *
   * @param guarded whether it lies in a guarded page
   * @throws Stop if the model knows no such state
   */
  Place at(CallInstruction instruction, boolean guarded) {
    long state = key(guarded);
    int index = (int) ((cpu.pc >>> 1 ^ state ^ state >>> 32) & PLACES - 1);
    Place place = places[index];
    if (place == null
        || place.state != state
        || place.address != cpu.pc
        || !place.instruction.equals(instruction)) {
      place = find(state, instruction, guarded);
      places[index] = place;
    }
    return place;
  }

  private Place find(long key, CallInstruction instruction, boolean guarded) {
    ProcessorState state = state(guarded);
    Question question = new Question(key, instruction);
    Outcome outcome = answers.get(question);
    if (outcome == null) {
      Set<Outcome> allowed = allowed(state, instruction);
      outcome = cpu.behaviour.choose(state, instruction, allowed);
      if (answers.size() >= MOST_STATES) {
        answers.clear();
      }
      answers.put(question, outcome);
    }
    Word syndrome = Word.ZERO;
    if (outcome instanceof Outcome.Taken taken) {
      syndrome = syndrome(taken.entry(), instruction, key);
    } else if (outcome instanceof Outcome.Undefined undefined) {
      syndrome = syndrome(undefined.entry(), instruction, key);
    }
    return new Place(key, cpu.pc, instruction, state, outcome, syndrome);
  }

  private Set<Outcome> allowed(ProcessorState state, CallInstruction instruction) {
    try {
      return CallSemantics.outcomes(cpu.platform, state, instruction);
    } catch (IllegalArgumentException beyondTheModel) {
      // Controls in a combination that the model does not have; it says which.
      throw new Stop(new Ending.Faulted("cpu" + cpu.number, beyondTheModel.getMessage()));
    }
  }

  private Word syndrome(ExceptionEntry entry, CallInstruction instruction, long key) {
    if (entry.syndrome().isEmpty()) {
      return Word.ZERO;
    }
    String what = "the " + instruction.call().mnemonic() + " at 0x" + Long.toHexString(cpu.pc);
    long place = cpu.pc * 31 + key;
    return SyndromeWords.of(entry.syndrome().get(), entry, what, cpu, place);
  }

  /**
   * What {@link #state} says, as a number; but for the instruction set, which the instruction says.
   */
  private long key(boolean guarded) {
    ProcessStatus now = cpu.status;
    long levels =
        (cpu.levels.narrow(ExceptionLevel.EL1) ? 1 : 0)
            | (cpu.levels.narrow(ExceptionLevel.EL2) ? 2 : 0);
    boolean thumb = now.isa == InstructionSet.T32;
    return controls()
        | levels << 14
        | (long) now.mode.ordinal() << 16
        | (long) now.level.ordinal() << 20
        | (long) cpu.security().ordinal() << 24
        | (long) (now.isa == InstructionSet.A64 ? 0 : now.flags()) << 26
        | (long) (thumb ? now.it : 0) << 30
        | (long) now.branchType << 38
        | (guarded ? 1L << 40 : 0)
        | (now.step ? 1L << 41 : 0)
        | (now.illegal ? 1L << 42 : 0);
  }

  private long controls() {
    long itDisable = cpu.control(SystemRegister.SCTLR_EL1) >>> 7 & 1;
    return cpu.levels.controls() | itDisable << Control.SCTLR_ITD.ordinal();
  }

  /** Tells of the call before anything comes of it. */
  void tell(Place place, InstructionWord word, List<Word> registers) {
    cpu.tell(
        new MachineEvent.Called(
            cpu.number,
            cpu.pc,
            word,
            place.met,
            place.instruction,
            place.outcome,
            registers,
            cpu.status.saved().value(),
            controlRegisters()));
  }

  /** The registers that decide, as {@link MachineEvent.Called} tells them. */
  Map<SystemRegister, Word> controlRegisters() {
    Map<SystemRegister, Word> all = new EnumMap<>(SystemRegister.class);
    all.put(SystemRegister.SCTLR_EL1, cpu.read(SystemRegister.SCTLR_EL1));
    if (cpu.platform.has(ExceptionLevel.EL2)) {
      all.put(SystemRegister.SCTLR_EL2, cpu.read(SystemRegister.SCTLR_EL2));
      all.put(SystemRegister.HCR_EL2, cpu.read(SystemRegister.HCR_EL2));
    }
    if (cpu.platform.has(ExceptionLevel.EL3)) {
      all.put(SystemRegister.SCR_EL3, cpu.read(SystemRegister.SCR_EL3));
    }
    if (cpu.platform.has(Feature.FINE_GRAINED_TRAPS)) {
      all.put(SystemRegister.HFGITR_EL2, cpu.read(SystemRegister.HFGITR_EL2));
    }
    return all;
  }

  /** The live state as the model asks for it. */
  ProcessorState state(boolean guarded) {
    ProcessStatus now = cpu.status;
    Set<Control> set = EnumSet.noneOf(Control.class);
    long bits = controls();
    for (Control control : Control.values()) {
      if ((bits >>> control.ordinal() & 1) != 0) {
        set.add(control);
      }
    }
    return new ProcessorState(
        now.level,
        now.isa,
        now.mode,
        cpu.security(),
        cpu.levels.inForce(now.level, now.isa.executionState()),
        new Flags(now.isa == InstructionSet.A64 ? 0 : now.flags()),
        now.isa == InstructionSet.T32 ? new ItState(now.it) : ItState.NONE,
        new BranchType(now.branchType),
        guarded,
        now.step,
        now.illegal,
        set);
  }
}
