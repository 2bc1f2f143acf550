// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;

import java.util.List;
import java.util.Locale;
import org.armcall.emulator.word.Sum;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** Multiply, divide, shift by a register, select, count and reverse (DDI 0487 C4.1.95). */
final class A64DataProcessing {
  private A64DataProcessing() {}

  static void add(Rows rows) {
    multiply(rows, false);
    multiply(rows, true);
    divide(rows, false);
    divide(rows, true);
    for (String mnemonic : List.of("lsl", "lsr", "asr", "ror")) {
      shift(rows, mnemonic, List.of("lsl", "lsr", "asr", "ror").indexOf(mnemonic));
    }
    select(rows);
    reverse(rows);
    rows.row("CLZ", "s10 11010110 00000 000100 nnnnn ddddd")
        .as("clz <Rd>, <Rn>")
        .does(f -> unary(f, width(f), Shifts::leadingZeros));
  }

  private static void multiply(Rows rows, boolean subtracts) {
    String mnemonic = subtracts ? "msub" : "madd";
    rows.row(
            mnemonic.toUpperCase(Locale.ROOT),
            "s00 11011 000 mmmmm " + (subtracts ? "1" : "0") + " aaaaa nnnnn ddddd")
        .as((subtracts ? "mneg" : "mul") + " <Rd>, <Rn>, <Rm>", "a=31")
        .as(mnemonic + " <Rd>, <Rn>, <Rm>, <Ra>")
        .does(
            f -> {
              int n = f.get('n');
              int m = f.get('m');
              int a = f.get('a');
              int d = f.get('d');
              int width = width(f);
              return core -> {
                Word product = Shifts.product(get(core, n, width), get(core, m, width), width);
                Word rest = get(core, a, width);
                Word result = subtracts ? rest.minus(product) : rest.plus(product);
                set(core, d, result.low(width));
              };
            });
  }

  private static void divide(Rows rows, boolean signed) {
    String mnemonic = signed ? "sdiv" : "udiv";
    rows.row(
            mnemonic.toUpperCase(Locale.ROOT),
            "s00 11010110 mmmmm 00001" + (signed ? "1" : "0") + " nnnnn ddddd")
        .as(mnemonic + " <Rd>, <Rn>, <Rm>")
        .does(
            f -> {
              int n = f.get('n');
              int m = f.get('m');
              int d = f.get('d');
              int width = width(f);
              return core ->
                  set(core, d, Shifts.quotient(get(core, n), get(core, m), signed, width));
            });
  }

  private static void shift(Rows rows, String mnemonic, int kind) {
    rows.row(
            mnemonic.toUpperCase(Locale.ROOT) + "V",
            "s00 11010110 mmmmm 0010" + List.of("00", "01", "10", "11").get(kind) + " nnnnn ddddd")
        .as(mnemonic + " <Rd>, <Rn>, <Rm>")
        .also(mnemonic + "v <Rd>, <Rn>, <Rm>", "")
        .does(
            f -> {
              int n = f.get('n');
              int m = f.get('m');
              int d = f.get('d');
              int width = width(f);
              return core -> set(core, d, Shifts.shifted(get(core, n), kind, get(core, m), width));
            });
  }

  /** What becomes of the second register of a selection. */
  private interface Change {
    Word of(Word word);
  }

  private static void select(Rows rows) {
    selection(rows, "csel", "0", "00", List.of(), word -> word);
    selection(
        rows,
        "csinc",
        "0",
        "01",
        List.of("cset", "cinc"),
        word -> Sum.of(word, Word.of(1), Truth.FALSE, 64).result());
    selection(rows, "csinv", "1", "00", List.of("csetm", "cinv"), Word::not);
    selection(rows, "csneg", "1", "01", List.of("", "cneg"), Word.ZERO::minus);
  }

  private static void selection(
      Rows rows, String mnemonic, String op, String op2, List<String> aliases, Change change) {
    Row.Draft row =
        rows.row(
            mnemonic.toUpperCase(Locale.ROOT),
            "s" + op + "0 11010100 mmmmm cccc " + op2 + " nnnnn ddddd");
    if (!aliases.isEmpty()) {
      String constant = aliases.get(0);
      if (!constant.isEmpty()) {
        row.as(constant + " <Rd>, <!cond:c>", "n=31 m=31", f -> f.get('c') < 14);
      }
      row.as(
          aliases.get(1) + " <Rd>, <Rn=m>, <!cond:c>",
          "",
          f ->
              f.get('n') == f.get('m')
                  && f.get('c') < 14
                  && (f.get('n') != 31 || constant.isEmpty()));
    }
    row.as(mnemonic + " <Rd>, <Rn>, <Rm>, <cond:c>")
        .does(
            f -> {
              int n = f.get('n');
              int m = f.get('m');
              int d = f.get('d');
              int condition = f.get('c');
              int width = width(f);
              return core -> {
                Word no = change.of(get(core, m, width)).low(width);
                set(
                    core,
                    d,
                    Conditions.select(Conditions.holds(core, condition), get(core, n, width), no));
              };
            });
  }

  /** An operation on one register. */
  private interface Unary {
    Word of(Word word, int width);
  }

  private static Step unary(Fields f, int width, Unary operation) {
    int n = f.get('n');
    int d = f.get('d');
    return core -> set(core, d, operation.of(get(core, n, width), width));
  }

  private static void reverse(Rows rows) {
    rows.row("RBIT", "s10 11010110 00000 000000 nnnnn ddddd")
        .as("rbit <Rd>, <Rn>")
        .does(
            f ->
                unary(
                    f,
                    width(f),
                    (word, width) ->
                        Shifts.permuted(word, bits -> Long.reverse(bits) >>> (64 - width))));
    rows.row("REV16", "s10 11010110 00000 000001 nnnnn ddddd")
        .as("rev16 <Rd>, <Rn>")
        .does(
            f ->
                unary(
                    f, width(f), (word, width) -> Shifts.permuted(word, Shifts::bytesInHalfwords)));
    rows.row("REV (32-bit)", "010 11010110 00000 000010 nnnnn ddddd")
        .as("rev <Wd>, <Wn>")
        .does(f -> unary(f, 32, (word, width) -> Shifts.permuted(word, Shifts::bytesInWords)));
    rows.row("REV32", "110 11010110 00000 000010 nnnnn ddddd")
        .as("rev32 <Xd>, <Xn>")
        .does(f -> unary(f, 64, (word, width) -> Shifts.permuted(word, Shifts::bytesInWords)));
    rows.row("REV (64-bit)", "110 11010110 00000 000011 nnnnn ddddd")
        .as("rev <Xd>, <Xn>")
        .also("rev64 <Xd>, <Xn>", "")
        .does(f -> unary(f, 64, (word, width) -> Shifts.permuted(word, Long::reverseBytes)));
  }

  private static int width(Fields f) {
    return f.is('s') ? 64 : 32;
  }
}
