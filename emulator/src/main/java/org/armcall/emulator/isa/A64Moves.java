// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;

import java.util.OptionalLong;
import org.armcall.emulator.word.Word;

/** MOVZ, MOVN, MOVK, ADR and ADRP (DDI 0487 C4.1.93). */
final class A64Moves {
  private A64Moves() {}

  static void add(Rows rows) {
    rows.row("MOVZ", "s10 100101 hh iiiiiiiiiiiiiiii ddddd")
        .where(A64Moves::isHalfword)
        .as("mov <Rd>, <movz>", "", f -> f.is('i') || !f.is('h'))
        .as("movz <Rd>, <#i><,lsl16>")
        .does(
            f -> {
              Word value = Word.of(shifted(f));
              int d = f.get('d');
              return core -> set(core, d, value);
            });
    rows.row("MOVN", "s00 100101 hh iiiiiiiiiiiiiiii ddddd")
        .where(A64Moves::isHalfword)
        .as(
            "mov <Rd>, <movn>",
            "",
            f -> (f.is('i') || !f.is('h')) && (f.is('s') || f.get('i') != 0xffff))
        .as("movn <Rd>, <#i><,lsl16>")
        .does(
            f -> {
              Word value = Word.of(~shifted(f) & Word.mask(f.is('s') ? 64 : 32));
              int d = f.get('d');
              return core -> set(core, d, value);
            });
    rows.row("MOVK", "s11 100101 hh iiiiiiiiiiiiiiii ddddd")
        .where(A64Moves::isHalfword)
        .as("movk <Rd>, <#i><,lsl16>")
        .does(
            f -> {
              Word number = Word.of(f.get('i'));
              int low = f.get('h') * 16;
              int d = f.get('d');
              int width = f.is('s') ? 64 : 32;
              return core -> set(core, d, get(core, d, width).withBits(low + 15, low, number));
            });
    rows.row("ADR", "0 ll 10000 hhhhhhhhhhhhhhhhhhh ddddd")
        .as("adr <Xd>, <adr>")
        .does(
            f -> {
              long offset = (long) f.signed('h') << 2 | f.get('l');
              int d = f.get('d');
              return core -> set(core, d, Word.of(core.pc() + offset));
            });
    rows.row("ADRP", "1 ll 10000 hhhhhhhhhhhhhhhhhhh ddddd")
        .as("adrp <Xd>, <adrp>")
        .does(
            f -> {
              long offset = ((long) f.signed('h') << 2 | f.get('l')) << 12;
              int d = f.get('d');
              return core -> set(core, d, Word.of((core.pc() & -4096L) + offset));
            });
  }

  private static boolean isHalfword(Fields f) {
    return f.is('s') || f.get('h') < 2;
  }

  private static long shifted(Fields f) {
    return (long) f.get('i') << (f.get('h') * 16);
  }

  /** The number of {@code mov} that MOVZ or MOVN makes. */
  record MoveNumber(boolean inverted) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong value = A64Numbers.take(text, fields);
      if (value.isEmpty()) {
        return false;
      }
      int width = fields.get('s') != 0 ? 64 : 32;
      long number = (inverted ? ~value.getAsLong() : value.getAsLong()) & Word.mask(width);
      for (int half = 0; half < width / 16; half++) {
        if ((number & ~(0xffffL << (half * 16))) == 0) {
          return fields.put('h', half) && fields.put('i', number >>> (half * 16));
        }
      }
      return text.refuse("the number does not fit one instruction");
    }

    @Override
    public void print(Fields fields, Printer out) {
      long number = shifted(fields);
      out.hex((inverted ? ~number : number) & Word.mask(fields.is('s') ? 64 : 32));
    }
  }

  /** A place at any byte, or the page of a place. */
  record PageOrByte(int shift) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong place = text.takeExpression();
      if (place.isEmpty()) {
        return text.refuse("a label is missing");
      }
      long from = text.site().address() >> shift;
      long offset = (place.getAsLong() >> shift) - from;
      return (fields.put('l', offset & 3) && fields.putSigned('h', offset >> 2))
          || text.refuse("the place is too far away");
    }

    @Override
    public void print(Fields fields, Printer out) {
      long offset = ((long) fields.signed('h') << 2 | fields.get('l')) << shift;
      if (shift > 0 && out.address().isPresent()) {
        out.place(offset - (out.address().getAsLong() & 0xfff));
      } else {
        out.place(offset);
      }
    }
  }
}
