// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;

import java.util.Locale;
import java.util.OptionalLong;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** Branches (DDI 0487 C4.1.92). */
final class A64Branches {
  private A64Branches() {}

  static void add(Rows rows) {
    rows.row("B", "000101 iiiiiiiiiiiiiiiiiiiiiiiiii")
        .as("b <label:i>")
        .does(
            f -> {
              long offset = (long) f.signed('i') << 2;
              return core -> core.branch(Word.of(core.pc() + offset));
            });
    rows.row("BL", "100101 iiiiiiiiiiiiiiiiiiiiiiiiii")
        .as("bl <label:i>")
        .does(
            f -> {
              long offset = (long) f.signed('i') << 2;
              return core -> {
                core.register(30, Word.of(core.pc() + 4));
                core.branch(Word.of(core.pc() + offset));
              };
            });
    rows.row("B.cond", "0101010 0 iiiiiiiiiiiiiiiiiii 0 cccc")
        .as("b.<.cond:c> <label:i>")
        .also("b<.cond:c> <label:i>", "")
        .does(
            f -> {
              int condition = f.get('c');
              String what = "b." + Conditions.NAMES.get(condition);
              return conditional(
                  (long) f.signed('i') << 2, what, core -> Conditions.holds(core, condition));
            });
    compare(rows, true);
    compare(rows, false);
    test(rows, true);
    test(rows, false);
    indirect(rows);
  }

  /** A question that a branch asks. */
  private interface Question {
    Truth of(Core core);
  }

  private static Step conditional(long offset, String what, Question question) {
    return core -> {
      if (core.decide(question.of(core), what)) {
        core.branch(Word.of(core.pc() + offset));
      }
    };
  }

  private static void compare(Rows rows, boolean zero) {
    String mnemonic = zero ? "cbz" : "cbnz";
    rows.row(
            mnemonic.toUpperCase(Locale.ROOT),
            "s011010 " + (zero ? "0" : "1") + " iiiiiiiiiiiiiiiiiii ttttt")
        .as(mnemonic + " <Rt>, <label:i>")
        .does(
            f -> {
              int t = f.get('t');
              int width = f.is('s') ? 64 : 32;
              return conditional(
                  (long) f.signed('i') << 2,
                  mnemonic,
                  core -> {
                    Truth isZero = get(core, t, width).isZero();
                    return zero ? isZero : isZero.not();
                  });
            });
  }

  private static void test(Rows rows, boolean zero) {
    String mnemonic = zero ? "tbz" : "tbnz";
    rows.row(
            mnemonic.toUpperCase(Locale.ROOT),
            "b011011 " + (zero ? "0" : "1") + " eeeee iiiiiiiiiiiiii ttttt")
        .as(mnemonic + " <Rt-bit>, <bit>, <label:i>")
        .does(
            f -> {
              int t = f.get('t');
              int bit = f.get('b') << 5 | f.get('e');
              return conditional(
                  (long) f.signed('i') << 2,
                  mnemonic,
                  core -> {
                    Truth set = get(core, t).bit(bit);
                    return zero ? set.not() : set;
                  });
            });
  }

  /**
   * BTYPE is 1 after BR from X16 or X17, 3 after BR from another register, 2 after BLR (D24, shared
   * pseudocode); the processor keeps 0 in a page that is not guarded apart from it.
   */
  private static void indirect(Rows rows) {
    rows.row("BR", "1101011 0000 11111 000000 nnnnn 00000")
        .as("br <Xn>")
        .does(
            f -> {
              int n = f.get('n');
              int type = n == 16 || n == 17 ? 1 : 3;
              return core -> core.branchIndirect(get(core, n), type);
            });
    rows.row("BLR", "1101011 0001 11111 000000 nnnnn 00000")
        .as("blr <Xn>")
        .does(
            f -> {
              int n = f.get('n');
              return core -> {
                Word target = get(core, n);
                core.register(30, Word.of(core.pc() + 4));
                core.branchIndirect(target, 2);
              };
            });
    rows.row("RET", "1101011 0010 11111 000000 nnnnn 00000")
        .as("ret", "n=30")
        .as("ret <Xn>")
        .does(
            f -> {
              int n = f.get('n');
              return core -> core.branch(get(core, n));
            });
  }

  /** The register of TBZ: a W register has bits 0 to 31 only. */
  record TestRegister() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      int number = A64Register.number(name, false);
      if (number < 0) {
        return text.refuse("'" + name + "' is not a register that fits");
      }
      return fields.put('t', number) && (A64Register.isWide(name) || fields.put('b', 0));
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(A64Register.name(fields.get('t'), fields.is('b'), false));
    }
  }

  /** The number of the bit that TBZ looks at: b is its highest bit, e the rest. */
  record TestBit() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong bit = text.takeExpression();
      return (bit.isPresent()
              && fields.put('b', bit.getAsLong() >> 5)
              && fields.put('e', bit.getAsLong() & 31))
          || text.refuse("a number of a bit is missing");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add("#" + (fields.get('b') << 5 | fields.get('e')));
    }
  }
}
