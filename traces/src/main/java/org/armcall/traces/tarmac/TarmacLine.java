// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.tarmac;

import java.nio.charset.StandardCharsets;

/**
 * One line of a trace, taken apart without making anything: {@code [time [unit]] [cpuN] type
 * fields}. It is used again for the next line.
 */
final class TarmacLine {
  /** What a line is. */
  enum Type {
    /** An instruction that was executed. */
    INSTRUCTION,
    /** An instruction whose condition failed. */
    SKIPPED,
    /** A register that was written. */
    REGISTER,
    /** An event of the processor. */
    EVENT,
    /** Memory, branches and others that say nothing of a call. */
    OTHER,
    /** Not a line of the format. */
    NONE
  }

  private static final int NO_CPU = -1;
  private static final int PROCESSORS = 1024;
  private static final byte[] DIGITS = new byte[256];

  static {
    java.util.Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 16; i++) {
      DIGITS[Character.forDigit(i, 16)] = (byte) i;
      DIGITS[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
    }
  }

  private byte[] b = new byte[0];
  private int end;
  private int at;
  private int cpu;
  private long number;
  private int digits;

  // Of an instruction.
  private long address;
  private int word;
  private int wordDigits;
  private char state;
  private int modeStart;
  private int modeEnd;

  /** Takes the line apart up to its type. */
  Type begin(byte[] bytes, int start, int lineEnd) {
    b = bytes;
    at = start;
    end = lineEnd;
    cpu = NO_CPU;
    blanks();
    if (at < end && b[at] >= '0' && b[at] <= '9') {
      time();
    }
    int from = at;
    while (at < end && b[at] != ' ' && b[at] != '\t') {
      at++;
    }
    if (isCpu(from, at)) {
      blanks();
      from = at;
      while (at < end && b[at] != ' ' && b[at] != '\t') {
        at++;
      }
    }
    int length = at - from;
    blanks();
    return type(from, length);
  }

  private Type type(int from, int length) {
    if (length == 1) {
      return switch (b[from]) {
        case 'R' -> Type.REGISTER;
        case 'E' -> Type.EVENT;
        case 'B' -> Type.OTHER;
        default -> Type.NONE;
      };
    }
    if (length == 2) {
      int both = b[from] << 8 | b[from + 1];
      return switch (both) {
        // ES EXC [0x400] ...: what it says of an exception, the registers behind it say too.
        case 'E' << 8 | 'S' -> isException() ? Type.OTHER : Type.INSTRUCTION;
        case 'I' << 8 | 'T' -> Type.INSTRUCTION;
        case 'I' << 8 | 'S', 'I' << 8 | 'F' -> Type.SKIPPED;
        case 'L' << 8 | 'D', 'S' << 8 | 'T', 'B' << 8 | 'R' -> Type.OTHER;
        default -> Type.NONE;
      };
    }
    boolean other = length >= 3 && b[from] >= 'A' && b[from] <= 'Z';
    return other ? Type.OTHER : Type.NONE;
  }

  private boolean isException() {
    return end - at > 3 && b[at] == 'E' && b[at + 1] == 'X' && b[at + 2] == 'C' && b[at + 3] == ' ';
  }

  /** {@code 12}, {@code 271ns}, {@code 0.5 us}. */
  private void time() {
    while (at < end && (b[at] >= '0' && b[at] <= '9' || b[at] == '.')) {
      at++;
    }
    if (at < end && b[at] != ' ') {
      while (at < end && b[at] != ' ') {
        at++;
      }
      blanks();
      return;
    }
    blanks();
    int to = at;
    while (to < end && b[to] >= 'a' && b[to] <= 'z') {
      to++;
    }
    if (to > at && to - at <= 3 && (to == end || b[to] == ' ')) {
      at = to;
      blanks();
    }
  }

  /** {@code cpu1}, or a path that ends so. */
  private boolean isCpu(int from, int to) {
    int first = to;
    while (first > from && b[first - 1] >= '0' && b[first - 1] <= '9') {
      first--;
    }
    boolean named =
        first < to
            && first - from >= 3
            && to - first <= 4
            && (b[first - 3] | 0x20) == 'c'
            && (b[first - 2] | 0x20) == 'p'
            && (b[first - 1] | 0x20) == 'u';
    if (named) {
      int value = 0;
      for (int i = first; i < to; i++) {
        value = value * 10 + b[i] - '0';
      }
      cpu = Math.min(value, PROCESSORS);
    }
    return named;
  }

  private void blanks() {
    while (at < end && (b[at] == ' ' || b[at] == '\t')) {
      at++;
    }
  }

  private boolean hex() {
    int from = at;
    long value = 0;
    while (at < end && DIGITS[b[at] & 0xff] >= 0) {
      value = value << 4 | DIGITS[b[at++] & 0xff];
    }
    number = value;
    digits = at - from;
    return digits > 0 && digits <= 16;
  }

  /** The rest of an instruction's line; false if it is not whole. */
  boolean instruction() {
    boolean older = at < end && b[at] == '(' && !isIndex();
    if (older) {
      at++;
    } else if (at < end && b[at] == '(') {
      skipTo(' ');
      blanks();
    }
    if (!hex()) {
      return false;
    }
    address = number;
    if (!older) {
      skipTo(' ');
      blanks();
    } else if (at < end && b[at] == ':') {
      at++;
    } else {
      return false;
    }
    if (!hex() || digits != 8 && digits != 4) {
      return false;
    }
    word = (int) number;
    wordDigits = digits;
    if (older) {
      if (at == end || b[at] != ')') {
        return false;
      }
      at++;
    }
    blanks();
    return stateAndMode();
  }

  private boolean stateAndMode() {
    if (at == end || b[at] != 'A' && b[at] != 'T' && b[at] != 'O') {
      return false;
    }
    state = (char) b[at];
    skipTo(' ');
    blanks();
    modeStart = at;
    while (at < end && b[at] != ' ' && b[at] != ':') {
      at++;
    }
    modeEnd = at;
    int colon = at;
    while (colon < end && b[colon] == ' ') {
      colon++;
    }
    return modeEnd > modeStart && colon < end && b[colon] == ':';
  }

  /** Whether the parenthesis holds a number of instructions, and not an address with its word. */
  private boolean isIndex() {
    int i = at + 1;
    while (i < end && b[i] != ')' && b[i] != ':') {
      i++;
    }
    return i < end && b[i] == ')';
  }

  private void skipTo(char stop) {
    while (at < end && b[at] != stop) {
      at++;
    }
  }

  /** The disassembly says that the condition failed. */
  boolean saysFailed() {
    int i = modeEnd;
    while (i < end && (b[i] == ' ' || b[i] == ':')) {
      i++;
    }
    return end - i >= 6 && text(i, i + 6).equals("CCFAIL");
  }

  int cpu() {
    return cpu;
  }

  boolean hasCpu() {
    return cpu != NO_CPU;
  }

  boolean isCpuTooLarge() {
    return cpu == PROCESSORS;
  }

  long address() {
    return address;
  }

  int word() {
    return word;
  }

  int wordBytes() {
    return wordDigits / 2;
  }

  /** A, T or O: A32, T32, A64. */
  char state() {
    return state;
  }

  String mode() {
    return text(modeStart, modeEnd);
  }

  /** Whether the mode is written so. */
  boolean isMode(byte[] other) {
    return java.util.Arrays.equals(b, modeStart, modeEnd, other, 0, other.length);
  }

  // Of a register.

  /** Where the name of a register begins; the cursor stands before it. */
  int nameStart() {
    return at;
  }

  /** The first letter of a register's name. */
  int firstLetter() {
    return at < end ? b[at] : 0;
  }

  /** The number of a register that is called a letter and a number, such as x12; -1 if none is. */
  int numbered() {
    int i = at + 1;
    int value = 0;
    while (i < end && b[i] >= '0' && b[i] <= '9' && i - at < 4) {
      value = value * 10 + b[i++] - '0';
    }
    boolean plain = i > at + 1 && i < end && b[i] == ' ';
    return plain ? value : -1;
  }

  /** Whether nothing stands behind the name of a register. */
  boolean isOneWord() {
    int i = at;
    while (i < end && b[i] != ' ') {
      i++;
    }
    return i == end;
  }

  /** The name of a register. */
  String name() {
    int from = at;
    int to = at;
    while (to < end && b[to] != ' ') {
      to++;
    }
    return text(from, to);
  }

  /**
   * Goes behind the name and reads the value; false where it has digits that are not known or is of
   * no form.
   */
  boolean value() {
    skipTo(' ');
    blanks();
    if (at < end && b[at] == '(') {
      skipTo(')');
      at = Math.min(at + 1, end);
      blanks();
    }
    if (at + 1 < end && b[at] == '0' && b[at + 1] == 'x') {
      at += 2;
    }
    int from = at;
    long value = 0;
    int count = 0;
    while (at < end && (DIGITS[b[at] & 0xff] >= 0 || b[at] == '_')) {
      if (b[at] != '_') {
        value = value << 4 | DIGITS[b[at] & 0xff];
        count++;
      }
      at++;
    }
    number = value;
    digits = count;
    return at > from && count <= 16 && (at == end || b[at] == ' ');
  }

  long number() {
    return number;
  }

  /** The last word of the line: the name of an event. */
  String lastWord() {
    int to = end;
    while (to > at && b[to - 1] == ' ') {
      to--;
    }
    int from = to;
    while (from > at && b[from - 1] != ' ') {
      from--;
    }
    return text(from, to);
  }

  private String text(int from, int to) {
    return new String(b, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
  }
}
