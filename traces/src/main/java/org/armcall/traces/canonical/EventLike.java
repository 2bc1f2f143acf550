// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * Makes the event of a line that has the fields and words of another event's, and perhaps other
 * numbers. What is the same is shared: of a million events few have an SPSR of their own.
 */
final class EventLike {
  private EventLike() {}

  /** Whether such events can be made: of the kinds that a long trace is full of. */
  static boolean canBe(TraceEvent event) {
    return event instanceof TraceEvent.Call
        || event instanceof TraceEvent.Entry
        || event instanceof TraceEvent.Return
        || event instanceof TraceEvent.Handled;
  }

  /**
   * The event with those numbers; empty where {@link EventOfLine} would refuse one of them.
   *
   * @param f the numbers of the fields that the other event has
   */
  static Optional<TraceEvent> of(TraceEvent like, LineFields f, List<SourceLine> source) {
    if (f.has(Field.CPU) && f.number(Field.CPU) >= EventOfLine.PROCESSORS) {
      return Optional.empty();
    }
    OptionalInt cpu = small(like.cpu(), f, Field.CPU);
    if (like instanceof TraceEvent.Call call) {
      return call(call, f, cpu, source);
    } else if (like instanceof TraceEvent.Entry entry) {
      return isClass(f) ? Optional.of(entry(entry, f, cpu, source)) : Optional.empty();
    } else if (like instanceof TraceEvent.Return back) {
      return Optional.of(
          new TraceEvent.Return(
              cpu,
              source,
              back.fromEl(),
              back.fromState(),
              back.toEl(),
              back.toState(),
              f.number(Field.PC),
              f.registers()));
    } else if (like instanceof TraceEvent.Handled handled) {
      return isClass(f) ? Optional.of(handled(handled, f, cpu, source)) : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<TraceEvent> call(
      TraceEvent.Call like, LineFields f, OptionalInt cpu, List<SourceLine> source) {
    boolean credible =
        !f.has(Field.IMM)
            || Long.compareUnsigned(f.number(Field.IMM), EventOfLine.LARGEST_IMMEDIATE) <= 0;
    boolean sized =
        hasSize(like.word(), f, Field.WORD) && hasSize(like.executed(), f, Field.EXECUTED);
    boolean once =
        !f.has(Field.WORD)
            || !f.has(Field.EXECUTED)
            || f.number(Field.WORD) == f.number(Field.EXECUTED);
    if (!credible || !sized || !once) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceEvent.Call(
            cpu,
            source,
            like.insn(),
            like.isa(),
            like.el(),
            number(like.pc(), f, Field.PC),
            word(like.word(), f, Field.WORD),
            word(like.executed(), f, Field.EXECUTED),
            small(like.imm(), f, Field.IMM),
            f.registers()));
  }

  private static TraceEvent entry(
      TraceEvent.Entry like, LineFields f, OptionalInt cpu, List<SourceLine> source) {
    return new TraceEvent.Entry(
        cpu,
        source,
        like.exception(),
        like.fromEl(),
        like.toEl(),
        like.toState(),
        small(like.printedClass(), f, Field.PRINTED_CLASS),
        number(like.syndrome(), f, Field.SYNDROME),
        number(like.elr(), f, Field.ELR),
        number(like.spsr(), f, Field.SPSR),
        number(like.vector(), f, Field.VECTOR),
        like.enteredEl(),
        number(like.pstate(), f, Field.PSTATE),
        like.mixed());
  }

  private static TraceEvent handled(
      TraceEvent.Handled like, LineFields f, OptionalInt cpu, List<SourceLine> source) {
    return new TraceEvent.Handled(
        cpu,
        source,
        like.exception(),
        like.fromEl(),
        like.toEl(),
        small(like.printedClass(), f, Field.PRINTED_CLASS),
        number(like.syndrome(), f, Field.SYNDROME),
        like.by(),
        like.mixed(),
        f.registers());
  }

  private static boolean isClass(LineFields f) {
    return !f.has(Field.PRINTED_CLASS)
        || Long.compareUnsigned(f.number(Field.PRINTED_CLASS), EventOfLine.LARGEST_CLASS) <= 0;
  }

  private static OptionalLong number(OptionalLong like, LineFields f, Field field) {
    return like.isEmpty() || like.getAsLong() == f.number(field)
        ? like
        : OptionalLong.of(f.number(field));
  }

  private static OptionalInt small(OptionalInt like, LineFields f, Field field) {
    return like.isEmpty() || like.getAsInt() == f.number(field)
        ? like
        : OptionalInt.of((int) f.number(field));
  }

  /** Whether the word was written with the digits of an instruction as long as the other. */
  private static boolean hasSize(Optional<InstructionWord> like, LineFields f, Field field) {
    return like.isEmpty() || f.digits(field) == 2 * like.get().size();
  }

  private static Optional<InstructionWord> word(
      Optional<InstructionWord> like, LineFields f, Field field) {
    if (like.isEmpty() || like.get().bits() == (int) f.number(field)) {
      return like;
    }
    InstructionWord other = like.get();
    return Optional.of(new InstructionWord(other.isa(), other.size(), (int) f.number(field)));
  }
}
