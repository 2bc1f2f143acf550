// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.nio.charset.StandardCharsets;

/**
 * Walks over one line, byte by byte. A step that does not fit makes the cursor fail, and a failed
 * cursor stays failed: a grammar is written as a chain of steps and asked once.
 */
final class Cursor {
  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean ok;

  /** Stands before the line. */
  Cursor on(byte[] line, int start, int lineEnd) {
    bytes = line;
    at = start;
    end = lineEnd;
    ok = true;
    return this;
  }

  /** Goes past that text, which must come next. */
  Cursor literal(String text) {
    ok = ok && looksAt(text);
    at += ok ? text.length() : 0;
    return this;
  }

  /** Goes past that text if it comes next; false if not. */
  boolean optional(String text) {
    boolean there = ok && looksAt(text);
    at += there ? text.length() : 0;
    return there;
  }

  boolean looksAt(String text) {
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
  int decimal() {
    int first = at;
    int value = 0;
    while (ok && at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - first < 10) {
      value = value * 10 + (bytes[at++] - '0');
    }
    ok = ok && at > first && at - first < 10;
    return ok ? value : -1;
  }

  /** A number of one to sixteen hexadecimal digits, without 0x. */
  long hex() {
    int first = at;
    long value = 0;
    while (ok && at < end && Character.digit(bytes[at], 16) >= 0 && at - first < 17) {
      value = value << 4 | Character.digit(bytes[at++], 16);
    }
    ok = ok && at > first && at - first < 17;
    return value;
  }

  /** The text up to that byte, which must come, and past it. */
  String upTo(char stop) {
    int first = at;
    while (ok && at < end && bytes[at] != stop) {
      at++;
    }
    ok = ok && at < end;
    String text = ok ? new String(bytes, first, at - first, StandardCharsets.ISO_8859_1) : "";
    at += ok ? 1 : 0;
    return text;
  }

  /** Whether every step fitted. */
  boolean fits() {
    return ok;
  }

  /** Whether every step fitted and nothing is left. */
  boolean fitsWhole() {
    return ok && at == end;
  }
}
