// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.opencsd;

import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.source.LineCursor;

/** The level and the execution state that a context names. */
record Context(Optional<ExceptionLevel> level, Optional<ExecutionState> state) {
  static final Context UNKNOWN = new Context(Optional.empty(), Optional.empty());

  /** Of an element, {@code (ISA=A64) EL2N; 64-bit; }; empty if it is not whole. */
  static Optional<Context> ofElement(LineCursor c) {
    c.literal("(ISA=").upTo(')');
    c.blanks();
    Optional<ExceptionLevel> level = level(c);
    c.upTo(';');
    c.blanks();
    boolean wide = c.optional("64-bit;");
    if (!wide) {
      c.literal("32-bit;");
    }
    return whole(c, level, wide);
  }

  /** Of a packet, {@code AArch64,EL2, NS; }; empty if it is not whole. */
  static Optional<Context> ofPacket(LineCursor c) {
    boolean wide = c.optional("AArch64,");
    if (!wide) {
      c.literal("AArch32,");
    }
    c.blanks();
    return whole(c, level(c), wide);
  }

  private static Optional<Context> whole(
      LineCursor c, Optional<ExceptionLevel> level, boolean wide) {
    return c.fits()
        ? Optional.of(
            new Context(level, Optional.of(wide ? ExecutionState.AARCH64 : ExecutionState.AARCH32)))
        : Optional.empty();
  }

  private static Optional<ExceptionLevel> level(LineCursor c) {
    for (ExceptionLevel level : ExceptionLevel.values()) {
      if (c.optional("EL" + level.number())) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
