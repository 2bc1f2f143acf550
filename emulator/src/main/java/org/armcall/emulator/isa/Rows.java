// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;

/** The rows of an instruction set as they are written down. */
final class Rows {
  private final InstructionSet isa;
  private final Vocabulary vocabulary;
  private final List<Row> rows = new ArrayList<>();

  Rows(InstructionSet isa, Vocabulary vocabulary) {
    this.isa = isa;
    this.vocabulary = vocabulary;
  }

  /** The instruction set. */
  InstructionSet isa() {
    return isa;
  }

  /** The operands that templates may name. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Begins a row. */
  Row.Draft row(String name, String pattern) {
    return new Row.Draft(this, name, Pattern.of(pattern));
  }

  /**
   * Begins the row of SVC, HVC or SMC by the encoding of the model: the fields are {@code c} (the
   * condition, A32 only; 0b1111 is left out) and {@code i}. End it with {@link #call}; the
   * condition is a matter of the processor, not of the step.
   */
  Row.Draft callRow(Call call) {
    Encoding encoding = Encodings.of(call, isa);
    Row.Draft draft = row(encoding.name(), encoding.pattern());
    return encoding.isConditional() ? draft.except("c=15") : draft;
  }

  /** What a word of SVC, HVC or SMC does. */
  Step call(Call call, Fields fields) {
    CallInstruction instruction =
        Encodings.of(call, isa)
            .decode(fields.word())
            .orElseThrow(() -> new IllegalArgumentException("no " + call));
    return core -> core.call(instruction);
  }

  /** Adds a row. */
  void add(Row row) {
    rows.add(row);
  }

  /** The rows so far. */
  List<Row> all() {
    return List.copyOf(rows);
  }
}
