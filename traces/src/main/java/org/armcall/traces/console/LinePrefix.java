// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

/**
 * Finds what a line says behind what others have put before it: colours, the time of the kernel, of
 * Xen, of a terminal program or of a journal, the level of the message, the name of the console.
 *
 * <p>Goes over the bytes once and makes nothing: most lines of a console are of no call.
 */
final class LinePrefix {
  private static final int MOST = 8;
  private static final int LONGEST_STAMP = 40;
  private static final int SHORTEST_TIME = 8;
  private static final int LONGEST_HOST = 80;
  private static final byte ESCAPE = 0x1b;
  private static final String[] LEVELS = {"NOTICE:", "WARNING:", "ERROR:", "INFO:", "VERBOSE:"};

  private byte[] b = new byte[0];
  private int at;
  private int end;
  private boolean stamped;

  /** Looks at a line. */
  LinePrefix on(byte[] line, int start, int lineEnd) {
    b = line;
    at = start;
    end = lineEnd;
    stamped = false;
    boolean more = true;
    for (int i = 0; more && i < MOST; i++) {
      blanks();
      more = at < end && one();
    }
    trimEnd();
    return this;
  }

  /** Where its text begins. */
  int start() {
    return at;
  }

  /** Where its text ends. */
  int end() {
    return end;
  }

  /** Whether a logger stamped the line: it is no rest of the line before. */
  boolean isStamped() {
    return stamped;
  }

  private void blanks() {
    while (at < end && (b[at] == ' ' || b[at] == '\t')) {
      at++;
    }
  }

  private void trimEnd() {
    boolean more = true;
    while (more) {
      while (end > at && (b[end - 1] == ' ' || b[end - 1] == '\t' || b[end - 1] == '\r')) {
        end--;
      }
      more = false;
      int i = end - 1;
      if (i > at && b[i] == 'm') {
        i--;
        while (i > at && (isDigit(b[i]) || b[i] == ';')) {
          i--;
        }
        if (i > at && b[i] == '[' && b[i - 1] == ESCAPE) {
          end = i - 1;
          more = true;
        }
      }
    }
  }

  private boolean one() {
    return switch (b[at]) {
      case ESCAPE -> colour();
      case '<' -> level();
      case '[' -> stamp();
      case '(' -> console();
      case 'N', 'W', 'E', 'I', 'V' -> word();
      default -> isDigit(b[at]) ? time() : isSyslog() && kernel(at + 15);
    };
  }

  private boolean stamp(int to) {
    at = to;
    stamped = true;
    return true;
  }

  private boolean colour() {
    int i = at + 1;
    if (i >= end || b[i] != '[') {
      return false;
    }
    i++;
    while (i < end && (isDigit(b[i]) || b[i] == ';' || b[i] == '=' || b[i] == '?')) {
      i++;
    }
    at = Math.min(i + 1, end);
    return true;
  }

  private boolean level() {
    int i = at + 1;
    while (i < end && isDigit(b[i])) {
      i++;
    }
    return i > at + 1 && i < end && b[i] == '>' && stamp(i + 1);
  }

  /** A time in brackets, or the number of a thread or processor: {@code [ T1]}. */
  private boolean stamp() {
    int digits = 0;
    int limit = Math.min(end, at + LONGEST_STAMP);
    for (int i = at + 1; i < limit; i++) {
      byte c = b[i];
      if (c == ']') {
        return digits > 0 && stamp(i + 1);
      }
      digits += isDigit(c) ? 1 : 0;
      if (!isOfTime(c) && c != ' ' && !(c == 'C' && digits == 0)) {
        return false;
      }
    }
    return false;
  }

  private static boolean isOfTime(byte c) {
    return isDigit(c)
        || c == ':'
        || c == '.'
        || c == ','
        || c == '-'
        || c == '+'
        || c == '/'
        || c == 'T'
        || c == 'Z';
  }

  /** {@code (XEN)}, {@code (d1)}, {@code (d0v0)}; behind Xen's a source file with a line. */
  private boolean console() {
    if (looksAt("(XEN)")) {
      stamp(at + 5);
      blanks();
      sourceLine();
      return true;
    }
    int i = at + 1;
    if (i >= end || b[i] != 'd') {
      return false;
    }
    i++;
    while (i < end && (isDigit(b[i]) || b[i] == 'v')) {
      i++;
    }
    // An instruction in parentheses has eight digits: (d4000003).
    return i < end && b[i] == ')' && i - at < 8 && stamp(i + 1);
  }

  /** {@code traps.c:1435:}. */
  private void sourceLine() {
    int i = at;
    while (i < end && b[i] != ':' && b[i] != ' ') {
      i++;
    }
    boolean file = i < end && i > at + 2 && b[i] == ':' && b[i - 1] == 'c' && b[i - 2] == '.';
    int line = i + 1;
    int to = line;
    while (file && to < end && isDigit(b[to])) {
      to++;
    }
    if (file && to > line && to < end && b[to] == ':') {
      at = to + 1;
    }
  }

  private boolean word() {
    for (String level : LEVELS) {
      if (looksAt(level)) {
        return stamp(at + level.length());
      }
    }
    return isSyslog() && kernel(at + 15);
  }

  /** A date or a time without brackets; behind a journal's comes a host and {@code kernel:}. */
  private boolean time() {
    int i = at;
    int marks = 0;
    while (i < end && isOfTime(b[i])) {
      marks += b[i] == ':' || b[i] == '-' || b[i] == '/' ? 1 : 0;
      i++;
    }
    boolean whole = i < end && (b[i] == ' ' || b[i] == '\t');
    return whole && marks >= 2 && i - at >= SHORTEST_TIME && kernel(i);
  }

  /** {@code Nov 23 16:52:24}. */
  private boolean isSyslog() {
    return end - at > 16
        && b[at + 3] == ' '
        && (b[at + 4] == ' ' || isDigit(b[at + 4]))
        && isDigit(b[at + 5])
        && b[at + 6] == ' '
        && isDigit(b[at + 7])
        && b[at + 9] == ':'
        && b[at + 12] == ':'
        && isDigit(b[at + 14])
        && b[at + 15] == ' ';
  }

  private boolean kernel(int from) {
    String name = "kernel: ";
    int limit = Math.min(end - name.length(), from + LONGEST_HOST);
    for (int i = from; i <= limit; i++) {
      if (b[i] == 'k' && looksAt(name, i)) {
        return stamp(i + name.length());
      }
    }
    return stamp(from);
  }

  private boolean looksAt(String text) {
    return looksAt(text, at);
  }

  private boolean looksAt(String text, int from) {
    if (end - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (b[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
