// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.source.LineCursor;

/**
 * Puts the lines of a register dump together:
 *
 * <pre>
 *  PC=0000000040080000 X00=0000000000000000 X01=0000000000000000
 * X02=... X30=0000000000000000  SP=0000000000000000
 * PSTATE=400003cd -Z-- EL3h
 * </pre>
 *
 * and for AArch32 {@code R00=...} to {@code R15=...} with {@code PSR=}. A dump that lacks a
 * register is none.
 */
final class DumpLines {
  private static final int PC = 32;
  private static final int SP = 31;
  private static final int NONE = -1;
  private static final int WIDE_DIGITS = 16;
  private static final int NARROW_DIGITS = 8;

  private final long[] values = new long[PC + 1];
  private Optional<SourceLine> first = Optional.empty();
  private ExecutionState state = ExecutionState.AARCH64;
  private long seen;
  private Optional<RegisterDump> whole = Optional.empty();
  private boolean torn;

  /** Reads the line at the cursor if it is one of a dump; false if it is not. */
  boolean take(LineCursor c, Supplier<SourceLine> line) {
    blanks(c);
    if (c.optional("PSTATE=")) {
      return end(ExecutionState.AARCH64, c);
    }
    if (c.optional("PSR=")) {
      return end(ExecutionState.AARCH32, c);
    }
    if (c.looksAt("PC=") || c.looksAt("R00=")) {
      begin(c.looksAt("PC=") ? ExecutionState.AARCH64 : ExecutionState.AARCH32, line.get());
    }
    boolean any = false;
    while (!c.fitsWhole()) {
      int register = register(c);
      if (register == NONE) {
        return any;
      }
      any = true;
      int digits = c.position();
      long value = c.hex();
      digits = c.position() - digits;
      if (!c.fits() || digits != (state == ExecutionState.AARCH64 ? WIDE_DIGITS : NARROW_DIGITS)) {
        forget();
        return true;
      }
      values[register] = value;
      seen |= 1L << register;
      blanks(c);
    }
    return any;
  }

  private static void blanks(LineCursor c) {
    while (c.optional(" ")) {
      // Passed over.
    }
  }

  private static int register(LineCursor c) {
    if (c.optional("PC=")) {
      return PC;
    }
    if (c.optional("SP=")) {
      return SP;
    }
    if (!c.looksAt("X") && !c.looksAt("R")) {
      return NONE;
    }
    boolean wide = c.optional("X");
    if (!wide) {
      c.literal("R");
    }
    int number = c.decimal();
    c.literal("=");
    if (!c.fits() || number > (wide ? 30 : 15)) {
      return NONE;
    }
    return number;
  }

  private void begin(ExecutionState of, SourceLine line) {
    first = Optional.of(line);
    state = of;
    seen = 0;
  }

  private boolean end(ExecutionState of, LineCursor c) {
    long psr = c.hex();
    boolean wide = of == ExecutionState.AARCH64;
    long needed = wide ? (1L << 33) - 1 : (1L << 16) - 1;
    if (first.isPresent() && state == of && (seen & needed) == needed && c.fits()) {
      int count = wide ? 31 : 15;
      long[] registers = java.util.Arrays.copyOf(values, count);
      whole =
          Optional.of(
              new RegisterDump(
                  first.get(),
                  of,
                  registers,
                  values[SP],
                  wide ? values[PC] : values[15],
                  (int) psr));
    } else {
      torn = true;
    }
    forget();
    return true;
  }

  /** Lines are missing: what was read of the dump stands for nothing. */
  void forget() {
    first = Optional.empty();
    seen = 0;
  }

  /** Whether the last line ended a dump that is not whole; said once. */
  boolean takeTorn() {
    boolean was = torn;
    torn = false;
    return was;
  }

  /** The dump that the last line completed, taken away. */
  Optional<RegisterDump> takeWhole() {
    Optional<RegisterDump> taken = whole;
    whole = Optional.empty();
    return taken;
  }
}
