// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;

import java.util.OptionalLong;
import org.armcall.emulator.word.Word;

/** UBFM, SBFM, BFM and EXTR with their aliases (DDI 0487 C4.1.93). */
final class A64Bitfield {
  private A64Bitfield() {}

  static void add(Rows rows) {
    rows.row("SBFM", "s00 100110 s rrrrrr qqqqqq nnnnn ddddd")
        .where(A64Bitfield::isAllocated)
        .as("asr <Rd>, <Rn>, <shr>", "", A64Bitfield::toTop)
        .as("sxtb <Rd>, <Wn>", "r=0 q=7")
        .as("sxth <Rd>, <Wn>", "r=0 q=15")
        .as("sxtw <Xd>, <Wn>", "r=0 q=31 s=3")
        .as("sbfiz <Rd>, <Rn>, <insert>", "", A64Bitfield::inserts)
        .as("sbfx <Rd>, <Rn>, <extract>", "")
        .also("sbfm <Rd>, <Rn>, <#r>, <#q>", "")
        .does(f -> step(f, (source, old, r, q, width) -> signed(source, r, q, width)));
    rows.row("UBFM", "s10 100110 s rrrrrr qqqqqq nnnnn ddddd")
        .where(A64Bitfield::isAllocated)
        .as("lsr <Rd>, <Rn>, <shr>", "", A64Bitfield::toTop)
        .as("lsl <Rd>, <Rn>, <lsl>", "", f -> f.get('q') + 1 == f.get('r'))
        .as("uxtb <Wd>, <Wn>", "r=0 q=7 s=0")
        .as("uxth <Wd>, <Wn>", "r=0 q=15 s=0")
        .as("ubfiz <Rd>, <Rn>, <insert>", "", A64Bitfield::inserts)
        .as("ubfx <Rd>, <Rn>, <extract>", "")
        .also("ubfm <Rd>, <Rn>, <#r>, <#q>", "")
        .does(f -> step(f, (source, old, r, q, width) -> unsigned(source, r, q, width)));
    rows.row("BFM", "s01 100110 s rrrrrr qqqqqq nnnnn ddddd")
        .where(A64Bitfield::isAllocated)
        .as("bfc <Rd>, <insert>", "n=31", A64Bitfield::inserts)
        .as("bfi <Rd>, <Rn>, <insert>", "", A64Bitfield::inserts)
        .as("bfxil <Rd>, <Rn>, <extract>", "")
        .also("bfm <Rd>, <Rn>, <#r>, <#q>", "")
        .does(f -> step(f, A64Bitfield::inserted));
    rows.row("EXTR", "s00 100111 s 0 mmmmm iiiiii nnnnn ddddd")
        .where(f -> f.get('s') == 3 || (f.get('s') == 0 && f.get('i') < 32))
        .as("ror <Rd>, <Rn=m>, <#i>", "", f -> f.get('n') == f.get('m'))
        .as("extr <Rd>, <Rn>, <Rm>, <#i>")
        .does(
            f -> {
              int width = f.is('s') ? 64 : 32;
              int low = f.get('i');
              int n = f.get('n');
              int m = f.get('m');
              int d = f.get('d');
              return core -> {
                Word lower = get(core, m, width);
                Word result =
                    low == 0
                        ? lower
                        : lower
                            .shiftRight(low)
                            .or(get(core, n, width).shiftLeft(width - low).low(width));
                set(core, d, result);
              };
            });
  }

  /** What the three make of the source and the old value of the destination. */
  private interface Field {
    Word of(Word source, Word old, int r, int q, int width);
  }

  private static Step step(Fields f, Field field) {
    int width = width(f);
    int r = f.get('r');
    int q = f.get('q');
    int n = f.get('n');
    int d = f.get('d');
    return core -> set(core, d, field.of(get(core, n, width), get(core, d, width), r, q, width));
  }

  private static Word unsigned(Word source, int r, int q, int width) {
    return q >= r ? source.bits(q, r) : source.low(q + 1).shiftLeft(width - r).low(width);
  }

  private static Word signed(Word source, int r, int q, int width) {
    return q >= r
        ? source.bits(q, r).signExtended(q - r + 1).low(width)
        : source.signExtended(q + 1).shiftLeft(width - r).low(width);
  }

  private static Word inserted(Word source, Word old, int r, int q, int width) {
    return q >= r
        ? old.withBits(q - r, 0, source.bits(q, r))
        : old.withBits(width - r + q, width - r, source.low(q + 1));
  }

  private static int width(Fields f) {
    return f.is('s') ? 64 : 32;
  }

  /** N must be as sf, and 32-bit forms have no numbers above 31. */
  private static boolean isAllocated(Fields f) {
    return f.get('s') == 3 || (f.get('s') == 0 && f.get('r') < 32 && f.get('q') < 32);
  }

  private static boolean toTop(Fields f) {
    return f.get('q') == width(f) - 1;
  }

  private static boolean inserts(Fields f) {
    return f.get('q') < f.get('r');
  }

  /** The numbers of an alias, from which r and q follow. */
  enum Range implements Operand {
    /** {@code #distance} upwards. */
    SHIFT_LEFT,
    /** {@code #distance} downwards. */
    SHIFT_RIGHT,
    /** {@code #lowest, #width} of the source. */
    EXTRACT,
    /** {@code #lowest, #width} of the destination. */
    INSERT;

    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int all = fields.get('s') != 0 ? 64 : 32;
      OptionalLong first = text.takeExpression();
      OptionalLong second = OptionalLong.of(1);
      if (this == EXTRACT || this == INSERT) {
        second = first.isPresent() && text.take(",") ? text.takeExpression() : OptionalLong.empty();
      }
      if (first.isEmpty() || second.isEmpty()) {
        return text.refuse("a number is missing");
      }
      long low = first.getAsLong();
      long count = second.getAsLong();
      if (low < 0 || low >= all || count < 1 || count > all - low) {
        return text.refuse("the bits do not fit " + all);
      }
      return switch (this) {
        case SHIFT_LEFT -> fields.put('r', -low & all - 1) && fields.put('q', all - 1 - low);
        case SHIFT_RIGHT -> fields.put('r', low) && fields.put('q', all - 1);
        case EXTRACT -> fields.put('r', low) && fields.put('q', low + count - 1);
        case INSERT -> fields.put('r', -low & all - 1) && fields.put('q', count - 1);
      };
    }

    @Override
    public void print(Fields fields, Printer out) {
      int r = fields.get('r');
      int q = fields.get('q');
      int all = width(fields);
      switch (this) {
        case SHIFT_LEFT -> out.add("#" + (all - 1 - q));
        case SHIFT_RIGHT -> out.add("#" + r);
        case EXTRACT -> out.add("#" + r + ", #" + (q - r + 1));
        case INSERT -> out.add("#" + (all - r) + ", #" + (q + 1));
      }
    }
  }
}
