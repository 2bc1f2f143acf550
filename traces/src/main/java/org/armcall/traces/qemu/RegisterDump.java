// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.SourceLine;

/**
 * The registers of a processor at the start of a translation block, as {@code -d cpu} prints them.
 * The dump does not say which processor it is of.
 *
 * @param line the line that it begins in
 * @param state whether the processor runs AArch64 or AArch32
 * @param registers X0 to X30, or R0 to R14 as the mode sees them
 * @param sp the stack pointer in use, of AArch64
 * @param pc the address of the block
 * @param psr PSTATE or CPSR
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package, and is not compared
record RegisterDump(
    SourceLine line, ExecutionState state, long[] registers, long sp, long pc, int psr) {
  static final int FIQ = 0x11;
  static final int SVC = 0x13;
  static final int MON = 0x16;
  static final int HYP = 0x1a;

  /** The names of the registers of a processor in AArch64, by their number. */
  private static final String[] X = names('x', 31);

  /** The names of the registers of a processor in AArch32, by their number. */
  private static final String[] R = names('r', 15);

  private static String[] names(char letter, int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = letter + Integer.toString(i);
    }
    return names;
  }

  /** The mode of AArch32, M[4:0]. */
  int mode() {
    return psr & 0x1f;
  }

  /** The Exception level; empty for the AArch32 modes that are of EL1 or EL3. */
  Optional<ExceptionLevel> level() {
    if (state == ExecutionState.AARCH64) {
      return Optional.of(ExceptionLevel.of(psr >> 2 & 3));
    }
    return switch (mode()) {
      case 0x10 -> Optional.of(ExceptionLevel.EL0);
      case HYP -> Optional.of(ExceptionLevel.EL2);
      case MON -> Optional.of(ExceptionLevel.EL3);
      default -> Optional.empty();
    };
  }

  /** All registers, by the names of the canonical format. */
  Map<String, Long> all() {
    Map<String, Long> named = new HashMap<>(64);
    boolean wide = state == ExecutionState.AARCH64;
    for (int i = 0; i < registers.length; i++) {
      named.put(wide ? X[i] : R[i], registers[i]);
    }
    if (wide) {
      named.put("sp", sp);
    }
    return named;
  }

  /**
   * The registers of the caller, where this is the first block of the handler: taking an exception
   * changes no general-purpose register (DDI 0487, D1.10; DDI 0406, B1.9).
   *
   * @param caller the last block before the exception, which tells the caller's mode: what changes
   *     the mode ends a block
   * @param aarch32 whether the caller runs AArch32, where no such block was seen
   */
  Map<String, Long> ofCaller(Optional<RegisterDump> caller, boolean aarch32) {
    boolean narrow =
        caller.map(before -> before.state == ExecutionState.AARCH32).orElse(aarch32)
            || state == ExecutionState.AARCH32;
    Map<String, Long> named = new HashMap<>(64);
    if (!narrow) {
      for (int i = 0; i < X.length; i++) {
        named.put(X[i], registers[i]);
      }
      return named;
    }
    // FIQ mode has its own R8 to R12, and each mode its own R13 and R14 (DDI 0487, D1.20.1).
    boolean shared = caller.filter(before -> before.mode() != FIQ).isPresent();
    for (int i = 0; i <= (shared ? 12 : 7); i++) {
      named.put(R[i], registers[i] & 0xffffffffL);
    }
    return named;
  }
}
