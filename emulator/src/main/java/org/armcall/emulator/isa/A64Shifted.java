// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Operands of A64 that are shifted by a number. */
final class A64Shifted {
  private static final List<String> KINDS = List.of("lsl", "lsr", "asr", "ror");

  private A64Shifted() {}

  /** Reads {@code , lsl #n} if it is there: the distance, 0 if it is not, empty if it is wrong. */
  private static OptionalLong takeLeft(Cursor text) {
    int before = text.position();
    if (!text.take(",")) {
      return OptionalLong.of(0);
    }
    if (!text.take("lsl")) {
      text.position(before);
      return OptionalLong.empty();
    }
    return text.takeExpression();
  }

  /** The number of ADD and SUB: field i, shifted by 12 where the field h is 1. */
  record Number12() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong value = text.takeExpression();
      if (value.isEmpty()) {
        return text.refuse("a number is missing");
      }
      long number = value.getAsLong();
      boolean bare = text.atEnd();
      OptionalLong shift = takeLeft(text);
      if (shift.isEmpty() || (shift.getAsLong() != 0 && shift.getAsLong() != 12)) {
        return text.refuse("only lsl #0 or lsl #12 can stand here");
      }
      boolean moved = bare && number > 0xfff && (number & 0xfff) == 0;
      return (fields.put('i', moved ? number >>> 12 : number)
              && fields.put('h', moved || shift.getAsLong() == 12 ? 1 : 0))
          || text.refuse(number + " does not fit 12 bits");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.number(fields.get('i')).add(fields.is('h') ? ", lsl #12" : "");
    }
  }

  /** {@code , #0}, which may be written and says nothing. */
  record Zero() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      return !text.take(",")
          || text.takeExpression().orElse(-1) == 0
          || text.refuse("only #0 can stand here");
    }

    @Override
    public void print(Fields fields, Printer out) {}
  }

  /** The shift of MOVZ, MOVN and MOVK: field h, in units of 16. */
  record Halfword() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong shift = takeLeft(text);
      return (shift.isPresent()
              && shift.getAsLong() % 16 == 0
              && fields.put('h', shift.getAsLong() / 16))
          || text.refuse("only lsl #0, #16, #32 or #48 can stand here");
    }

    @Override
    public void print(Fields fields, Printer out) {
      if (fields.is('h')) {
        out.add(", lsl #" + fields.get('h') * 16);
      }
    }
  }

  /** The shift of a register: kind in field t, distance in field i. */
  record Amount(boolean rotates) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      if (!text.take(",")) {
        return fields.put('t', 0) && fields.put('i', 0);
      }
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      int kind = KINDS.indexOf(name);
      if (kind < 0 || (kind == Shifts.ROR && !rotates)) {
        return text.refuse("'" + name + "' is not a shift that fits");
      }
      OptionalLong distance = text.takeExpression();
      if (distance.isEmpty()) {
        return text.refuse("the distance of the shift is missing");
      }
      return (fields.put('t', kind) && fields.put('i', distance.getAsLong()))
          || text.refuse("the distance of the shift is too large");
    }

    @Override
    public void print(Fields fields, Printer out) {
      if (fields.is('t') || fields.is('i')) {
        out.add(", " + KINDS.get(fields.get('t')) + " #" + fields.get('i'));
      }
    }
  }
}
