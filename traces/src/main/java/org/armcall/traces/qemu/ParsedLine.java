// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.Literal;

/** A continuation line, taken apart; the next line is taken apart in the same place. */
final class ParsedLine {
  private static final Literal FROM_EL = Literal.of("from EL");
  private static final Literal AND_TO_EL = Literal.of(" to EL");
  private static final Literal WITH_ESR = Literal.of("with ESR ");
  private static final Literal ZERO_X = Literal.of("0x");
  private static final Literal SLASH = Literal.of("/0x");
  private static final Literal WITH_SPSR = Literal.of("with SPSR 0x");
  private static final Literal WITH_ELR = Literal.of("with ELR 0x");
  private static final Literal WITH_FAR = Literal.of("with FAR 0x");
  private static final Literal TO_EL = Literal.of("to EL");
  private static final Literal AND_PC = Literal.of(" PC 0x");
  private static final Literal AND_PSTATE = Literal.of(" PSTATE 0x");

  /** In place of the exception class, where the line does not print it. */
  static final int NO_CLASS = -1;

  private Continuation kind = Continuation.HEADER;
  private int level;
  private int otherLevel;
  private long value;
  private long otherValue;

  /** Reads the line at the cursor, which stands behind the three dots; false if it is none. */
  boolean read(LineCursor c) {
    return parse(c) && c.fitsWhole();
  }

  private boolean parse(LineCursor c) {
    return switch (c.character()) {
      case 'f' -> {
        c.literal(FROM_EL);
        int from = level(c);
        yield word(Continuation.FROM_TO, from, level(c.literal(AND_TO_EL)), 0, 0);
      }
      case 't' -> {
        int entered = level(c.literal(TO_EL));
        long pc = c.literal(AND_PC).hex();
        yield word(Continuation.TO_PC, entered, 0, pc, c.literal(AND_PSTATE).hex());
      }
      case 'w' -> with(c);
      default -> rare(c);
    };
  }

  private boolean with(LineCursor c) {
    if (c.optional(WITH_ELR)) {
      return word(Continuation.ELR, 0, 0, c.hex(), 0);
    }
    if (c.optional(WITH_SPSR)) {
      return word(Continuation.SPSR, 0, 0, c.hex(), 0);
    }
    if (c.optional(WITH_ESR)) {
      boolean prefixed = c.optional(ZERO_X);
      long exceptionClass = c.hex();
      if (prefixed && c.fitsWhole()) {
        // The oldest form: the syndrome alone.
        return word(Continuation.ESR, NO_CLASS, 0, exceptionClass, 0);
      }
      long syndrome = c.literal(SLASH).hex();
      return exceptionClass >>> 6 == 0
          && word(Continuation.ESR, (int) exceptionClass, 0, syndrome, 0);
    }
    if (c.optional(WITH_FAR)) {
      return word(Continuation.FAR, 0, 0, c.hex(), 0);
    }
    return rare(c);
  }

  private boolean rare(LineCursor c) {
    if (c.optional("handled as PSCI call")) {
      return word(Continuation.PSCI, 0, 0, 0, 0);
    }
    if (c.optional("handling as semihosting call 0x")) {
      return word(Continuation.SEMIHOSTING, 0, 0, c.hex(), 0);
    }
    if (c.optional("with HDFAR 0x") || c.optional("with HIFAR 0x")) {
      return word(Continuation.FAULT_AARCH32, 0, 0, c.hex(), 0);
    }
    if (c.optional("with DFSR 0x")) {
      return word(Continuation.FAULT_AARCH32, 0, 0, c.hex(), c.literal(" DFAR 0x").hex());
    }
    if (c.optional("with IFSR 0x")) {
      return word(Continuation.FAULT_AARCH32, 0, 0, c.hex(), c.literal(" IFAR 0x").hex());
    }
    return false;
  }

  /** The number of an Exception level; the cursor fails where none stands there. */
  private static int level(LineCursor c) {
    return c.digit(3);
  }

  private boolean word(
      Continuation ofKind, int first, int second, long firstWord, long secondWord) {
    kind = ofKind;
    level = first;
    otherLevel = second;
    value = firstWord;
    otherValue = secondWord;
    return true;
  }

  /** Which line it is. */
  Continuation kind() {
    return kind;
  }

  /** The first level of the line, or the exception class, or {@link #NO_CLASS}. */
  int level() {
    return level;
  }

  /** The second level. */
  int otherLevel() {
    return otherLevel;
  }

  /** The first word. */
  long value() {
    return value;
  }

  /** The second word. */
  long otherValue() {
    return otherValue;
  }
}
