// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.OptionalLong;
import org.armcall.emulator.word.Word;

/** Numbers of the width that the register operands before them have. */
final class A64Numbers {
  private A64Numbers() {}

  /**
   * Reads a number of 64 or 32 bits, by the field {@code s}; a number of 32 bits may be written as
   * a negative one.
   */
  static OptionalLong take(Cursor text, FieldValues fields) {
    OptionalLong value = text.takeExpression();
    if (value.isEmpty()) {
      text.refuse("a number is missing");
      return value;
    }
    long number = value.getAsLong();
    if (fields.get('s') != 0) {
      return value;
    }
    if (number >> 32 != 0 && number >> 31 != -1) {
      text.refuse(number + " does not fit 32 bits");
      return OptionalLong.empty();
    }
    return OptionalLong.of(number & Word.mask(32));
  }

  /** The immediate of a logical instruction: the fields N, r and q. */
  record LogicalNumber() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong value = take(text, fields);
      return value.isPresent()
          && (Bitmask.of(value.getAsLong(), fields.get('s') != 0 ? 64 : 32)
                  .filter(
                      bits ->
                          fields.put('N', bits.n())
                              && fields.put('r', bits.immr())
                              && fields.put('q', bits.imms()))
                  .isPresent()
              || text.refuse("the number is not a rotated run of ones"));
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.hex(value(fields));
    }

    /** The value; the encoding must not be a reserved one. */
    static long value(Fields fields) {
      return decoded(fields).orElseThrow();
    }

    /** Whether the encoding is not reserved. */
    static boolean isOne(Fields fields) {
      return decoded(fields).isPresent();
    }

    private static OptionalLong decoded(Fields f) {
      return new Bitmask(f.get('N'), f.get('r'), f.get('q')).value(f.is('s') ? 64 : 32);
    }
  }
}
