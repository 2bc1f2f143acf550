// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;

/** The 32-bit T32 rows of extension, reversal, multiplication and division (DDI 0487 F3.3). */
final class T32Media {
  private T32Media() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    extend(rows, "SXTH", "000", true, 16);
    extend(rows, "UXTH", "001", false, 16);
    extend(rows, "SXTB", "100", true, 8);
    extend(rows, "UXTB", "101", false, 8);
    permutation(rows, "REV", "00", Integer::reverseBytes);
    permutation(rows, "REV16", "01", DataSteps::reverseHalves);
    permutation(rows, "RBIT", "10", Integer::reverse);
    rows.row("REVSH T32", "11111010 1001 xxxx 1111 dddd 1011 mmmm")
        .except("d=15 m=15")
        .where(f -> f.get('x') == f.get('m'))
        .as("revsh<c><w> <Rd>, <Rmm>")
        .does(t32(f -> DataSteps.reverseSigned(f.get('d'), f.get('m'))));
    rows.row("CLZ T32", "11111010 1011 xxxx 1111 dddd 1000 mmmm")
        .except("d=15 m=15")
        .where(f -> f.get('x') == f.get('m'))
        .as("clz<c> <Rd>, <Rmm>")
        .does(t32(f -> DataSteps.countLeadingZeros(f.get('d'), f.get('m'))));
    multiply(rows);
  }

  private static void extend(Rows rows, String name, String code, boolean signed, int width) {
    rows.row(name + " T32", "11111010 0" + code + " 1111 1111 dddd 1 z rr mmmm")
        .except("d=15 m=15")
        .as(name.toLowerCase(Locale.ROOT) + "<c><w> <Rd>, <Rm><,ror>")
        .does(t32(f -> DataSteps.extend(signed, width, 8 * f.get('r'), f.get('d'), f.get('m'))));
  }

  private static void permutation(
      Rows rows, String name, String code, DataSteps.Permutation permutation) {
    rows.row(name + " T32", "11111010 1001 xxxx 1111 dddd 10" + code + " mmmm")
        .except("d=15 m=15")
        .where(f -> f.get('x') == f.get('m'))
        .as(name.toLowerCase(Locale.ROOT) + "<c><w> <Rd>, <Rmm>")
        .does(t32(f -> DataSteps.permute(permutation, f.get('d'), f.get('m'))));
  }

  private static void multiply(Rows rows) {
    rows.row("MUL T32", "11111011 0000 nnnn 1111 dddd 0000 mmmm")
        .except("d=15 n=15 m=15")
        .as("mul<c><w> <Rd>, <Rn>, <Rm>")
        .also("mul<c><w> <Rdn>, <Rm>", "")
        .does(t32(f -> DataSteps.multiply(false, f.get('d'), f.get('n'), f.get('m'))));
    rows.row("MLA T32", "11111011 0000 nnnn aaaa dddd 0000 mmmm")
        .except("d=15 n=15 m=15 a=15")
        .as("mla<c> <Rd>, <Rn>, <Rm>, <Ra>")
        .does(
            t32(f -> DataSteps.multiplyAdd(false, f.get('d'), f.get('n'), f.get('m'), f.get('a'))));
    rows.row("MLS T32", "11111011 0000 nnnn aaaa dddd 0001 mmmm")
        .except("d=15 n=15 m=15 a=15")
        .as("mls<c> <Rd>, <Rn>, <Rm>, <Ra>")
        .does(t32(f -> DataSteps.multiplySubtract(f.get('d'), f.get('n'), f.get('m'), f.get('a'))));
    multiplyLong(rows, "SMULL", "1000", true);
    multiplyLong(rows, "UMULL", "1010", false);
    divide(rows, "SDIV", "1001", true);
    divide(rows, "UDIV", "1011", false);
  }

  private static void multiplyLong(Rows rows, String name, String code, boolean signed) {
    rows.row(name + " T32", "11111011 " + code + " nnnn llll hhhh 0000 mmmm")
        .except("n=15 l=15 h=15 m=15")
        .where(f -> f.get('l') != f.get('h'))
        .as(name.toLowerCase(Locale.ROOT) + "<c> <Rl>, <Rh>, <Rn>, <Rm>")
        .does(
            t32(
                f ->
                    DataSteps.multiplyLong(
                        signed, f.get('l'), f.get('h'), f.get('n'), f.get('m'))));
  }

  private static void divide(Rows rows, String name, String code, boolean signed) {
    rows.row(name + " T32", "11111011 " + code + " nnnn oooo dddd 1111 mmmm")
        .except("n=15 d=15 m=15")
        .as(name.toLowerCase(Locale.ROOT) + "<c> <Rd>, <Rn>, <Rm>")
        .does(t32(f -> DataSteps.divide(signed, f.get('d'), f.get('n'), f.get('m'))));
  }
}
