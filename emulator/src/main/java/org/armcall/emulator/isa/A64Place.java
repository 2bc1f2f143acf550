// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.OptionalLong;

/**
 * A place in the program, as a signed number of words from the instruction.
 *
 * @param field the letter of the field
 * @param literalBytes the size of a literal that {@code =value} may stand for; 0 where it may not
 */
record A64Place(char field, int literalBytes) implements Operand {
  @Override
  public boolean read(Cursor text, FieldValues fields) {
    OptionalLong place = literalBytes == 0 ? OptionalLong.empty() : text.takeLiteral(literalBytes);
    if (place.isEmpty()) {
      place = text.takeExpression();
    }
    if (place.isEmpty()) {
      return text.refuse("a label is missing");
    }
    long offset = place.getAsLong() - text.site().address();
    if ((offset & 3) != 0) {
      return text.refuse("the place is not aligned to 4 bytes");
    }
    return fields.putSigned(field, offset >> 2) || text.refuse("the place is too far away");
  }

  @Override
  public void print(Fields fields, Printer out) {
    out.place((long) fields.signed(field) << 2);
  }
}
