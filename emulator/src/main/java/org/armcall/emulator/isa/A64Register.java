// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Locale;

/**
 * A register of A64 in a field of five bits.
 *
 * @param field the letter of the field
 * @param kind {@code X}, {@code W}, or {@code R} where the field {@code s} says which: all ones for
 *     X, zeros for W
 * @param twin another field that holds the same number; the same letter where there is none
 * @param stackPointer whether 31 is SP, not ZR
 */
record A64Register(char field, char kind, char twin, boolean stackPointer) implements Operand {
  /** Reads the form of a template: {@code Rd}, {@code Xn|SP}, {@code Wm}, {@code Rn=m}. */
  static A64Register of(String hole) {
    char field = hole.charAt(1);
    char twin = hole.indexOf('=') > 0 ? hole.charAt(3) : field;
    return new A64Register(field, hole.charAt(0), twin, hole.endsWith("|SP"));
  }

  /** Whether a hole has this form. */
  static boolean is(String hole) {
    return hole.matches("[RXW][a-zA-Z](=[a-zA-Z])?(\\|SP)?");
  }

  @Override
  public boolean read(Cursor text, FieldValues fields) {
    int before = text.position();
    String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
    int number = number(name, stackPointer);
    if (number < 0) {
      text.position(before);
      return text.refuse(
          name.isEmpty() ? "a register is missing" : "'" + name + "' is not a register that fits");
    }
    boolean wide = isWide(name);
    boolean fits =
        kind == 'R'
            ? fields.put('s', wide ? (1L << fields.pattern().width('s')) - 1 : 0)
            : wide == (kind == 'X');
    return (fits && fields.put(field, number) && fields.put(twin, number))
        || text.refuse("'" + name + "' does not go with the other operands");
  }

  /** The number of a register; -1 if the name is of none. */
  static int number(String name, boolean stackPointer) {
    return switch (name) {
      case "sp", "wsp" -> stackPointer ? 31 : -1;
      case "xzr", "wzr" -> stackPointer ? -1 : 31;
      case "lr" -> 30;
      case "fp" -> 29;
      default -> numbered(name);
    };
  }

  private static int numbered(String name) {
    int digits = name.length() - 1;
    if (digits < 1 || digits > 2 || (name.charAt(0) != 'x' && name.charAt(0) != 'w')) {
      return -1;
    }
    int high = digits == 2 ? name.charAt(1) - '0' : 0;
    int low = name.charAt(digits) - '0';
    boolean decimal = high >= 0 && high <= 3 && low >= 0 && low <= 9 && !(digits == 2 && high == 0);
    int number = high * 10 + low;
    return decimal && number <= 30 ? number : -1;
  }

  /** Whether the name is of 64 bits. */
  static boolean isWide(String name) {
    return !name.startsWith("w");
  }

  /** The name of a register. */
  static String name(int number, boolean wide, boolean stackPointer) {
    if (number == 31) {
      return stackPointer ? (wide ? "sp" : "wsp") : (wide ? "xzr" : "wzr");
    }
    return (wide ? "x" : "w") + number;
  }

  @Override
  public void print(Fields fields, Printer out) {
    boolean wide = kind == 'X' || (kind == 'R' && fields.is('s'));
    out.add(name(fields.get(field), wide, stackPointer));
  }
}
