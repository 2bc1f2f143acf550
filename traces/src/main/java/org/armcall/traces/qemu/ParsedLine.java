// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.Optional;
import org.armcall.traces.source.LineCursor;

/**
 * A continuation line, taken apart.
 *
 * @param kind which line it is
 * @param level the first level of the line, or the exception class, or {@link #NO_CLASS}
 * @param otherLevel the second level
 * @param value the first word
 * @param otherValue the second word
 */
record ParsedLine(Continuation kind, int level, int otherLevel, long value, long otherValue) {

  /** In place of the exception class, where the line does not print it. */
  static final int NO_CLASS = -1;

  /** The line at the cursor, which stands behind the three dots; empty if it is none. */
  static Optional<ParsedLine> of(LineCursor c) {
    Optional<ParsedLine> line = parse(c);
    return c.fitsWhole() ? line : Optional.empty();
  }

  private static Optional<ParsedLine> parse(LineCursor c) {
    if (c.optional("from EL")) {
      int from = level(c);
      return word(Continuation.FROM_TO, from, level(c.literal(" to EL")), 0, 0);
    }
    if (c.optional("with ESR ")) {
      boolean prefixed = c.optional("0x");
      long exceptionClass = c.hex();
      if (prefixed && c.fitsWhole()) {
        // The oldest form: the syndrome alone.
        return word(Continuation.ESR, NO_CLASS, 0, exceptionClass, 0);
      }
      long syndrome = c.literal("/0x").hex();
      return exceptionClass >>> 6 == 0
          ? word(Continuation.ESR, (int) exceptionClass, 0, syndrome, 0)
          : Optional.empty();
    }
    if (c.optional("with ELR 0x")) {
      return word(Continuation.ELR, 0, 0, c.hex(), 0);
    }
    if (c.optional("with SPSR 0x")) {
      return word(Continuation.SPSR, 0, 0, c.hex(), 0);
    }
    if (c.optional("to EL")) {
      int entered = level(c);
      long pc = c.literal(" PC 0x").hex();
      return word(Continuation.TO_PC, entered, 0, pc, c.literal(" PSTATE 0x").hex());
    }
    if (c.optional("with FAR 0x")) {
      return word(Continuation.FAR, 0, 0, c.hex(), 0);
    }
    return rare(c);
  }

  private static Optional<ParsedLine> rare(LineCursor c) {
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
    return Optional.empty();
  }

  private static int level(LineCursor c) {
    for (int level = 0; level <= 3; level++) {
      if (c.optional(Integer.toString(level))) {
        return level;
      }
    }
    c.literal("an Exception level");
    return 0;
  }

  private static Optional<ParsedLine> word(
      Continuation kind, int level, int otherLevel, long value, long otherValue) {
    return Optional.of(new ParsedLine(kind, level, otherLevel, value, otherValue));
  }
}
