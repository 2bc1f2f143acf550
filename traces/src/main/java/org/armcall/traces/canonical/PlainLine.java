// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.Arrays;
import java.util.Optional;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.TraceEvent;

/**
 * Reads the lines that {@link CanonicalWriter} writes, and those that look the same: one object
 * without white space, in ASCII, without escapes. That is nearly every line of nearly every trace,
 * and reading it byte by byte takes a fraction of what a reader of all of JSON takes.
 *
 * <p>It refuses nothing: a line that is anything else, or wrong, is left to {@link LineFields}.
 */
final class PlainLine {
  private static final int MOST_DIGITS = 15;
  private static final int MOST_REGISTERS = 128;

  private final LineFields fields;
  private final Words words = new Words();
  private final String[] names = new String[MOST_REGISTERS];
  private final long[] values = new long[MOST_REGISTERS];
  private RegisterNames lastNames = new RegisterNames();
  private final LineForm.Numbers numbers = new LineForm.Numbers();
  private byte[] bytes = new byte[0];
  private int end;
  private int at;
  private Words.Word word = new Words.Word("");
  private long number;
  private int digits;

  PlainLine(LineFields fields) {
    this.fields = fields;
  }

  /** Reads the line into the fields; false if that is not for this reader. */
  boolean read(byte[] line, int from, int to) {
    bytes = line;
    at = from;
    end = to;
    fields.clear();
    numbers.clear();
    if (!is('{')) {
      return false;
    }
    do {
      if (!word() || !word.isField() || !is(':') || !fields.add(word.field())) {
        return false;
      }
      if (!value(word.field())) {
        return false;
      }
    } while (is(','));
    return is('}') && at == end;
  }

  /** The form of the line that was read last, once it is known what event it is. */
  Optional<LineForm> form(byte[] line, int from, int to, TraceEvent event) {
    return LineForm.of(line, from, to, numbers, lastNames, fields, event);
  }

  private boolean value(Field field) {
    boolean read =
        switch (field.form()) {
          case DECIMAL -> decimal(field);
          case LEVEL -> decimal(field) && number <= 3;
          case HEX -> hex(field);
          case TEXT -> word();
          case REGISTERS -> registers();
          case TRUE, TEXTS -> false;
        };
    if (read && field.form() == Field.Form.TEXT) {
      fields.text(field, word.text);
    } else if (read && field.form() != Field.Form.REGISTERS) {
      fields.number(field, number, digits);
    }
    return read;
  }

  private boolean is(char wanted) {
    if (at < end && bytes[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** A string of printable ASCII without a backslash. */
  private boolean word() {
    if (!is('"')) {
      return false;
    }
    byte[] b = bytes;
    int from = at;
    int hash = 0;
    for (int i = from; i < end; i++) {
      int c = b[i];
      if (c == '"') {
        word = words.find(b, from, i, hash);
        at = i + 1;
        return true;
      }
      if (c < ' ' || c == '\\') {
        return false;
      }
      hash = hash * 31 + c;
    }
    return false;
  }

  private boolean decimal(Field field) {
    int from = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + bytes[at++] - '0';
      if (at - from > MOST_DIGITS) {
        return false;
      }
    }
    number = value;
    if (field.form() == Field.Form.DECIMAL) {
      // A level is one of a few words rather than a number.
      numbers.add(field, from, at);
    }
    return at > from && (bytes[from] != '0' || at == from + 1);
  }

  /** A string of 0x and 1 to 16 digits. */
  private boolean hex(Field field) {
    if (end - at < 4 || bytes[at] != '"' || bytes[at + 1] != '0' || bytes[at + 2] != 'x') {
      return false;
    }
    byte[] b = bytes;
    int from = at + 3;
    int last = Math.min(end, from + 17);
    long value = 0;
    for (int i = from; i < last; i++) {
      int c = b[i];
      if (c == '"') {
        number = value;
        digits = i - from;
        numbers.add(field, from, i);
        at = i + 1;
        return digits > 0;
      }
      int digit = Hex.digit(b[i]);
      if (digit < 0) {
        return false;
      }
      value = value << 4 | digit;
    }
    return false;
  }

  private boolean registers() {
    if (!is('{')) {
      return false;
    }
    int count = 0;
    long seen = 0;
    do {
      if (count == MOST_REGISTERS || !word() || !word.register || !is(':')) {
        return false;
      }
      String name = word.text;
      long bit = 1L << (name.hashCode() & 63);
      if ((seen & bit) != 0 && Arrays.asList(names).subList(0, count).contains(name)) {
        return false;
      }
      seen |= bit;
      if (!hex(Field.REGS)) {
        return false;
      }
      names[count] = name;
      values[count++] = number;
    } while (is(','));
    if (!lastNames.are(names, count)) {
      lastNames = new RegisterNames(Arrays.copyOf(names, count));
    }
    fields.registers(new RegisterValues(lastNames, values));
    return is('}');
  }
}
