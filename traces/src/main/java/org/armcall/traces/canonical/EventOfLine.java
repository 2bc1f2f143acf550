// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.traces.event.CodeBytes;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** Makes the event of a line whose fields have been read. */
final class EventOfLine {
  /** Processor numbers from this on are taken for damage. */
  static final int PROCESSORS = 1024;

  static final int LARGEST_IMMEDIATE = 0xffffff;
  static final int LARGEST_CLASS = 0x3f;

  private EventOfLine() {}

  /**
   * The event.
   *
   * @throws BadLine if a field is missing, does not belong there, or has no such value
   */
  static TraceEvent of(LineFields f, List<SourceLine> source) throws BadLine {
    if (!f.has(Field.KIND)) {
      throw new BadLine("every event has the field 'kind'");
    }
    Kind kind = Kind.of(f.text(Field.KIND));
    f.mustSuit(kind);
    OptionalInt cpu = f.small(Field.CPU, PROCESSORS - 1);
    return switch (kind) {
      case CALL -> call(f, cpu, source);
      case ENTRY -> entry(f, cpu, source);
      case RETURN ->
          new TraceEvent.Return(
              cpu,
              source,
              f.level(Field.FROM_EL),
              f.optional(Field.FROM_STATE, Vocabulary.STATES),
              f.level(Field.TO_EL),
              f.optional(Field.TO_STATE, Vocabulary.STATES),
              f.number(Field.PC),
              f.registers());
      case HANDLED ->
          new TraceEvent.Handled(
              cpu,
              source,
              f.optional(Field.EXCEPTION, Vocabulary.EXCEPTIONS),
              f.level(Field.FROM_EL),
              f.level(Field.TO_EL),
              f.small(Field.PRINTED_CLASS, LARGEST_CLASS),
              f.word(Field.SYNDROME),
              f.text(Field.BY),
              f.has(Field.MIXED),
              f.registers());
      case UNDEFINED ->
          new TraceEvent.Undefined(
              cpu,
              source,
              f.one(Field.INSN, Vocabulary.CALLS),
              f.optional(Field.ISA, Vocabulary.INSTRUCTION_SETS),
              f.level(Field.EL),
              f.word(Field.PC),
              instruction(f, Field.WORD));
      case SKIPPED ->
          new TraceEvent.Skipped(
              cpu,
              source,
              f.one(Field.INSN, Vocabulary.CALLS),
              f.optional(Field.ISA, Vocabulary.INSTRUCTION_SETS),
              f.level(Field.EL),
              f.word(Field.PC),
              instruction(f, Field.WORD));
      case FETCH -> fetch(f, cpu, source);
      case DECISION ->
          new TraceEvent.Decision(
              cpu,
              source,
              f.text(Field.POLICY),
              f.one(Field.RESULT, Vocabulary.RESULTS),
              f.small(Field.IMM, LARGEST_IMMEDIATE),
              f.optionalText(Field.PROVENANCE),
              f.optionalText(Field.REASON),
              f.optional(Field.DISPATCH, Vocabulary.DISPATCHES));
      case RELIANCE ->
          new TraceEvent.Reliance(
              cpu, source, f.word(Field.PC), f.text(Field.WHAT), f.number(Field.BITS), f.origin());
      case NOTE -> new TraceEvent.Note(cpu, source, f.text(Field.TEXT));
    };
  }

  private static TraceEvent call(LineFields f, OptionalInt cpu, List<SourceLine> source)
      throws BadLine {
    Optional<InstructionWord> word = instruction(f, Field.WORD);
    Optional<InstructionWord> executed = instruction(f, Field.EXECUTED);
    if (word.isPresent() && executed.isPresent() && !word.equals(executed)) {
      throw new BadLine("executed is not the same as word");
    }
    if ((word.isPresent() || executed.isPresent()) && !f.has(Field.INSN)) {
      throw new BadLine("a call with its word says its instruction: insn is missing");
    }
    return new TraceEvent.Call(
        cpu,
        source,
        f.optional(Field.INSN, Vocabulary.CALLS),
        f.optional(Field.ISA, Vocabulary.INSTRUCTION_SETS),
        f.level(Field.EL),
        f.word(Field.PC),
        word,
        executed,
        f.small(Field.IMM, LARGEST_IMMEDIATE),
        f.registers());
  }

  private static TraceEvent entry(LineFields f, OptionalInt cpu, List<SourceLine> source)
      throws BadLine {
    return new TraceEvent.Entry(
        cpu,
        source,
        f.optional(Field.EXCEPTION, Vocabulary.EXCEPTIONS),
        f.level(Field.FROM_EL),
        f.level(Field.TO_EL),
        f.optional(Field.TO_STATE, Vocabulary.STATES),
        f.small(Field.PRINTED_CLASS, LARGEST_CLASS),
        f.word(Field.SYNDROME),
        f.word(Field.ELR),
        f.word(Field.SPSR),
        f.word(Field.VECTOR),
        f.level(Field.ENTERED_EL),
        f.word(Field.PSTATE),
        f.has(Field.MIXED));
  }

  private static TraceEvent fetch(LineFields f, OptionalInt cpu, List<SourceLine> source)
      throws BadLine {
    if (!f.has(Field.VA) && !f.has(Field.PA)) {
      throw new BadLine("the kind 'fetch' must have the field 'va' or 'pa'");
    }
    CodeBytes bytes;
    try {
      bytes = CodeBytes.ofHex(f.text(Field.BYTES));
    } catch (IllegalArgumentException wrong) {
      throw new BadLine(wrong.getMessage());
    }
    return new TraceEvent.Fetch(
        cpu,
        source,
        f.word(Field.VA),
        f.word(Field.PA),
        bytes,
        f.optional(Field.ALIAS, Vocabulary.ALIASES));
  }

  /** An instruction is of its instruction set, and has 8 digits or, in T32, 4. */
  private static Optional<InstructionWord> instruction(LineFields f, Field field) throws BadLine {
    if (!f.has(field)) {
      return Optional.empty();
    }
    if (!f.has(Field.ISA)) {
      throw new BadLine(field.text() + " needs the field 'isa'");
    }
    InstructionSet isa = f.one(Field.ISA, Vocabulary.INSTRUCTION_SETS);
    int digits = f.digits(field);
    if (digits != 8 && !(digits == 4 && isa == InstructionSet.T32)) {
      throw new BadLine(
          field.text() + " has 8 digits" + (isa == InstructionSet.T32 ? " or 4" : ""));
    }
    return Optional.of(new InstructionWord(isa, digits / 2, (int) f.number(field)));
  }
}
