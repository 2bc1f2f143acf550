// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/**
 * PSTATE as SPSR, CPSR and the traces lay it out (DDI 0487 C5.2.18, G1.12 and B1.3).
 *
 * @param bits the word
 */
record SavedState(long bits) {
  private static final long AARCH32 = 1L << 4;
  private static final long T32 = 1L << 5;
  private static final long SINGLE_STEP = 1L << 21;
  private static final long TIMING = 1L << 24;

  /** NZCV, T (0 in AArch64) and M. */
  private static final long UNCHANGING = 0xf000003fL;

  /** The state that a trace has among the registers of a call or a return. */
  static Optional<SavedState> of(Map<String, Long> registers) {
    return Optional.ofNullable(registers.get("cpsr"))
        .or(() -> Optional.ofNullable(registers.get("pstate")))
        .map(SavedState::new);
  }

  boolean isAarch32() {
    return (bits & AARCH32) != 0;
  }

  ExecutionState executionState() {
    return isAarch32() ? ExecutionState.AARCH32 : ExecutionState.AARCH64;
  }

  InstructionSet instructionSet() {
    if (!isAarch32()) {
      return InstructionSet.A64;
    }
    return (bits & T32) != 0 ? InstructionSet.T32 : InstructionSet.A32;
  }

  /** What no exception changes on its way into SPSR: flags, instruction set, level and mode. */
  long unchanging() {
    return bits & UNCHANGING;
  }

  /** Whether the mode is one of that level; in Secure state AArch32 EL3 has the modes of EL1. */
  boolean mayBeAt(ExceptionLevel level) {
    int mode = (int) bits & 0x1f;
    return switch (mode) {
      case 0b00000, 0b10000 -> level == ExceptionLevel.EL0;
      case 0b00100, 0b00101 -> level == ExceptionLevel.EL1;
      case 0b01000, 0b01001, 0b11010 -> level == ExceptionLevel.EL2;
      case 0b01100, 0b01101, 0b10110 -> level == ExceptionLevel.EL3;
      case 0b10001, 0b10010, 0b10011, 0b10111, 0b11011, 0b11111 ->
          level == ExceptionLevel.EL1 || level == ExceptionLevel.EL3;
      default -> false;
    };
  }

  /** Whether the mode is ELxh; AArch64 only. */
  boolean usesOwnStackPointer() {
    return !isAarch32() && (bits & 1) != 0;
  }

  Flags flags() {
    return new Flags((int) (bits >> 28) & 0xf);
  }

  /** PSTATE.IT, whether an IT instruction makes it or not: bits 7:2 in 15:10, bits 1:0 in 26:25. */
  int itBits() {
    return isAarch32() ? (int) (bits >> 10 & 0x3f) << 2 | (int) (bits >> 25 & 3) : 0;
  }

  /** PSTATE.IT behind the instruction (pseudocode AArch32.ITAdvance). */
  int advancedItBits() {
    int it = itBits();
    return (it & 7) == 0 ? 0 : it & 0xe0 | it << 1 & 0x1f;
  }

  /** PSTATE.IT; empty where no IT instruction makes it. */
  Optional<ItState> it() {
    try {
      return Optional.of(new ItState(itBits()));
    } catch (IllegalArgumentException impossible) {
      return Optional.empty();
    }
  }

  /** PSTATE.BTYPE; 0 in AArch32. */
  int branchType() {
    return isAarch32() ? 0 : (int) (bits >> 10) & 3;
  }

  boolean singleStep() {
    return (bits & SINGLE_STEP) != 0;
  }

  /**
   * Whether PSTATE.DIT is set where an AArch64 level keeps it of an AArch32 caller (DDI 0487
   * C5.2.19); CPSR and an AArch32 SPSR have it in the place of SS.
   */
  boolean keepsTiming() {
    return isAarch32() && (bits & TIMING) != 0;
  }

  /** What {@link #unchanging} holds, in words. */
  String text() {
    String mode =
        isAarch32()
            ? "mode 0b" + Long.toBinaryString(bits & 0x1f) + ", " + instructionSet()
            : "EL" + (bits >> 2 & 3) + ((bits & 1) != 0 ? "h" : "t") + ", A64";
    return String.format(Locale.ROOT, "%s, NZCV 0x%x", mode, bits >> 28 & 0xf);
  }
}
