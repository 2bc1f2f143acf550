// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.armcall.traces.source.LineCursor;

/**
 * One line of registers of a dump: names and values, several or one, in any of the forms {@code x0
 * : 0000}, {@code X0: 0000}, {@code x0 = 0x0}, {@code X0 0x0}, {@code X00=0x0}, {@code pc : [<0>]}.
 */
final class RegisterLine {
  private static final int LONGEST_NAME = 9;

  /** Takes what a line has. */
  interface Sink {
    /** Whether a register of that name, in lower case, is one of the dump's. */
    boolean isKnown(String name);

    /** Its value. */
    void value(String name, long value);
  }

  private final LineCursor c = new LineCursor();
  private byte[] b = new byte[0];
  private int end;
  private int position;
  private boolean separated;

  /**
   * Reads a line.
   *
   * @return none if its first word is no register of the dump, or is not followed by a value
   */
  Fit read(byte[] line, int start, int lineEnd, Sink sink) {
    b = line;
    end = lineEnd;
    position = start;
    String name = name();
    if (name.isEmpty() || !sink.isKnown(name)) {
      return Fit.NONE;
    }
    boolean first = true;
    while (!name.isEmpty()) {
      boolean symbolic = name.equals("pc") || name.equals("lr");
      if (!value(symbolic)) {
        boolean text = symbolic || !sink.isKnown(name) || !separated && position < end;
        Fit words = first ? Fit.NONE : Fit.WHOLE;
        return text ? words : Fit.HALF;
      }
      if (sink.isKnown(name)) {
        sink.value(name, c.hex());
        position = c.position();
        closing();
      } else {
        position = c.position();
        while (position < end && b[position] != ' ') {
          position++;
        }
      }
      first = false;
      name = name();
    }
    return Fit.WHOLE;
  }

  /** The next word, in lower case; empty where something else stands there. */
  private String name() {
    blanks();
    int from = position;
    while (position < end && isOfName(b[position]) && position - from <= LONGEST_NAME) {
      position++;
    }
    boolean named = position > from && position - from <= LONGEST_NAME && isLetter(b[from]);
    return named ? canonical(from) : "";
  }

  private String canonical(int from) {
    String name =
        new String(b, from, position - from, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    boolean padded =
        name.length() == 3 && name.charAt(1) == '0' && "xr".indexOf(name.charAt(0)) >= 0;
    return padded ? name.charAt(0) + name.substring(2) : name;
  }

  /** Whether a value comes next; the cursor stands before its digits then. */
  private boolean value(boolean symbolic) {
    blanks();
    separated = position < end && (b[position] == ':' || b[position] == '=');
    position += separated ? 1 : 0;
    blanks();
    c.on(b, position, end);
    c.optional("[<");
    boolean prefixed = c.optional("0x");
    c.blanks();
    int digits = 0;
    int i = c.position();
    while (i < end && Character.digit(b[i], 16) >= 0) {
      i++;
      digits++;
    }
    boolean ends = i == end || b[i] == ' ' || b[i] == '\t' || b[i] == '>' || b[i] == ',';
    // Without a separator a word such as "fa" would do: numbers are printed with eight digits.
    boolean sure = prefixed || digits >= 8 || separated && !symbolic;
    return digits > 0 && digits <= 16 && ends && sure;
  }

  private void closing() {
    if (position + 1 < end && b[position] == '>' && b[position + 1] == ']') {
      position += 2;
    }
    if (position < end && b[position] == ',') {
      position++;
    }
  }

  private void blanks() {
    while (position < end && (b[position] == ' ' || b[position] == '\t')) {
      position++;
    }
  }

  private static boolean isLetter(byte x) {
    return x >= 'a' && x <= 'z' || x >= 'A' && x <= 'Z';
  }

  private static boolean isOfName(byte x) {
    return isLetter(x) || x >= '0' && x <= '9' || x == '_';
  }
}
