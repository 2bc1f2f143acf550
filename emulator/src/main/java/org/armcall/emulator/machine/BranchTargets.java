// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

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
      return true;
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
