// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.Literal;

/**
 * An exception return, taken apart. From AArch64 QEMU names levels, from AArch32 modes:
 *
 * <pre>
 * Exception return from AArch64 EL2 to AArch64 EL1 PC 0x40080000
 * Exception return from AArch64 EL2 to AArch32 EL1 PC 0x40080000
 * Exception return from AArch32 hyp to svc PC 0x40080000
 * </pre>
 *
 * @param fromHyp whether the target's level is not that of its mode, but follows from the source
 */
record ReturnLine(
    Optional<ExceptionLevel> fromEl,
    ExecutionState fromState,
    Optional<ExceptionLevel> toEl,
    ExecutionState toState,
    long pc,
    boolean fromHyp) {

  private static final Literal AARCH64_EL = Literal.of("AArch64 EL");
  private static final Literal TO_AARCH64_EL = Literal.of(" to AArch64 EL");
  private static final Literal TO_AARCH32 = Literal.of(" to AArch32");
  private static final Literal TO_AARCH32_EL = Literal.of(" to AArch32 EL");
  private static final Literal AND_PC = Literal.of(" PC 0x");

  /** The line at the cursor, which stands behind "from "; empty if it is none. */
  static Optional<ReturnLine> of(LineCursor c) {
    ReturnLine line;
    if (c.optional(AARCH64_EL)) {
      int from = c.decimal();
      boolean to32 = c.looksAt(TO_AARCH32);
      int to = c.literal(to32 ? TO_AARCH32_EL : TO_AARCH64_EL).decimal();
      if (from > 3 || to > 3 || !c.fits()) {
        return Optional.empty();
      }
      line =
          new ReturnLine(
              Optional.of(ExceptionLevel.of(from)),
              ExecutionState.AARCH64,
              Optional.of(ExceptionLevel.of(to)),
              to32 ? ExecutionState.AARCH32 : ExecutionState.AARCH64,
              c.literal(AND_PC).hex(),
              false);
    } else {
      String from = c.literal("AArch32 ").upTo(' ');
      String to = c.literal("to ").upTo(' ');
      Optional<ExceptionLevel> fromEl = levelOf(from);
      Optional<ExceptionLevel> toEl = levelOf(to);
      boolean fromHyp = toEl.isEmpty() && fromEl.equals(Optional.of(ExceptionLevel.EL2));
      line =
          new ReturnLine(
              fromEl,
              ExecutionState.AARCH32,
              // Hyp mode returns to Non-secure modes only.
              fromHyp ? Optional.of(ExceptionLevel.EL1) : toEl,
              ExecutionState.AARCH32,
              c.literal("PC 0x").hex(),
              fromHyp);
      if (!isMode(from) || !isMode(to)) {
        return Optional.empty();
      }
    }
    return c.fitsWhole() ? Optional.of(line) : Optional.empty();
  }

  private static boolean isMode(String name) {
    return switch (name) {
      case "usr", "fiq", "irq", "svc", "mon", "abt", "hyp", "und", "sys" -> true;
      default -> false;
    };
  }

  private static Optional<ExceptionLevel> levelOf(String mode) {
    return switch (mode) {
      case "usr" -> Optional.of(ExceptionLevel.EL0);
      case "hyp" -> Optional.of(ExceptionLevel.EL2);
      case "mon" -> Optional.of(ExceptionLevel.EL3);
      default -> Optional.empty();
    };
  }
}
