// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over one line, byte by byte. A step that does not fit makes the cursor fail, and a failed
 * cursor stays failed: a grammar is written as a chain of steps and asked once.
 */
public final class LineCursor {
  private static final long MOST_TENTH = 0x1999_9999_9999_9999L;
  private static final int MOST_LAST_DIGIT = 5;

  private static final Literal ZERO_X = Literal.of("0x");
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean ok;

  /** Stands before the line. */
  public LineCursor on(byte[] line, int start, int lineEnd) {
    bytes = line;
    at = start;
    end = lineEnd;
    ok = true;
    return this;
  }

  /** Goes past that text, which must come next. */
  public LineCursor literal(String text) {
    ok = ok && looksAt(text);
    at += ok ? text.length() : 0;
    return this;
  }

  /** Goes past that text if it comes next; false if not. */
  public boolean optional(String text) {
    boolean there = ok && looksAt(text);
    at += there ? text.length() : 0;
    return there;
  }

  /** Goes past that text, which must come next. */
  public LineCursor literal(Literal text) {
    ok = ok && text.isAt(bytes, at, end);
    at += ok ? text.length() : 0;
    return this;
  }

  /** Goes past that text if it comes next; false if not. */
  public boolean optional(Literal text) {
    boolean there = ok && text.isAt(bytes, at, end);
    at += there ? text.length() : 0;
    return there;
  }

  /** Whether that text comes next. */
  public boolean looksAt(Literal text) {
    return text.isAt(bytes, at, end);
  }

  /** One decimal digit of at most that value; -1 if none comes next. */
  public int digit(int most) {
    ok = ok && at < end && bytes[at] >= '0' && bytes[at] <= '0' + most;
    return ok ? bytes[at++] - '0' : -1;
  }

  /** Whether that text comes next. */
  public boolean looksAt(String text) {
    if (end - at < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A decimal number of at most nine digits; -1 if none comes next. */
  public int decimal() {
    int first = at;
    int value = 0;
    while (ok && at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - first < 10) {
      value = value * 10 + (bytes[at++] - '0');
    }
    ok = ok && at > first && at - first < 10;
    return ok ? value : -1;
  }

  /** A number of one to sixteen hexadecimal digits, without 0x. */
  public long hex() {
    int first = at;
    long value = 0;
    // Eight digits, then eight, then what is left of them.
    for (int part = 0; part < 2 && at + Long.BYTES <= end; part++) {
      long eight = (long) EIGHT_BYTES.get(bytes, at);
      if (!HexDigits.areAll(eight)) {
        break;
      }
      value = value << 32 | HexDigits.value(eight);
      at += Long.BYTES;
    }
    while (at < end && at - first < 17) {
      int digit = HexDigits.of(bytes[at]);
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
      at++;
    }
    ok = ok && at > first && at - first < 17;
    return value;
  }

  /** A number of one to sixteen hexadecimal digits, with or without 0x. */
  public long hexWith0x() {
    optional(ZERO_X);
    return hex();
  }

  /** A byte in two hexadecimal digits; -1 if none comes next. */
  public int octet() {
    int high = at + 1 < end ? HexDigits.of(bytes[at]) : -1;
    int low = at + 1 < end ? HexDigits.of(bytes[at + 1]) : -1;
    ok = ok && high >= 0 && low >= 0;
    at += ok ? 2 : 0;
    return ok ? high << 4 | low : -1;
  }

  /** A decimal number of 64 bits without a sign. */
  public long decimal64() {
    int first = at;
    long value = 0;
    while (ok && at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at++] - '0';
      ok =
          Long.compareUnsigned(value, MOST_TENTH) < 0
              || value == MOST_TENTH && digit <= MOST_LAST_DIGIT;
      value = value * 10 + digit;
    }
    ok = ok && at > first;
    return value;
  }

  /** The character that comes next; 0 at the end. */
  public char character() {
    return at < end ? (char) (bytes[at] & 0xff) : 0;
  }

  /** Goes past blanks, if there are any. */
  public LineCursor blanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return this;
  }

  /** Where it stands in the array of the line. */
  public int position() {
    return at;
  }

  /** The text up to that byte, which must come, and past it. */
  public String upTo(char stop) {
    int first = at;
    while (ok && at < end && bytes[at] != stop) {
      at++;
    }
    ok = ok && at < end;
    String text = ok ? new String(bytes, first, at - first, StandardCharsets.ISO_8859_1) : "";
    at += ok ? 1 : 0;
    return text;
  }

  /** The text up to the next blank or the end, and up to it only; may be empty. */
  public String word() {
    int first = at;
    while (ok && at < end && bytes[at] != ' ' && bytes[at] != '\t') {
      at++;
    }
    return ok ? new String(bytes, first, at - first, StandardCharsets.ISO_8859_1) : "";
  }

  /** Whether letters, digits and underscores come next, one at least, and then that byte. */
  public boolean looksAtWordBefore(char stop) {
    int i = at;
    while (i < end && (Character.isLetterOrDigit(bytes[i]) || bytes[i] == '_')) {
      i++;
    }
    return ok && i > at && i < end && bytes[i] == stop;
  }

  /** Whether every step fitted. */
  public boolean fits() {
    return ok;
  }

  /** Whether every step fitted and nothing is left. */
  public boolean fitsWhole() {
    return ok && at == end;
  }
}
