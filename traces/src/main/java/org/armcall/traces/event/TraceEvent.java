// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/**
 * One event of a trace. The kinds and the names of the fields are those of the canonical format.
 */
public sealed interface TraceEvent {

  /** The processor, where the log says it. */
  OptionalInt cpu();

  /** The lines that the event comes from, never none. */
  List<SourceLine> source();

  /** The word that the canonical format uses. */
  String kind();

  /** The number of the event's first line. */
  default long line() {
    return source().get(0).number();
  }

  /** The number of the event's line that begins so; its first line if none does. */
  default long lineOf(String prefix) {
    for (SourceLine line : source()) {
      if (line.text().startsWith(prefix)) {
        return line.number();
      }
    }
    return line();
  }

  /** A call instruction is about to execute. */
  record Call(
      OptionalInt cpu,
      List<SourceLine> source,
      org.armcall.model.instruction.Call insn,
      Optional<InstructionSet> isa,
      Optional<ExceptionLevel> el,
      OptionalLong pc,
      OptionalInt word,
      OptionalInt imm,
      Map<String, Long> regs)
      implements TraceEvent {
    @Override
    public String kind() {
      return "call";
    }
  }

  /**
   * An exception is taken.
   *
   * @param exception what the tool says that it is
   * @param printedClass the exception class where the log prints it beside the syndrome
   * @param syndrome ESR_ELx or HSR as the exception set it; empty where the log prints an old one
   * @param elr the preferred return address
   * @param vector the address that execution goes on at
   * @param enteredEl the level that the log names with that address
   * @param pstate PSTATE at that address
   * @param mixed whether lines of several processors came in an order that does not tell whose they
   *     are; what could not be told apart is empty
   */
  record Entry(
      OptionalInt cpu,
      List<SourceLine> source,
      ExceptionKind exception,
      Optional<ExceptionLevel> fromEl,
      Optional<ExceptionLevel> toEl,
      Optional<ExecutionState> toState,
      OptionalInt printedClass,
      OptionalLong syndrome,
      OptionalLong elr,
      OptionalLong spsr,
      OptionalLong vector,
      Optional<ExceptionLevel> enteredEl,
      OptionalLong pstate,
      boolean mixed)
      implements TraceEvent {
    @Override
    public String kind() {
      return "entry";
    }
  }

  /**
   * A handler returns.
   *
   * @param fromEl empty for the AArch32 modes that belong to EL1 or, with AArch32 EL3, to EL3
   * @param toEl likewise
   */
  record Return(
      OptionalInt cpu,
      List<SourceLine> source,
      Optional<ExceptionLevel> fromEl,
      ExecutionState fromState,
      Optional<ExceptionLevel> toEl,
      ExecutionState toState,
      long pc)
      implements TraceEvent {
    @Override
    public String kind() {
      return "return";
    }
  }

  /**
   * A call was answered inside the machine: no exception was taken.
   *
   * @param exception what would have been taken
   * @param toEl where it would have gone
   * @param by who answered, for example {@code psci}
   */
  record Handled(
      OptionalInt cpu,
      List<SourceLine> source,
      ExceptionKind exception,
      Optional<ExceptionLevel> fromEl,
      Optional<ExceptionLevel> toEl,
      OptionalInt printedClass,
      OptionalLong syndrome,
      String by,
      boolean mixed)
      implements TraceEvent {
    @Override
    public String kind() {
      return "handled";
    }
  }

  /** A call instruction was UNDEFINED. */
  record Undefined(
      OptionalInt cpu, List<SourceLine> source, org.armcall.model.instruction.Call insn)
      implements TraceEvent {
    @Override
    public String kind() {
      return "undefined";
    }
  }

  /** A call instruction failed its condition. */
  record Skipped(OptionalInt cpu, List<SourceLine> source, org.armcall.model.instruction.Call insn)
      implements TraceEvent {
    @Override
    public String kind() {
      return "skipped";
    }
  }

  /** A hypervisor read guest code. */
  record Fetch(
      OptionalInt cpu, List<SourceLine> source, OptionalLong va, OptionalLong pa, String bytes)
      implements TraceEvent {
    @Override
    public String kind() {
      return "fetch";
    }
  }

  /** Something that is worth a line and is none of the others. */
  record Note(OptionalInt cpu, List<SourceLine> source, String text) implements TraceEvent {
    @Override
    public String kind() {
      return "note";
    }
  }
}
