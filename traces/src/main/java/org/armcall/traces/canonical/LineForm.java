// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.Literal;

/**
 * What lines of a trace have in common that differ in their numbers only: the text between the
 * numbers, and with it the fields, words and registers that it names. A line of a known form is
 * compared with it and not taken apart.
 *
 * <p>Like {@link PlainLine} it refuses nothing: what is not of the form, or has a number that its
 * field may not have, is left to others.
 */
final class LineForm {
  /** Where the numbers of a line are, as {@link PlainLine} found them. */
  static final class Numbers {
    static final int MOST = 160;

    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private final Field[] fields = new Field[MOST];
    private int count;

    void clear() {
      count = 0;
    }

    /** A number of that field, or of a register in {@link Field#REGS}. */
    void add(Field field, int begin, int end) {
      if (count < MOST) {
        from[count] = begin;
        to[count] = end;
        fields[count] = field;
      }
      count++;
    }

    private boolean isWhole() {
      return count <= MOST;
    }
  }

  private static final int MOST_DIGITS = 15;
  private static final int MOST_HEX_DIGITS = 16;
  private static final int NONE = -1;

  private final Literal[] before;
  private final Field[] fields;
  private final Literal rest;
  private final RegisterNames names;
  private final long[] registers;
  private final long present;
  private final Optional<String> reconstructed;
  private TraceEvent like;
  private long value;

  private LineForm(
      Literal[] before,
      Field[] fields,
      Literal rest,
      RegisterNames names,
      long present,
      Optional<String> reconstructed,
      TraceEvent like) {
    this.before = before;
    this.fields = fields;
    this.rest = rest;
    this.names = names;
    this.registers = new long[names.size()];
    this.present = present;
    this.reconstructed = reconstructed;
    this.like = like;
  }

  /** The form of a line that was read; empty where its events are too different to have one. */
  static Optional<LineForm> of(
      byte[] bytes,
      int from,
      int to,
      Numbers numbers,
      RegisterNames names,
      LineFields read,
      TraceEvent event) {
    if (!EventLike.canBe(event) || !numbers.isWhole()) {
      return Optional.empty();
    }
    Literal[] before = new Literal[numbers.count];
    int at = from;
    for (int i = 0; i < before.length; i++) {
      before[i] = Literal.of(bytes, at, numbers.from[i]);
      at = numbers.to[i];
    }
    return Optional.of(
        new LineForm(
            before,
            Arrays.copyOf(numbers.fields, before.length),
            Literal.of(bytes, at, to),
            read.has(Field.REGS) ? names : new RegisterNames(),
            read.present(),
            read.optionalText(Field.RECONSTRUCTED),
            event));
  }

  /** The event of the line, its numbers in those fields; empty where that is not for this form. */
  Optional<TraceEvent> read(
      byte[] bytes, int from, int to, LineFields into, List<SourceLine> source) {
    int at = from;
    int register = 0;
    for (int i = 0; i < fields.length; i++) {
      Literal text = before[i];
      int number = at + text.length();
      if (number >= to || !text.isAt(bytes, at, to)) {
        return Optional.empty();
      }
      Field field = fields[i];
      at = field.form() == Field.Form.DECIMAL ? decimal(bytes, number, to) : hex(bytes, number, to);
      if (at == NONE) {
        return Optional.empty();
      }
      if (field == Field.REGS) {
        registers[register++] = value;
      } else {
        into.number(field, value, at - number);
      }
    }
    if (at + rest.length() != to || !rest.isAt(bytes, at, to)) {
      return Optional.empty();
    }
    into.present(present);
    reconstructed.ifPresent(text -> into.text(Field.RECONSTRUCTED, text));
    if (register > 0) {
      into.registers(new RegisterValues(names, registers));
    }
    Optional<TraceEvent> event = EventLike.of(like, into, source);
    event.ifPresent(made -> like = made);
    return event;
  }

  /**
   * Reads the digits from there on into the value, and says where they end.
   *
   * <p>It and {@link #hex} are methods of their own so that the compiler can take their loops
   * without all that is around them.
   */
  private int decimal(byte[] bytes, int from, int to) {
    long read = 0;
    int at = from;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      read = read * 10 + digit;
    }
    value = read;
    boolean plain = at > from && (bytes[from] != '0' || at == from + 1);
    return plain && at - from <= MOST_DIGITS ? at : NONE;
  }

  private int hex(byte[] bytes, int from, int to) {
    long read = 0;
    int at = from;
    for (; at < to; at++) {
      int digit = Hex.digit(bytes[at]);
      if (digit < 0) {
        break;
      }
      read = read << 4 | digit;
    }
    value = read;
    return at > from && at - from <= MOST_HEX_DIGITS ? at : NONE;
  }
}
