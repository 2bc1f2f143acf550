// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;

/** What a word in the layout of SPSR says of who was interrupted (DDI 0487 C5.2, SPSR_EL1). */
final class SavedLevel {
  private static final int AARCH32 = 1 << 4;
  private static final int THUMB = 1 << 5;

  private SavedLevel() {}

  /** Its level; empty for the AArch32 modes that are of EL1 or EL3, and for what is no mode. */
  static Optional<ExceptionLevel> of(long spsr) {
    int mode = (int) spsr & 0x1f;
    return switch (mode) {
      case 0x10, 0x00 -> Optional.of(ExceptionLevel.EL0);
      case 0x04, 0x05 -> Optional.of(ExceptionLevel.EL1);
      case 0x08, 0x09, 0x1a -> Optional.of(ExceptionLevel.EL2);
      case 0x0c, 0x0d, 0x16 -> Optional.of(ExceptionLevel.EL3);
      default -> Optional.empty();
    };
  }

  static InstructionSet isa(long spsr) {
    if ((spsr & AARCH32) == 0) {
      return InstructionSet.A64;
    }
    return (spsr & THUMB) == 0 ? InstructionSet.A32 : InstructionSet.T32;
  }
}
