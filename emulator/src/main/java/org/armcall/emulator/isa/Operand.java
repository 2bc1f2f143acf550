// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/**
 * One kind of operand in assembly text: how it is read into fields of the word and how it is
 * written from them. One that may be left out reads nothing, sets its fields and accepts.
 */
interface Operand {
  /**
   * Reads the operand at the cursor and sets its fields.
   *
   * @return false if something else stands there; say why with {@link Cursor#refuse}
   */
  boolean read(Cursor text, FieldValues fields);

  /** Writes the operand such that {@link #read} gives the same fields. */
  void print(Fields fields, Printer out);
}
