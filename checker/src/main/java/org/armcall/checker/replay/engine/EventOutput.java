// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Writes events to the stepping child, in the form that its EventInput describes.
 *
 * <p>An event is begun with {@link #event} and followed by as many arguments as it said.
 */
public final class EventOutput {
  private static final int BUFFER = 1 << 16;
  private static final int UNSEEN = -1;
  private static final int X_COUNT = 31;
  private static final int R_COUNT = 15;
  private static final String[] X = names('x', X_COUNT);
  private static final String[] R = names('r', R_COUNT);

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private final Map<String, Integer> strings = new HashMap<>();
  private final Map<List<String>, Integer> shapes = new HashMap<>();

  /** Writes to that stream. */
  public EventOutput(OutputStream out) {
    this.out = out;
  }

  private static String[] names(char letter, int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = letter + Integer.toString(i);
    }
    return names;
  }

  /** An event, taken by that action with so many arguments. */
  public void event(String action, long line, OptionalInt cpu, int arguments) throws IOException {
    name(action);
    count(line);
    zigzag(cpu.orElse(UNSEEN));
    count(arguments);
  }

  /** The trace has ended. */
  public void end() throws IOException {
    name("");
    flush();
  }

  /** A number, and -1 where it is not known. */
  public void number(OptionalInt value) throws IOException {
    number(value.orElse(UNSEEN));
  }

  /** A number. */
  public void number(int value) throws IOException {
    octet(0);
    zigzag(value);
  }

  /** A word of the specification, as a string. */
  public void text(String value) throws IOException {
    octet(1);
    name(value);
  }

  /** TRUE or FALSE. */
  public void flag(boolean value) throws IOException {
    octet(value ? 3 : 2);
  }

  /** A record with those fields, whose values follow. */
  public void record(List<String> fields) throws IOException {
    octet(4);
    Integer place = shapes.get(fields);
    if (place != null) {
      count(place);
      return;
    }
    count(shapes.size());
    shapes.put(fields, shapes.size());
    count(fields.size());
    for (String field : fields) {
      name(field);
    }
  }

  /** A machine word. */
  public void word(long value) throws IOException {
    octet(5);
    fixed(value, 8);
  }

  /** A sequence of one word, or of none. */
  public void word(OptionalLong value) throws IOException {
    tuple(value.isPresent() ? 1 : 0);
    if (value.isPresent()) {
      word(value.getAsLong());
    }
  }

  /** A set of so many values, which follow. */
  public void set(int size) throws IOException {
    octet(7);
    count(size);
  }

  /** A sequence of so many values, which follow. */
  public void tuple(int size) throws IOException {
    octet(8);
    count(size);
  }

  /** An argument that the trace does not show. */
  public void notLogged() throws IOException {
    octet(9);
  }

  /** Registers by their names; they count as recorded if the first one is. */
  public void registers(Map<String, Long> values) throws IOException {
    octet(6);
    boolean wide = values.containsKey(X[0]);
    if (!wide && !values.containsKey(R[0])) {
      octet(0);
      return;
    }
    octet(wide ? 2 : 1);
    String[] names = wide ? X : R;
    Optional<Long> sp = Optional.ofNullable(wide ? values.get("sp") : null);
    long[] words = new long[X_COUNT + 1];
    int mask = 0;
    int recorded = 0;
    for (int i = 0; i < names.length; i++) {
      Long value = values.get(names[i]);
      if (value != null) {
        mask |= 1 << i;
        words[recorded++] = wide ? value : value & 0xffff_ffffL;
      }
    }
    if (sp.isPresent()) {
      mask |= 1 << X_COUNT;
      words[recorded++] = sp.get();
    }
    fixed(mask, 4);
    for (int i = 0; i < recorded; i++) {
      fixed(words[i], 8);
    }
  }

  private void name(String text) throws IOException {
    Integer place = strings.get(text);
    if (place != null) {
      count(place);
      return;
    }
    count(strings.size());
    strings.put(text, strings.size());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    count(bytes.length);
    for (byte each : bytes) {
      octet(each);
    }
  }

  private void zigzag(int value) throws IOException {
    count((long) value << 1 ^ (long) value >> 63);
  }

  private void count(long value) throws IOException {
    long left = value;
    while (left >>> 7 != 0) {
      octet((int) left & 0x7f | 0x80);
      left >>>= 7;
    }
    octet((int) left);
  }

  private void fixed(long value, int bytes) throws IOException {
    if (BUFFER - used < bytes) {
      send();
    }
    for (int i = 0; i < bytes; i++) {
      buffer[used++] = (byte) (value >>> 8 * i);
    }
  }

  private void octet(int value) throws IOException {
    if (used == BUFFER) {
      send();
    }
    buffer[used++] = (byte) value;
  }

  private void send() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }

  /** Sends what is not sent yet. */
  public void flush() throws IOException {
    send();
    out.flush();
  }
}
