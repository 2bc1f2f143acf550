// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * Reads events: values in a compact form, with a table of strings and one of record shapes that
 * fill as they are used.
 *
 * <p>An event is a string, the action, or the empty one for the end of the trace; its line and its
 * processor as numbers; how many arguments there are; and these. A value is a byte, its kind, and
 * what belongs to it:
 *
 * <pre>
 *   0 number    zigzag varint               5 word       8 bytes, the lowest first
 *   1 string    string                      6 registers  state (0 none, 1 a32, 2 a64), mask of the
 *   2 FALSE                                              recorded (4 bytes; bit 31: sp), 8 bytes each
 *   3 TRUE                                  7 set        varint, values
 *   4 record    shape, values               8 tuple      varint, values
 *                                           9 not logged
 * </pre>
 *
 * A string or a shape is a varint: its place in its table; the first place that is free says that
 * it follows, as a length and UTF-8, or as a count and strings.
 */
final class EventInput {
  private static final int BUFFER = 1 << 16;
  private static final int SP = 31;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private final List<StringValue> strings = new ArrayList<>();
  private final List<Records> shapes = new ArrayList<>();
  private final RegisterValues registers = new RegisterValues();
  private final long[] words = new long[SP + 1];

  EventInput(InputStream in) {
    this.in = in;
  }

  private int octet() throws IOException {
    if (at == end) {
      end = in.read(buffer, 0, BUFFER);
      at = 0;
      if (end <= 0) {
        throw new EOFException("the events end without an end");
      }
    }
    return buffer[at++] & 0xff;
  }

  /** A number of up to 63 bits that is not negative. */
  long count() throws IOException {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  int number() throws IOException {
    long coded = count();
    return (int) (coded >>> 1 ^ -(coded & 1));
  }

  private long fixed(int bytes) throws IOException {
    long value = 0;
    if (end - at >= bytes) {
      for (int i = 0; i < bytes; i++) {
        value |= (buffer[at + i] & 0xffL) << 8 * i;
      }
      at += bytes;
      return value;
    }
    for (int i = 0; i < bytes; i++) {
      value |= (long) octet() << 8 * i;
    }
    return value;
  }

  private StringValue stringValue() throws IOException {
    int place = (int) count();
    if (place == strings.size()) {
      byte[] text = new byte[(int) count()];
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) octet();
      }
      strings.add(new StringValue(new String(text, StandardCharsets.UTF_8)));
    }
    return strings.get(place);
  }

  String string() throws IOException {
    return stringValue().val.toString();
  }

  private Records shape() throws IOException {
    int place = (int) count();
    if (place == shapes.size()) {
      String[] names = new String[(int) count()];
      for (int i = 0; i < names.length; i++) {
        names[i] = string();
      }
      shapes.add(new Records(names));
    }
    return shapes.get(place);
  }

  /** A value; empty if it was not logged. */
  Optional<Value> argument() throws IOException {
    int kind = octet();
    return kind == 9 ? Optional.empty() : Optional.of(value(kind));
  }

  private Value value(int kind) throws IOException {
    return switch (kind) {
      case 0 -> IntValue.gen(number());
      case 1 -> stringValue();
      case 2 -> BoolValue.ValFalse;
      case 3 -> BoolValue.ValTrue;
      case 4 -> record(shape());
      case 5 -> WordValue.of(fixed(8));
      case 6 -> registers();
      case 7 -> new SetEnumValue(values((int) count()), false);
      case 8 -> tuple((int) count());
      default -> throw new IOException("there is no value of kind " + kind);
    };
  }

  private Value record(Records shape) throws IOException {
    return shape.of(values(shape.size()));
  }

  private Value tuple(int size) throws IOException {
    return size == 0 ? TupleValue.EmptyTuple : new TupleValue(values(size));
  }

  private Value[] values(int size) throws IOException {
    Value[] values = new Value[size];
    for (int i = 0; i < size; i++) {
      values[i] = value(octet());
    }
    return values;
  }

  private Value registers() throws IOException {
    int state = octet();
    if (state == 0) {
      return registers.none();
    }
    int mask = (int) fixed(4);
    for (int i = 0; i <= SP; i++) {
      words[i] = (mask >>> i & 1) != 0 ? fixed(8) : 0;
    }
    return registers.of(state == 2, mask & Integer.MAX_VALUE, words, mask < 0);
  }
}
