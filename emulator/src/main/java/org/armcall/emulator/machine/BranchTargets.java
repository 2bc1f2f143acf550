// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;

/** Which instructions may be reached by an indirect branch in a guarded page (FEAT_BTI). */
final class BranchTargets {
  private static final int BRK = 0xd4200000;
  private static final int HLT = 0xd4400000;
  private static final int COMMENT = 0xffe0001f;
  private static final int BTI = 0xd503241f;
  private static final int BTI_TARGETS = 0xffffff3f;
  private static final int PACIASP = 0xd503233f;
  private static final int PACIBSP = 0xd503237f;

  private BranchTargets() {}

  /** Goes on at an address in the same instruction set. */
  static void follow(Cpu cpu, Word target) {
    if (target.unreliable() != 0) {
      cpu.relied("the target of a branch", target, -1);
    }
    long mask =
        switch (cpu.status.isa) {
          case A64 -> -1L;
          case A32 -> 0xfffffffcL;
          case T32 -> 0xfffffffeL;
        };
    cpu.next = untagged(cpu, target.value() & mask);
  }

  /** Goes on at an address whose bit 0 selects T32. */
  static void exchange(Cpu cpu, Word target) {
    cpu.relied("the target of a branch", target, 0xffffffffL);
    long address = target.value() & 0xffffffffL;
    boolean thumb = (address & 1) != 0;
    cpu.status.isa = thumb ? InstructionSet.T32 : InstructionSet.A32;
    // Bits 1:0 = 0b10 are CONSTRAINED UNPREDICTABLE: bit 1 is taken for 0 or PC is misaligned.
    cpu.next = thumb ? address & ~1L : address;
  }

  /**
   * The address where A64 goes on: without a tag where TCR_ELx.TBI says that there is one
   * (pseudocode AArch64.BranchAddr; TBID is not modelled).
   */
  static long untagged(Cpu cpu, long address) {
    if (address >>> 55 == 0 || cpu.status.isa != InstructionSet.A64) {
      return address;
    }
    ExceptionLevel level = cpu.status.level;
    boolean host = cpu.levels.e2h() && (level == ExceptionLevel.EL2 || cpu.levels.tge());
    boolean ofEl2 = level == ExceptionLevel.EL2 || (level == ExceptionLevel.EL0 && host);
    boolean ofEl3 = level == ExceptionLevel.EL3;
    boolean single = ofEl3 || (ofEl2 && !host);
    boolean high = (address >>> 55 & 1) != 0;
    SystemRegister control =
        ofEl3 ? SystemRegister.TCR_EL3 : ofEl2 ? SystemRegister.TCR_EL2 : SystemRegister.TCR_EL1;
    int bit = single ? 20 : high ? 38 : 37;
    if ((cpu.system.value(control) >>> bit & 1) == 0) {
      return address;
    }
    return single ? address & (1L << 56) - 1 : address << 8 >> 8;
  }

  /**
   * Whether PSTATE.BTYPE suits the instruction (DDI 0487 D8.4.6): BRK and HLT always; BTI c for 1
   * and 2, BTI j for 1 and 3, BTI jc for all; PACIASP and PACIBSP as BTI c, and for 3 with
   * SCTLR.BT=0.
   */
  static boolean suits(Cpu cpu, InstructionWord word) {
    int bits = word.bits();
    if (word.isa() != InstructionSet.A64 || (bits & COMMENT) == BRK || (bits & COMMENT) == HLT) {
      return true;
    }
    int type = cpu.status.branchType;
    if (bits == PACIASP || bits == PACIBSP) {
      return type != 3 || !cpu.levels.branchTargetStrict(cpu.status.level);
    }
    if ((bits & BTI_TARGETS) != BTI) {
      return false;
    }
    boolean calls = (bits >>> 6 & 1) != 0;
    boolean jumps = (bits >>> 7 & 1) != 0;
    return switch (type) {
      case 1 -> calls || jumps;
      case 2 -> calls;
      default -> jumps;
    };
  }
}
