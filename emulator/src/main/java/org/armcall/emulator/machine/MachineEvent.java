// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.WalkRecord;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.ProcessorState;

/** Something that a machine did. */
public sealed interface MachineEvent {

  /**
   * A call was executed. What it led to follows as {@link Entered}, or not at all.
   *
   * @param cpu the processor
   * @param address the instruction's address
   * @param word the word as it was fetched
   * @param state the state that it met
   * @param instruction the call
   * @param outcome what happened, one of the allowed
   * @param registers before it: X0 to X30, or R0 to R14 of the mode
   * @param pstate before it, in the form of an SPSR
   * @param controls the registers that have a say in it, those of SCTLR_EL1, SCTLR_EL2, HCR_EL2,
   *     SCR_EL3 and HFGITR_EL2 that the machine has
   */
  record Called(
      int cpu,
      long address,
      InstructionWord word,
      ProcessorState state,
      CallInstruction instruction,
      Outcome outcome,
      List<Word> registers,
      long pstate,
      Map<SystemRegister, Word> controls)
      implements MachineEvent {
    /** Copies the collections. */
    public Called {
      registers = List.copyOf(registers);
      controls = Map.copyOf(controls);
    }
  }

  /**
   * An exception was taken.
   *
   * @param cpu the processor
   * @param cause why
   * @param from the level that was interrupted
   * @param fromIsa what it executed
   * @param address the instruction that caused it
   * @param entry where it went
   * @param syndrome what the level's syndrome register holds now, if it has one
   * @param returnAddress the preferred return address: ELR_ELx, or what LR_mode stands for
   * @param status SPSR as it was saved
   * @param vector the address that execution goes on at
   * @param pstate PSTATE there, in the form of an SPSR
   */
  record Entered(
      int cpu,
      Cause cause,
      ExceptionLevel from,
      InstructionSet fromIsa,
      long address,
      ExceptionEntry entry,
      Optional<Word> syndrome,
      Word returnAddress,
      Word status,
      long vector,
      long pstate)
      implements MachineEvent {}

  /**
   * An exception return.
   *
   * @param cpu the processor
   * @param from the level that returned
   * @param fromState its execution state
   * @param to the level that goes on
   * @param toState its execution state
   * @param address where
   * @param status the SPSR that was used
   * @param illegal whether it was an illegal exception return: PSTATE.IL is set and the level stays
   * @param pstate PSTATE as the interrupted code finds it, in the form of an SPSR
   * @param registers as the interrupted code finds them: X0 to X30, or R0 to R14 of the mode
   */
  record Returned(
      int cpu,
      ExceptionLevel from,
      ExecutionState fromState,
      ExceptionLevel to,
      ExecutionState toState,
      long address,
      Word status,
      boolean illegal,
      long pstate,
      List<Word> registers)
      implements MachineEvent {
    /** Copies the list. */
    public Returned {
      registers = List.copyOf(registers);
    }
  }

  /**
   * An instruction was UNDEFINED.
   *
   * @param cpu the processor
   * @param address its address
   * @param word the word
   * @param call the call, if it was one
   */
  record Undefined(int cpu, long address, InstructionWord word, Optional<CallInstruction> call)
      implements MachineEvent {}

  /**
   * A call failed its condition, or was a CONSTRAINED UNPREDICTABLE one that did nothing.
   *
   * @param cpu the processor
   * @param address its address
   * @param call the call
   */
  record Skipped(int cpu, long address, CallInstruction call) implements MachineEvent {}

  /**
   * A word that the emulator does not execute; the run ends.
   *
   * @param cpu the processor
   * @param address its address
   * @param word the word
   */
  record NotModelled(int cpu, long address, InstructionWord word) implements MachineEvent {}

  /**
   * A program relied on bits that it may not rely on.
   *
   * @param reliance what and which
   */
  record Relied(Reliance reliance) implements MachineEvent {}

  /**
   * A handler read guest memory.
   *
   * @param cpu the processor that the handler runs on
   * @param virtual the address in the guest's view
   * @param physical the physical address
   * @param bytes in the order of memory
   * @param alias by which attributes
   */
  record Fetched(int cpu, long virtual, long physical, List<Byte> bytes, Alias alias)
      implements MachineEvent {
    /** Copies the list. */
    public Fetched {
      bytes = List.copyOf(bytes);
    }
  }

  /**
   * The address of a call was translated: for the fetch of a call that is executed next, or because
   * a handler looks for its code.
   *
   * @param cpu the processor
   * @param by who translated it
   * @param walk what was read and what came of it
   */
  record Translated(int cpu, By by, WalkRecord walk) implements MachineEvent {
    /** Who translates. */
    public enum By {
      /** The processor, to fetch. */
      FETCH,
      /** A handler that reads the tables itself. */
      SOFTWARE,
      /** A handler with an address translation instruction; what that reads is not seen. */
      AT_INSTRUCTION
    }
  }

  /**
   * A handler decided what a call was.
   *
   * @param cpu the processor that the handler runs on
   * @param policy the policy's name, for example {@code iss-zero}
   * @param result {@code recovered}, {@code unavailable}, {@code contradicted} or {@code ignored}
   * @param immediate what it took for the immediate
   * @param provenance where it had it from
   * @param reason why it has none
   * @param dispatch what it did with the call, for example {@code psci}
   */
  record Decided(
      int cpu,
      String policy,
      String result,
      OptionalInt immediate,
      Optional<String> provenance,
      Optional<String> reason,
      String dispatch)
      implements MachineEvent {}

  /**
   * A handler took a step and wants another.
   *
   * @param cpu the processor
   * @param next what the next step does
   */
  record HandlerContinues(int cpu, String next) implements MachineEvent {}

  /**
   * A handler stopped another processor, or let it go on.
   *
   * @param cpu the processor that the handler runs on
   * @param other the one that it is done to
   * @param paused whether it is stopped
   */
  record Paused(int cpu, int other, boolean paused) implements MachineEvent {}

  /**
   * A handler powered a processor on, or off.
   *
   * @param cpu the processor that the handler runs on
   * @param other the one that it is done to; itself where it is powered off
   * @param on whether it is on now
   */
  record Powered(int cpu, int other, boolean on) implements MachineEvent {}

  /**
   * A device did something.
   *
   * @param device its name in the schedule
   * @param what one line
   */
  record DeviceActed(String device, String what) implements MachineEvent {}
}
