// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.TraceEvent;

/**
 * Writes the fields of an event, in the order of {@link Field}. What was not observed is absent.
 */
final class EventLine {
  /** x2 before x10. */
  private static final Comparator<String> REGISTERS =
      Comparator.comparing(EventLine::stem)
          .thenComparing(String::length)
          .thenComparing(Comparator.naturalOrder());

  private final JsonGenerator json;
  private final char[] hex = new char[18];

  EventLine(JsonGenerator json) {
    this.json = json;
  }

  private static String stem(String register) {
    int end = register.length();
    while (end > 0 && Character.isDigit(register.charAt(end - 1))) {
      end--;
    }
    return register.substring(0, end);
  }

  /** Writes everything but {@code seq}. */
  void write(OptionalLong line, TraceEvent event) throws IOException {
    if (event.cpu().isPresent()) {
      json.writeNumberField(Field.CPU.text(), event.cpu().getAsInt());
    }
    if (line.isPresent()) {
      json.writeNumberField(Field.LINE.text(), line.getAsLong());
    }
    json.writeStringField(Field.KIND.text(), event.kind());
    if (event instanceof TraceEvent.Call call) {
      call(call);
    } else if (event instanceof TraceEvent.Entry entry) {
      entry(entry);
    } else if (event instanceof TraceEvent.Return back) {
      returned(back);
    } else if (event instanceof TraceEvent.Handled handled) {
      handled(handled);
    } else if (event instanceof TraceEvent.Undefined u) {
      instruction(Optional.of(u.insn()), u.isa(), u.el(), u.pc(), u.word());
    } else if (event instanceof TraceEvent.Skipped skipped) {
      instruction(
          Optional.of(skipped.insn()), skipped.isa(), skipped.el(), skipped.pc(), skipped.word());
    } else if (event instanceof TraceEvent.Fetch fetch) {
      fetch(fetch);
    } else if (event instanceof TraceEvent.Decision decision) {
      decision(decision);
    } else if (event instanceof TraceEvent.Reliance reliance) {
      reliance(reliance);
    } else if (event instanceof TraceEvent.Note note) {
      text(Field.TEXT, note.text());
    }
  }

  private void call(TraceEvent.Call call) throws IOException {
    instruction(call.insn(), call.isa(), call.el(), call.pc(), call.word());
    bits(Field.EXECUTED, call.executed());
    hex(Field.IMM, call.imm());
    registers(call.regs());
  }

  private void instruction(
      Optional<Call> insn,
      Optional<InstructionSet> isa,
      Optional<ExceptionLevel> el,
      OptionalLong pc,
      Optional<InstructionWord> word)
      throws IOException {
    one(Field.INSN, Vocabulary.CALLS, insn);
    one(Field.ISA, Vocabulary.INSTRUCTION_SETS, isa);
    level(Field.EL, el);
    hex(Field.PC, pc);
    bits(Field.WORD, word);
  }

  private void entry(TraceEvent.Entry entry) throws IOException {
    one(Field.EXCEPTION, Vocabulary.EXCEPTIONS, entry.exception());
    level(Field.FROM_EL, entry.fromEl());
    level(Field.TO_EL, entry.toEl());
    one(Field.TO_STATE, Vocabulary.STATES, entry.toState());
    hex(Field.PRINTED_CLASS, entry.printedClass());
    hex(Field.SYNDROME, entry.syndrome());
    hex(Field.ELR, entry.elr());
    hex(Field.SPSR, entry.spsr());
    hex(Field.VECTOR, entry.vector());
    level(Field.ENTERED_EL, entry.enteredEl());
    hex(Field.PSTATE, entry.pstate());
    mixed(entry.mixed());
  }

  private void returned(TraceEvent.Return back) throws IOException {
    level(Field.FROM_EL, back.fromEl());
    one(Field.FROM_STATE, Vocabulary.STATES, back.fromState());
    level(Field.TO_EL, back.toEl());
    one(Field.TO_STATE, Vocabulary.STATES, back.toState());
    hex(Field.PC, back.pc());
    registers(back.regs());
  }

  private void handled(TraceEvent.Handled handled) throws IOException {
    one(Field.EXCEPTION, Vocabulary.EXCEPTIONS, handled.exception());
    level(Field.FROM_EL, handled.fromEl());
    level(Field.TO_EL, handled.toEl());
    hex(Field.PRINTED_CLASS, handled.printedClass());
    hex(Field.SYNDROME, handled.syndrome());
    text(Field.BY, handled.by());
    mixed(handled.mixed());
    registers(handled.regs());
  }

  private void fetch(TraceEvent.Fetch fetch) throws IOException {
    hex(Field.VA, fetch.va());
    hex(Field.PA, fetch.pa());
    text(Field.BYTES, fetch.bytes().hex());
    one(Field.ALIAS, Vocabulary.ALIASES, fetch.alias());
  }

  private void decision(TraceEvent.Decision decision) throws IOException {
    text(Field.POLICY, decision.policy());
    one(Field.RESULT, Vocabulary.RESULTS, Optional.of(decision.result()));
    hex(Field.IMM, decision.imm());
    text(Field.PROVENANCE, decision.provenance());
    text(Field.REASON, decision.reason());
    one(Field.DISPATCH, Vocabulary.DISPATCHES, decision.dispatch());
  }

  private void reliance(TraceEvent.Reliance reliance) throws IOException {
    hex(Field.PC, reliance.pc());
    text(Field.WHAT, reliance.what());
    hex(Field.BITS, reliance.bits());
    json.writeArrayFieldStart(Field.ORIGIN.text());
    for (String origin : reliance.origin()) {
      json.writeString(origin);
    }
    json.writeEndArray();
  }

  private <E extends Enum<E>> void one(Field field, Vocabulary<E> words, Optional<E> value)
      throws IOException {
    if (value.isPresent()) {
      text(field, words.write(value.get()));
    }
  }

  private void level(Field field, Optional<ExceptionLevel> level) throws IOException {
    if (level.isPresent()) {
      json.writeNumberField(field.text(), level.get().number());
    }
  }

  private void bits(Field field, Optional<InstructionWord> word) throws IOException {
    if (word.isPresent()) {
      json.writeFieldName(field.text());
      hex(word.get().bits() & 0xffffffffL, 2 * word.get().size());
    }
  }

  private void text(Field field, Optional<String> text) throws IOException {
    if (text.isPresent()) {
      text(field, text.get());
    }
  }

  private void text(Field field, String text) throws IOException {
    json.writeStringField(field.text(), text);
  }

  private void mixed(boolean mixed) throws IOException {
    if (mixed) {
      json.writeBooleanField(Field.MIXED.text(), true);
    }
  }

  private void hex(Field field, OptionalInt value) throws IOException {
    if (value.isPresent()) {
      hex(field, value.getAsInt() & 0xffffffffL);
    }
  }

  private void hex(Field field, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      hex(field, value.getAsLong());
    }
  }

  private void hex(Field field, long value) throws IOException {
    json.writeFieldName(field.text());
    hex(value, 1);
  }

  /** As few digits as there are, but not fewer than asked for. */
  private void hex(long value, int fewest) throws IOException {
    int at = hex.length;
    long rest = value;
    do {
      hex[--at] = Character.forDigit((int) rest & 0xf, 16);
      rest >>>= 4;
    } while (rest != 0 || hex.length - at < fewest);
    hex[--at] = 'x';
    hex[--at] = '0';
    json.writeString(hex, at, hex.length - at);
  }

  private void registers(Map<String, Long> registers) throws IOException {
    if (registers.isEmpty()) {
      return;
    }
    Map<String, Long> sorted = new TreeMap<>(REGISTERS);
    sorted.putAll(registers);
    json.writeObjectFieldStart(Field.REGS.text());
    for (Map.Entry<String, Long> register : sorted.entrySet()) {
      json.writeFieldName(register.getKey());
      hex(register.getValue(), 1);
    }
    json.writeEndObject();
  }
}
