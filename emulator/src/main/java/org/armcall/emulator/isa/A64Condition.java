// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/**
 * A condition in the field {@code c}.
 *
 * @param inverted whether the field holds the opposite, which AL and NV do not have
 * @param attached whether it is a part of the mnemonic
 */
record A64Condition(boolean inverted, boolean attached) implements Operand {
  @Override
  public boolean read(Cursor text, FieldValues fields) {
    if (!attached) {
      text.skipBlanks();
    }
    int before = text.position();
    String name = text.takeName().orElse("");
    int code = Conditions.code(name);
    if (code < 0 || (inverted && code >= 14)) {
      text.position(before);
      return text.refuse("'" + name + "' is not a condition that fits");
    }
    return fields.put('c', inverted ? code ^ 1 : code);
  }

  @Override
  public void print(Fields fields, Printer out) {
    out.add(Conditions.NAMES.get(inverted ? fields.get('c') ^ 1 : fields.get('c')));
  }
}
