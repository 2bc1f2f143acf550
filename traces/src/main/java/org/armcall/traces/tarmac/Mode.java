// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.tarmac;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/**
 * The mode that a line names, with the instruction set.
 *
 * @param text as the line has it: {@code EL1h_ns}, {@code svc_s}, {@code hyp_ns}
 * @param letter of the instruction set: A, T or O
 * @param level its Exception level; empty for a Secure AArch32 mode, which is of EL1 or EL3, and
 *     for those of the M profile
 * @param application whether it is of the A or R profile
 * @param banked whether it has R8 to R12 of its own
 */
record Mode(
    byte[] text, char letter, Optional<ExceptionLevel> level, boolean application, boolean banked) {

  static Mode of(String text, char letter) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean secure = lower.endsWith("_s");
    String name = lower.contains("_") ? lower.substring(0, lower.indexOf('_')) : lower;
    return new Mode(
        text.getBytes(StandardCharsets.ISO_8859_1),
        letter,
        level(name, secure),
        !name.startsWith("thread") && !name.startsWith("handler"),
        name.equals("fiq"));
  }

  private static Optional<ExceptionLevel> level(String name, boolean secure) {
    if (name.length() >= 3
        && name.startsWith("el")
        && name.charAt(2) >= '0'
        && name.charAt(2) <= '3') {
      return Optional.of(ExceptionLevel.of(name.charAt(2) - '0'));
    }
    return switch (name) {
      case "usr" -> Optional.of(ExceptionLevel.EL0);
      case "hyp" -> Optional.of(ExceptionLevel.EL2);
      case "mon" -> Optional.of(ExceptionLevel.EL3);
      case "svc", "irq", "fiq", "abt", "und", "sys" ->
          secure ? Optional.empty() : Optional.of(ExceptionLevel.EL1);
      default -> Optional.empty();
    };
  }

  InstructionSet isa() {
    return switch (letter) {
      case 'A' -> InstructionSet.A32;
      case 'T' -> InstructionSet.T32;
      default -> InstructionSet.A64;
    };
  }

  ExecutionState state() {
    return isa().executionState();
  }

  /** Whether the other's level is lower, as far as both are known. */
  boolean isAbove(Mode other) {
    return level.isPresent() && other.level.isPresent() && level.get().isAbove(other.level.get());
  }
}
