// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;
import static org.armcall.emulator.isa.A64Registers.setOrSp;

import java.util.Locale;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** AND, ORR, EOR, ANDS, BIC, ORN, EON, BICS and their aliases (DDI 0487 C4.1.93, C4.1.95). */
final class A64Logic {
  private A64Logic() {}

  /** The operation, and its twin that inverts the second operand. */
  private enum Kind {
    AND("00", "bic"),
    ORR("01", "orn"),
    EOR("10", "eon"),
    ANDS("11", "bics");

    private final String bits;
    private final String inverting;

    Kind(String bits, String inverting) {
      this.bits = bits;
      this.inverting = inverting;
    }

    String mnemonic() {
      return name().toLowerCase(Locale.ROOT);
    }

    Word of(Word left, Word right) {
      return switch (this) {
        case AND, ANDS -> left.and(right);
        case ORR -> left.or(right);
        case EOR -> left.xor(right);
      };
    }
  }

  static void add(Rows rows) {
    for (Kind kind : Kind.values()) {
      immediate(rows, kind);
    }
    for (Kind kind : Kind.values()) {
      shifted(rows, kind, false);
      shifted(rows, kind, true);
    }
  }

  private static void immediate(Rows rows, Kind kind) {
    Row.Draft row =
        rows.row(kind + " (immediate)", "s" + kind.bits + "100100 N rrrrrr qqqqqq nnnnn ddddd")
            .where(A64Numbers.LogicalNumber::isOne);
    if (kind == Kind.ORR) {
      row.as(
          "mov <Rd|SP>, <bitmask>",
          "n=31",
          f ->
              isCanonical(f)
                  && (f.get('d') == 31
                      || !Bitmask.isMoveWide(A64Numbers.LogicalNumber.value(f), width(f))));
    }
    if (kind == Kind.ANDS) {
      row.as("tst <Rn>, <bitmask>", "d=31", A64Logic::isCanonical);
    }
    row.as(
            kind.mnemonic() + (kind == Kind.ANDS ? " <Rd>" : " <Rd|SP>") + ", <Rn>, <bitmask>",
            "",
            A64Logic::isCanonical)
        .does(
            f -> {
              Word number = Word.of(A64Numbers.LogicalNumber.value(f));
              int n = f.get('n');
              int d = f.get('d');
              int width = width(f);
              return core -> {
                Word result = kind.of(get(core, n, width), number);
                if (kind == Kind.ANDS) {
                  A64Registers.flags(core, result, width, Truth.FALSE, Truth.FALSE);
                  set(core, d, result);
                } else {
                  setOrSp(core, d, result);
                }
              };
            });
  }

  /** A rotation by more than the element is the same number with another word. */
  private static boolean isCanonical(Fields f) {
    Bitmask bits = new Bitmask(f.get('N'), f.get('r'), f.get('q'));
    return Bitmask.of(A64Numbers.LogicalNumber.value(f), width(f)).filter(bits::equals).isPresent();
  }

  private static void shifted(Rows rows, Kind kind, boolean inverts) {
    String mnemonic = inverts ? kind.inverting : kind.mnemonic();
    Row.Draft row =
        rows.row(
                mnemonic.toUpperCase(Locale.ROOT) + " (shifted register)",
                "s" + kind.bits + "01010 tt " + (inverts ? "1" : "0") + " mmmmm iiiiii nnnnn ddddd")
            .where(f -> f.is('s') || f.get('i') < 32);
    if (kind == Kind.ORR) {
      if (inverts) {
        row.as("mvn <Rd>, <Rm><,rotate>", "n=31");
      } else {
        row.as("mov <Rd>, <Rm>", "n=31 t=0 i=0");
      }
    }
    if (kind == Kind.ANDS && !inverts) {
      row.as("tst <Rn>, <Rm><,rotate>", "d=31");
    }
    row.as(mnemonic + " <Rd>, <Rn>, <Rm><,rotate>").does(f -> step(kind, inverts, f));
  }

  private static Step step(Kind kind, boolean inverts, Fields f) {
    int n = f.get('n');
    int m = f.get('m');
    int d = f.get('d');
    int shift = f.get('t');
    int distance = f.get('i');
    int width = width(f);
    if (n == m && distance == 0 && (kind == Kind.EOR || inverts)) {
      return constant(kind, inverts, f);
    }
    return core -> {
      Word right =
          distance == 0
              ? get(core, m, width)
              : Shifts.shifted(get(core, m), shift, distance, width);
      Word result =
          kind.of(
              get(core, n, width),
              inverts ? (width == 64 ? right.not() : right.not().low(32)) : right);
      if (kind == Kind.ANDS) {
        A64Registers.flags(core, result, width, Truth.FALSE, Truth.FALSE);
      }
      set(core, d, result);
    };
  }

  /** A register with itself, where the result is all zeros or all ones whatever is in it. */
  private static Step constant(Kind kind, boolean inverts, Fields f) {
    int d = f.get('d');
    boolean ones = inverts && (kind == Kind.ORR || kind == Kind.EOR);
    Word result = Word.of(ones ? Word.mask(width(f)) : 0);
    return core -> {
      if (kind == Kind.ANDS) {
        core.flags(Truth.FALSE, Truth.TRUE, Truth.FALSE, Truth.FALSE);
      }
      set(core, d, result);
    };
  }

  private static int width(Fields f) {
    return f.is('s') ? 64 : 32;
  }
}
