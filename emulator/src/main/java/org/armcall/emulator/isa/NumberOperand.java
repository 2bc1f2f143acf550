// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.OptionalLong;

/**
 * A number in one field: {@code #5}.
 *
 * @param field the letter of the field
 * @param scale what one in the field stands for
 * @param signed whether the field is signed
 * @param optional whether it is {@code , #5}, left out when it is zero
 */
record NumberOperand(char field, int scale, boolean signed, boolean optional) implements Operand {
  /**
   * Reads the form of a template: {@code #i}, {@code #i*8}, signed {@code #+i*8}; with a comma in
   * front it may be left out.
   */
  static NumberOperand of(String hole) {
    boolean optional = hole.startsWith(",");
    String form = hole.substring(optional ? 2 : 1);
    boolean signed = form.startsWith("+");
    form = signed ? form.substring(1) : form;
    int scale = form.length() > 1 ? Integer.parseInt(form.substring(2)) : 1;
    return new NumberOperand(form.charAt(0), scale, signed, optional);
  }

  /** Whether a hole has this form. */
  static boolean is(String hole) {
    return hole.matches(",?#\\+?[a-zA-Z](\\*\\d+)?");
  }

  @Override
  public boolean read(Cursor text, FieldValues fields) {
    if (optional && !text.take(",")) {
      return fields.put(field, 0);
    }
    OptionalLong value = text.takeExpression();
    if (value.isEmpty()) {
      return text.refuse("a number is missing");
    }
    long number = value.getAsLong();
    if (number % scale != 0) {
      return text.refuse(number + " is not a multiple of " + scale);
    }
    return (signed ? fields.putSigned(field, number / scale) : fields.put(field, number / scale))
        || text.refuse(number + " does not fit");
  }

  @Override
  public void print(Fields fields, Printer out) {
    long value = (long) (signed ? fields.signed(field) : fields.get(field)) * scale;
    if (optional && value == 0) {
      return;
    }
    out.add(optional ? ", " : "").number(value);
  }
}
