// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import org.armcall.model.instruction.InstructionSet;

/** The A32 instructions (DDI 0487 F4). */
final class A32Instructions {
  private A32Instructions() {}

  /** Every row. */
  static List<Row> rows() {
    Rows rows = new Rows(InstructionSet.A32, new Aarch32Vocabulary(InstructionSet.A32));
    A32DataProcessing.add(rows);
    A32Memory.add(rows);
    A32Branches.add(rows);
    A32System.add(rows);
    return rows.all();
  }
}
