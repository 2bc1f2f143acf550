// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.armcall.traces.source.LineCursor;

/**
 * Fields of an event as {@code name=value}, with blanks between them: what {@code trace-cmd report
 * -R} prints instead of the event's own text, and what probes print behind their place.
 *
 * <p>A value in hexadecimal has 0x. One without is of a type that the recorder chose, whose width
 * the line does not tell.
 */
final class RawFields {
  private static final int MOST = 32;

  private final Map<String, Long> values = new LinkedHashMap<>();
  private final Map<String, Long> decimals = new LinkedHashMap<>();
  private boolean whole = true;

  private RawFields() {}

  /** Goes past what trace-cmd's plugin for x86 says of fields that it misses, before the text. */
  static void pastPlugin(LineCursor c) {
    boolean more = true;
    while (more) {
      more = false;
      if (c.optional("<CANT FIND FIELD ")) {
        c.upTo('>');
        more = c.fits();
      } else if (c.optional("CAN'T FIND FIELD \"")) {
        c.upTo('"');
        more = c.fits();
      }
    }
  }

  /** Whether a field comes next. */
  static boolean begins(LineCursor c) {
    return c.looksAtWordBefore('=');
  }

  /** Reads fields to the end of the line; there are none if not all is fields. */
  static RawFields of(LineCursor c) {
    RawFields fields = new RawFields();
    int count = 0;
    while (c.fits() && begins(c) && count++ < MOST) {
      fields.field(c);
      c.blanks();
    }
    fields.whole &= c.fitsWhole();
    return fields;
  }

  private void field(LineCursor c) {
    String name = c.upTo('=');
    c.blanks();
    if (c.optional("\"")) {
      c.upTo('"');
      return;
    }
    String value = c.word();
    try {
      if (value.startsWith("0x")) {
        values.put(name, Long.parseUnsignedLong(value, 2, value.length(), 16));
      } else {
        decimals.put(name, Long.parseLong(value));
      }
    } catch (NumberFormatException e) {
      // A text, or an array: no register.
      whole &= !value.isEmpty();
    }
  }

  /** Whether the line has nothing else. */
  boolean isWhole() {
    return whole;
  }

  /** The hexadecimal fields in the order of the line. */
  Map<String, Long> hexadecimals() {
    return whole ? values : Map.of();
  }

  /** The number of that name. */
  OptionalLong get(String name) {
    Long value = values.getOrDefault(name, decimals.get(name));
    return whole && value != null ? OptionalLong.of(value) : OptionalLong.empty();
  }

  boolean has(String... names) {
    for (String name : names) {
      if (get(name).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The number of that name, which is there. */
  long value(String name) {
    return get(name).orElseThrow();
  }
}
