// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.armcall.emulator.word.Word;

/** Registers of A64 that are extended and shifted: register m, kind in field x. */
final class A64Extended {
  private static final List<String> KINDS =
      List.of("uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx");

  private static final int UXTW = 2;
  private static final int UXTX = 3;

  private A64Extended() {}

  /** The value of register m as 64 bits. */
  static Word value(Core core, int register, int kind, int distance) {
    int width = 8 << (kind & 3);
    Word low = get(core, register, 64);
    Word extended = kind < 4 ? low.low(width) : low.signExtended(width);
    return distance == 0 ? extended : extended.shiftLeft(distance);
  }

  private static int takeRegister(Cursor text, FieldValues fields) {
    String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
    int number = A64Register.number(name, false);
    if (number < 0) {
      text.refuse("'" + name + "' is not a register that fits");
      return -1;
    }
    fields.put('m', number);
    return A64Register.isWide(name) ? 1 : 0;
  }

  /** The extended register of ADD and SUB; the distance, 0 to 4, in field i. */
  record Register() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int wide = takeRegister(text, fields);
      if (wide < 0) {
        return false;
      }
      boolean of64 = fields.get('s') != 0;
      int plain = of64 ? UXTX : UXTW;
      int kind = plain;
      long distance = 0;
      if (text.take(",")) {
        String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
        kind = name.equals("lsl") ? plain : KINDS.indexOf(name);
        if (kind < 0) {
          return text.refuse("'" + name + "' is not an extension");
        }
        OptionalLong given = text.atEnd() ? OptionalLong.of(0) : text.takeExpression();
        distance = given.orElse(-1);
      }
      boolean needs64 = of64 && (kind & 3) == 3;
      if ((wide == 1) != needs64) {
        return text.refuse("the extended register does not go with the extension");
      }
      return (distance <= 4 && fields.put('x', kind) && fields.put('i', distance))
          || text.refuse("the distance of the shift is 0 to 4");
    }

    @Override
    public void print(Fields fields, Printer out) {
      int kind = fields.get('x');
      int distance = fields.get('i');
      boolean of64 = fields.is('s');
      out.add(A64Register.name(fields.get('m'), of64 && (kind & 3) == 3, false));
      boolean setsFlags = (fields.word() >>> 29 & 1) != 0;
      boolean withSp = fields.get('n') == 31 || (fields.get('d') == 31 && !setsFlags);
      if (kind == (of64 ? UXTX : UXTW) && withSp) {
        out.add(distance == 0 ? "" : ", lsl #" + distance);
      } else {
        out.add(", " + KINDS.get(kind)).add(distance == 0 ? "" : " #" + distance);
      }
    }
  }

  /** The index of a load or store: register m, shifted by {@code scale} where the field h is 1. */
  record Index(int scale) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int wide = takeRegister(text, fields);
      if (wide < 0) {
        return false;
      }
      int kind = UXTX;
      long distance = 0;
      boolean shifts = false;
      if (text.take(",")) {
        String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
        kind = name.equals("lsl") ? UXTX : KINDS.indexOf(name);
        if (kind < 0 || (kind & 2) == 0 || (kind == UXTX && !name.equals("lsl"))) {
          return text.refuse("'" + name + "' is not an extension that fits");
        }
        OptionalLong given = text.takeExpression();
        shifts = given.isPresent();
        distance = given.orElse(0);
      }
      if ((wide == 1) != ((kind & 1) == 1)) {
        return text.refuse("the index does not go with the extension");
      }
      if (distance != 0 && distance != scale) {
        return text.refuse("the distance of the shift is 0 or " + scale);
      }
      boolean shifted = shifts && (distance != 0 || scale == 0);
      return fields.put('x', kind) && fields.put('h', shifted ? 1 : 0);
    }

    @Override
    public void print(Fields fields, Printer out) {
      int kind = fields.get('x');
      out.add(A64Register.name(fields.get('m'), (kind & 1) == 1, false));
      if (kind == UXTX) {
        out.add(fields.is('h') ? ", lsl #" + scale : "");
      } else {
        out.add(", " + KINDS.get(kind)).add(fields.is('h') ? " #" + scale : "");
      }
    }
  }
}
