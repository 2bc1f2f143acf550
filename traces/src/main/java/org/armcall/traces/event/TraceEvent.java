// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/**
 * One event of a trace. The kinds and the names of the fields are those of the canonical format
 * (traces/adr/0002-canonical-format.md, which says what each field is and when it may be absent).
 *
 * <p>A field that was not observed is empty: never 0, never a guess.
 */
public sealed interface TraceEvent {

  /** The processor, where the log says it. */
  OptionalInt cpu();

  /** The lines that the event was read from; none where it was not read from a file. */
  List<SourceLine> source();

  /** The word that the canonical format uses. */
  String kind();

  /** The number of the event's first line; 0 where it was not read from a file. */
  default long line() {
    if (source() instanceof SourceLines lines) {
      return lines.isEmpty() ? 0 : lines.number(0);
    }
    return source().isEmpty() ? 0 : source().get(0).number();
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

  /**
   * A call instruction is about to execute.
   *
   * @param insn the instruction; empty where it is HVC or SMC and the log does not say which
   * @param el the caller's level
   * @param pc the address of the instruction
   * @param word the instruction, of that {@code isa}
   * @param imm its immediate, 0 to 0xffffff
   * @param executed the instruction as the processor fetched it, where the recorder is sure of it;
   *     the same as {@code word} then
   * @param regs registers before it executes, by their names in lower case: {@code x0}, {@code r0},
   *     {@code cpsr}, {@code hcr_el2}
   */
  record Call(
      OptionalInt cpu,
      List<SourceLine> source,
      Optional<org.armcall.model.instruction.Call> insn,
      Optional<InstructionSet> isa,
      Optional<ExceptionLevel> el,
      OptionalLong pc,
      Optional<InstructionWord> word,
      Optional<InstructionWord> executed,
      OptionalInt imm,
      Map<String, Long> regs)
      implements TraceEvent {
    /** A call of which the log says with what instruction it is made. */
    public Call(
        OptionalInt cpu,
        List<SourceLine> source,
        org.armcall.model.instruction.Call insn,
        Optional<InstructionSet> isa,
        Optional<ExceptionLevel> el,
        OptionalLong pc,
        Optional<InstructionWord> word,
        Optional<InstructionWord> executed,
        OptionalInt imm,
        Map<String, Long> regs) {
      this(cpu, source, Optional.of(insn), isa, el, pc, word, executed, imm, regs);
    }

    @Override
    public String kind() {
      return "call";
    }
  }

  /**
   * An exception is taken.
   *
   * @param exception what the tool says that it is, where it says so
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
      Optional<ExceptionKind> exception,
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
   * @param pc where execution goes on
   * @param regs registers as the caller finds them, by their names in lower case
   */
  record Return(
      OptionalInt cpu,
      List<SourceLine> source,
      Optional<ExceptionLevel> fromEl,
      Optional<ExecutionState> fromState,
      Optional<ExceptionLevel> toEl,
      Optional<ExecutionState> toState,
      long pc,
      Map<String, Long> regs)
      implements TraceEvent {
    @Override
    public String kind() {
      return "return";
    }
  }

  /**
   * A call was answered inside the machine, or by somebody whom the log does not show: it has no
   * exception.
   *
   * @param exception what would have been taken
   * @param toEl where it would have gone
   * @param by who answered, for example {@code psci}
   * @param regs registers as the caller finds them, where they are known without a return
   */
  record Handled(
      OptionalInt cpu,
      List<SourceLine> source,
      Optional<ExceptionKind> exception,
      Optional<ExceptionLevel> fromEl,
      Optional<ExceptionLevel> toEl,
      OptionalInt printedClass,
      OptionalLong syndrome,
      String by,
      boolean mixed,
      Map<String, Long> regs)
      implements TraceEvent {
    /** An answer that the event itself does not show. */
    public Handled(
        OptionalInt cpu,
        List<SourceLine> source,
        Optional<ExceptionKind> exception,
        Optional<ExceptionLevel> fromEl,
        Optional<ExceptionLevel> toEl,
        OptionalInt printedClass,
        OptionalLong syndrome,
        String by,
        boolean mixed) {
      this(cpu, source, exception, fromEl, toEl, printedClass, syndrome, by, mixed, Map.of());
    }

    @Override
    public String kind() {
      return "handled";
    }
  }

  /** A call instruction was UNDEFINED; the exception that says so, if any, is an entry. */
  record Undefined(
      OptionalInt cpu,
      List<SourceLine> source,
      org.armcall.model.instruction.Call insn,
      Optional<InstructionSet> isa,
      Optional<ExceptionLevel> el,
      OptionalLong pc,
      Optional<InstructionWord> word)
      implements TraceEvent {
    @Override
    public String kind() {
      return "undefined";
    }
  }

  /** A call instruction failed its condition, and execution went on behind it. */
  record Skipped(
      OptionalInt cpu,
      List<SourceLine> source,
      org.armcall.model.instruction.Call insn,
      Optional<InstructionSet> isa,
      Optional<ExceptionLevel> el,
      OptionalLong pc,
      Optional<InstructionWord> word)
      implements TraceEvent {
    @Override
    public String kind() {
      return "skipped";
    }
  }

  /**
   * A handler read guest code.
   *
   * @param va the address as the guest uses it
   * @param pa the physical address that was read
   * @param bytes what was read, in the order of memory, from the lowest address up
   * @param alias by which mapping
   */
  record Fetch(
      OptionalInt cpu,
      List<SourceLine> source,
      OptionalLong va,
      OptionalLong pa,
      CodeBytes bytes,
      Optional<Alias> alias)
      implements TraceEvent {
    @Override
    public String kind() {
      return "fetch";
    }
  }

  /**
   * What a handler decided about a call.
   *
   * @param policy the handler's rule, for example {@code iss-zero}
   * @param imm the immediate that it goes by, where it goes by one
   * @param provenance where it has the immediate from; the first word is {@code syndrome}, {@code
   *     fetch} or another source
   * @param reason why there is no immediate, or what is to be known of the one there is
   */
  record Decision(
      OptionalInt cpu,
      List<SourceLine> source,
      String policy,
      DecisionResult result,
      OptionalInt imm,
      Optional<String> provenance,
      Optional<String> reason,
      Optional<Dispatch> dispatch)
      implements TraceEvent {
    @Override
    public String kind() {
      return "decision";
    }
  }

  /**
   * A branch, an address or a decision depended on bits that no program may rely on.
   *
   * @param pc the address of the instruction that relied on them
   * @param what what relied on them, for example {@code cbz}
   * @param bits which bits of the value, a mask
   * @param origin where each came from
   */
  record Reliance(
      OptionalInt cpu,
      List<SourceLine> source,
      OptionalLong pc,
      String what,
      long bits,
      List<String> origin)
      implements TraceEvent {
    @Override
    public String kind() {
      return "reliance";
    }
  }

  /** Something that is worth a line and is none of the others. */
  record Note(OptionalInt cpu, List<SourceLine> source, String text) implements TraceEvent {
    private static final String NOT_WHOLE = "not whole: ";

    /** That the log which the trace is made from could not be read, or not to its end. */
    public static Note notWhole(String why) {
      return new Note(OptionalInt.empty(), List.of(), NOT_WHOLE + why);
    }

    /** Why the log which the trace is made from is not whole, where the note says so. */
    public Optional<String> whyNotWhole() {
      return text.startsWith(NOT_WHOLE)
          ? Optional.of(text.substring(NOT_WHOLE.length()))
          : Optional.empty();
    }

    @Override
    public String kind() {
      return "note";
    }
  }
}
