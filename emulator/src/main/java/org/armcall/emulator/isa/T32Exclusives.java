// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;

/** The T32 rows of exclusive loads and stores (DDI 0487 F3.3.2). */
final class T32Exclusives {
  private T32Exclusives() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    rows.row("LDREX T32", "11101000 0101 nnnn tttt oooo iiiiiiii")
        .except("n=15 t=15")
        .as("ldrex<c> <Rt>, [<Rn><,#i*4>]")
        .does(t32(f -> MemorySteps.loadExclusive(4, f.get('t'), f.get('n'), 4 * f.get('i'))));
    rows.row("STREX T32", "11101000 0100 nnnn tttt dddd iiiiiiii")
        .except("n=15 t=15 d=15")
        .where(f -> f.get('d') != f.get('n') && f.get('d') != f.get('t'))
        .as("strex<c> <Rd>, <Rt>, [<Rn><,#i*4>]")
        .does(
            t32(
                f ->
                    MemorySteps.storeExclusive(
                        4, f.get('d'), f.get('t'), f.get('n'), 4 * f.get('i'))));
    narrow(rows, "b", "0100", 1);
    narrow(rows, "h", "0101", 2);
    rows.row("LDREXD T32", "11101000 1101 nnnn tttt uuuu 0111 oooo")
        .except("n=15 t=15 u=15")
        .where(f -> f.get('t') != f.get('u'))
        .as("ldrexd<c> <Rt>, <Ru>, [<Rn>]")
        .does(t32(f -> MemorySteps.loadExclusivePair(f.get('t'), f.get('u'), f.get('n'))));
    rows.row("STREXD T32", "11101000 1100 nnnn tttt uuuu 0111 dddd")
        .except("n=15 t=15 u=15 d=15")
        .where(
            f -> f.get('d') != f.get('n') && f.get('d') != f.get('t') && f.get('d') != f.get('u'))
        .as("strexd<c> <Rd>, <Rt>, <Ru>, [<Rn>]")
        .does(
            t32(
                f ->
                    MemorySteps.storeExclusivePair(
                        f.get('d'), f.get('t'), f.get('u'), f.get('n'))));
    rows.row("CLREX T32", "11110011 1011 oooo 10z0 oooo 0010 oooo")
        .as("clrex<c>")
        .does(t32(f -> Core::clearExclusive));
  }

  private static void narrow(Rows rows, String suffix, String code, int bytes) {
    String end = suffix.toUpperCase(Locale.ROOT) + " T32";
    rows.row("LDREX" + end, "11101000 1101 nnnn tttt oooo " + code + " oooo")
        .except("n=15 t=15")
        .as("ldrex" + suffix + "<c> <Rt>, [<Rn>]")
        .does(t32(f -> MemorySteps.loadExclusive(bytes, f.get('t'), f.get('n'), 0)));
    rows.row("STREX" + end, "11101000 1100 nnnn tttt oooo " + code + " dddd")
        .except("n=15 t=15 d=15")
        .where(f -> f.get('d') != f.get('n') && f.get('d') != f.get('t'))
        .as("strex" + suffix + "<c> <Rd>, <Rt>, [<Rn>]")
        .does(t32(f -> MemorySteps.storeExclusive(bytes, f.get('d'), f.get('t'), f.get('n'), 0)));
  }
}
