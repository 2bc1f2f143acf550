// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import org.armcall.model.instruction.InstructionSet;

/** The T32 instructions (DDI 0487 F3): the 16-bit ones first, which the assembler prefers. */
final class T32Instructions {
  private T32Instructions() {}

  /** Every row. */
  static List<Row> rows() {
    Rows rows = new Rows(InstructionSet.T32, new Aarch32Vocabulary(InstructionSet.T32));
    T16DataProcessing.add(rows);
    T16Memory.add(rows);
    T16Branches.add(rows);
    T32DataProcessing.add(rows);
    T32Media.add(rows);
    T32Memory.add(rows);
    T32System.add(rows);
    return rows.all();
  }
}
