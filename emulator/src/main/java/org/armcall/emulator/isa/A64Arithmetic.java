// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.getOrSp;
import static org.armcall.emulator.isa.A64Registers.set;
import static org.armcall.emulator.isa.A64Registers.setOrSp;

import java.util.Locale;
import org.armcall.emulator.word.Sum;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** ADD, SUB, ADC, SBC with and without flags, and their aliases (DDI 0487 C4.1.93, C4.1.95). */
final class A64Arithmetic {
  private A64Arithmetic() {}

  /** Which of the four. */
  private enum Kind {
    ADD("00"),
    ADDS("01"),
    SUB("10"),
    SUBS("11");

    private final String bits;

    Kind(String bits) {
      this.bits = bits;
    }

    String mnemonic() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean subtracts() {
      return this == SUB || this == SUBS;
    }

    boolean setsFlags() {
      return this == ADDS || this == SUBS;
    }

    /** The mnemonic without destination. */
    String comparing() {
      return this == SUBS ? "cmp" : "cmn";
    }
  }

  /** The second operand. */
  private interface Second {
    Word of(Core core);
  }

  static void add(Rows rows) {
    for (Kind kind : Kind.values()) {
      immediate(rows, kind);
    }
    for (Kind kind : Kind.values()) {
      shifted(rows, kind);
    }
    for (Kind kind : Kind.values()) {
      extended(rows, kind);
    }
    for (Kind kind : Kind.values()) {
      withCarry(rows, kind);
    }
  }

  private static void immediate(Rows rows, Kind kind) {
    Row.Draft row =
        rows.row(kind + " (immediate)", "s" + kind.bits + "10001 0h iiiiiiiiiiii nnnnn ddddd");
    if (kind == Kind.ADD) {
      row.as("mov <Rd|SP>, <Rn|SP>", "i=0 h=0", f -> f.get('d') == 31 || f.get('n') == 31);
    }
    if (kind.setsFlags()) {
      row.as(kind.comparing() + " <Rn|SP>, <imm12>", "d=31");
    }
    row.as(kind.mnemonic() + (kind.setsFlags() ? " <Rd>" : " <Rd|SP>") + ", <Rn|SP>, <imm12>")
        .does(
            f -> {
              Word number = Word.of((long) f.get('i') << (f.is('h') ? 12 : 0));
              return step(kind, f, true, core -> number);
            });
  }

  private static void shifted(Rows rows, Kind kind) {
    Row.Draft row =
        rows.row(
                kind + " (shifted register)",
                "s" + kind.bits + "01011 tt 0 mmmmm iiiiii nnnnn ddddd")
            .where(f -> f.get('t') != Shifts.ROR && (f.is('s') || f.get('i') < 32));
    if (kind.setsFlags()) {
      row.as(kind.comparing() + " <Rn>, <Rm><,shift>", "d=31");
    }
    if (kind.subtracts()) {
      row.as((kind == Kind.SUB ? "neg" : "negs") + " <Rd>, <Rm><,shift>", "n=31");
    }
    row.as(kind.mnemonic() + " <Rd>, <Rn>, <Rm><,shift>")
        .does(
            f -> {
              int m = f.get('m');
              int shift = f.get('t');
              int distance = f.get('i');
              int width = width(f);
              if (kind.subtracts() && m == f.get('n') && distance == 0) {
                return zero(kind, f);
              }
              return step(
                  kind,
                  f,
                  false,
                  distance == 0
                      ? core -> get(core, m)
                      : core -> Shifts.shifted(get(core, m), shift, distance, width));
            });
  }

  private static void extended(Rows rows, Kind kind) {
    Row.Draft row =
        rows.row(
                kind + " (extended register)",
                "s" + kind.bits + "01011 00 1 mmmmm xxx iii nnnnn ddddd")
            .where(f -> f.get('i') <= 4);
    if (kind.setsFlags()) {
      row.as(kind.comparing() + " <Rn|SP>, <Rm-extended>", "d=31");
    }
    row.as(kind.mnemonic() + (kind.setsFlags() ? " <Rd>" : " <Rd|SP>") + ", <Rn|SP>, <Rm-extended>")
        .does(
            f -> {
              int m = f.get('m');
              int extension = f.get('x');
              int distance = f.get('i');
              return step(kind, f, true, core -> A64Extended.value(core, m, extension, distance));
            });
  }

  private static void withCarry(Rows rows, Kind kind) {
    String mnemonic = kind.subtracts() ? "sbc" : "adc";
    String suffix = kind.setsFlags() ? "s" : "";
    Row.Draft row =
        rows.row(
            (mnemonic + suffix).toUpperCase(Locale.ROOT),
            "s" + kind.bits + "11010000 mmmmm 000000 nnnnn ddddd");
    if (kind.subtracts()) {
      row.as("ngc" + suffix + " <Rd>, <Rm>", "n=31");
    }
    row.as(mnemonic + suffix + " <Rd>, <Rn>, <Rm>")
        .does(
            f -> {
              int n = f.get('n');
              int m = f.get('m');
              int d = f.get('d');
              int width = width(f);
              return core -> {
                Word right = get(core, m, width);
                Sum sum =
                    Sum.of(
                        get(core, n, width),
                        kind.subtracts() ? right.not() : right,
                        core.carry(),
                        width);
                if (kind.setsFlags()) {
                  A64Registers.flags(core, sum.result(), width, sum.carry(), sum.overflow());
                }
                set(core, d, sum.result());
              };
            });
  }

  /** What a word does; the operands may be wider than the operation. */
  private static Step step(Kind kind, Fields f, boolean stackPointer, Second second) {
    int n = f.get('n');
    int d = f.get('d');
    int width = width(f);
    if (kind.setsFlags()) {
      return core -> {
        Word left = stackPointer ? getOrSp(core, n) : get(core, n);
        Word right = second.of(core);
        Sum sum =
            kind.subtracts()
                ? Sum.of(left, right.not(), Truth.TRUE, width)
                : Sum.of(left, right, Truth.FALSE, width);
        A64Registers.flags(core, sum.result(), width, sum.carry(), sum.overflow());
        set(core, d, sum.result());
      };
    }
    return core -> {
      Word left = stackPointer ? getOrSp(core, n) : get(core, n);
      Word right = second.of(core);
      Word result = kind.subtracts() ? left.minus(right) : left.plus(right);
      Word narrow = width == 64 ? result : result.low(32);
      if (stackPointer) {
        setOrSp(core, d, narrow);
      } else {
        set(core, d, narrow);
      }
    };
  }

  /** A register minus itself, which is zero whatever is in it. */
  private static Step zero(Kind kind, Fields f) {
    int d = f.get('d');
    return core -> {
      if (kind.setsFlags()) {
        core.flags(Truth.FALSE, Truth.TRUE, Truth.TRUE, Truth.FALSE);
      }
      set(core, d, Word.ZERO);
    };
  }

  private static int width(Fields f) {
    return f.is('s') ? 64 : 32;
  }
}
