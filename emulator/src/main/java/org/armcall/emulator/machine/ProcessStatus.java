// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;

/** PSTATE (DDI 0487 D1.4, G1.9.2): mutable, one for each processor. */
final class ProcessStatus {
  /** SError, external abort: the bit of {@link #masks}. */
  static final int A = 4;

  /** IRQ. */
  static final int I = 2;

  /** FIQ. */
  static final int F = 1;

  private static final int STEP_BIT = 1 << 21;
  private static final int ILLEGAL_BIT = 1 << 20;
  private static final int Q_GE = 0x080f0000;

  /** The level that executes. */
  ExceptionLevel level = ExceptionLevel.EL1;

  /** The mode; says which SP AArch64 uses. */
  Mode mode = Mode.EL1H;

  InstructionSet isa = InstructionSet.A64;
  Truth negative = Truth.FALSE;
  Truth zero = Truth.FALSE;
  Truth carry = Truth.FALSE;
  Truth overflow = Truth.FALSE;

  /** PSTATE.IT; 0 outside T32 and outside IT blocks. */
  int it;

  /** PSTATE.BTYPE. */
  int branchType;

  /** D, A, I, F in bits 3 to 0. */
  int masks;

  /** PSTATE.SS. */
  boolean step;

  /** PSTATE.IL. */
  boolean illegal;

  /** PSTATE.E. */
  boolean bigEndian;

  /** Q and GE, which nothing here changes, where they stand in CPSR. */
  int saturation;

  boolean aarch64() {
    return isa == InstructionSet.A64;
  }

  /** NZCV in bits 3 to 0, as this machine has them. */
  int flags() {
    return (negative.value() ? 8 : 0)
        | (zero.value() ? 4 : 0)
        | (carry.value() ? 2 : 0)
        | (overflow.value() ? 1 : 0);
  }

  void flags(Word spsr) {
    negative = spsr.bit(31);
    zero = spsr.bit(30);
    carry = spsr.bit(29);
    overflow = spsr.bit(28);
  }

  /** As an SPSR holds it. */
  Word saved() {
    return saved(it, branchType, step);
  }

  /** The same with IT, BTYPE and SS as an exception entry leaves them. */
  Word saved(int savedIt, int savedBranchType, boolean savedStep) {
    int value =
        (savedStep ? STEP_BIT : 0) | (illegal ? ILLEGAL_BIT : 0) | ModeBits.of(mode) | masks << 6;
    if (isa == InstructionSet.A64) {
      value |= savedBranchType << 10;
    } else {
      // PSTATE.D does not exist there; its place in CPSR is E.
      value =
          (value & ~0x200)
              | saturation
              | (savedIt & 3) << 25
              | (savedIt & 0xfc) << 8
              | (bigEndian ? 0x200 : 0)
              | (isa == InstructionSet.T32 ? 0x20 : 0);
    }
    return withFlags(value);
  }

  /** CPSR as MRS reads it: the bits of execution state read as zero. */
  Word cpsr() {
    int value = saturation | (bigEndian ? 0x200 : 0) | (masks & 7) << 6 | ModeBits.of(mode);
    return withFlags(value);
  }

  /** The flags as NZCV has them, bits 31:28. */
  Word nzcv() {
    return withFlags(0);
  }

  private Word withFlags(int rest) {
    long value = (rest | flags() << 28) & 0xffffffffL;
    if (negative.reliable() && zero.reliable() && carry.reliable() && overflow.reliable()) {
      return Word.of(value);
    }
    long unreliable =
        (negative.reliable() ? 0 : 1L << 31)
            | (zero.reliable() ? 0 : 1L << 30)
            | (carry.reliable() ? 0 : 1L << 29)
            | (overflow.reliable() ? 0 : 1L << 28);
    Origin origin = negative.origin().and(zero.origin()).and(carry.origin()).and(overflow.origin());
    return new Word(value, unreliable, origin);
  }

  /** Q and GE of a CPSR. */
  void saturation(long spsr) {
    saturation = (int) spsr & Q_GE;
  }

  /** IT of a CPSR, as it stands there. */
  static int itOf(long spsr) {
    return (int) ((spsr >>> 25 & 3) | (spsr >>> 8 & 0xfc));
  }
}
