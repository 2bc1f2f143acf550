// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import org.armcall.model.instruction.InstructionSet;

/**
 * The A64 instructions (DDI 0487 C4). In patterns {@code s} is sf, {@code d}, {@code n}, {@code m},
 * {@code a} and {@code t} are registers.
 */
final class A64Instructions {
  private A64Instructions() {}

  /** Every row. */
  static List<Row> rows() {
    Rows rows = new Rows(InstructionSet.A64, A64Operands::of);
    A64Moves.add(rows);
    A64Logic.add(rows);
    A64Arithmetic.add(rows);
    A64Bitfield.add(rows);
    A64DataProcessing.add(rows);
    A64Memory.add(rows);
    A64Exclusive.add(rows);
    A64Branches.add(rows);
    A64System.add(rows);
    return rows.all();
  }
}
