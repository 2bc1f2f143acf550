// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.baseOf;
import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;

import java.util.Locale;
import org.armcall.emulator.word.Word;

/**
 * Load-exclusive, store-exclusive, load-acquire and store-release of one register (DDI 0487
 * C4.1.94). The emulator executes in order, so acquire and release need nothing more.
 */
final class A64Exclusive {
  private A64Exclusive() {}

  static void add(Rows rows) {
    for (int scale = 0; scale < 4; scale++) {
      for (boolean ordered : new boolean[] {false, true}) {
        load(rows, scale, ordered);
        store(rows, scale, ordered);
      }
      ordered(rows, scale, true);
      ordered(rows, scale, false);
    }
  }

  private static String size(int scale) {
    return (scale & 2) / 2 + "" + (scale & 1) + " 001000 ";
  }

  private static String suffix(int scale) {
    return scale == 0 ? "b" : scale == 1 ? "h" : "";
  }

  private static String register(int scale) {
    return scale == 3 ? "<Xt>" : "<Wt>";
  }

  private static String name(String mnemonic, int scale) {
    String bits = scale == 3 ? " (64-bit)" : scale == 2 ? " (32-bit)" : "";
    return mnemonic.toUpperCase(Locale.ROOT) + bits;
  }

  private static void load(Rows rows, int scale, boolean ordered) {
    String mnemonic = (ordered ? "ldaxr" : "ldxr") + suffix(scale);
    int bytes = 1 << scale;
    rows.row(
            name(mnemonic, scale),
            size(scale) + "010 ooooo " + (ordered ? "1" : "0") + " ooooo nnnnn ttttt")
        .as(mnemonic + " " + register(scale) + ", [<Xn|SP><,#zero>]")
        .does(
            f -> {
              int n = f.get('n');
              int t = f.get('t');
              return core -> set(core, t, core.loadExclusive(baseOf(core, n), bytes));
            });
  }

  private static void store(Rows rows, int scale, boolean ordered) {
    String mnemonic = (ordered ? "stlxr" : "stxr") + suffix(scale);
    int bytes = 1 << scale;
    rows.row(
            name(mnemonic, scale),
            size(scale) + "000 sssss " + (ordered ? "1" : "0") + " ooooo nnnnn ttttt")
        .as(mnemonic + " <Ws>, " + register(scale) + ", [<Xn|SP><,#zero>]")
        .does(
            f -> {
              int n = f.get('n');
              int t = f.get('t');
              int s = f.get('s');
              if (s == t || (s == n && n != 31)) {
                return Core::undefined;
              }
              return core ->
                  set(
                      core,
                      s,
                      core.storeExclusive(
                          baseOf(core, n), bytes, get(core, t, bytes * 8 < 64 ? 32 : 64)));
            });
  }

  private static void ordered(Rows rows, int scale, boolean loads) {
    String mnemonic = (loads ? "ldar" : "stlr") + suffix(scale);
    int bytes = 1 << scale;
    rows.row(
            name(mnemonic, scale),
            size(scale) + "1" + (loads ? "1" : "0") + "0 ooooo 1 ooooo nnnnn ttttt")
        .as(mnemonic + " " + register(scale) + ", [<Xn|SP><,#zero>]")
        .does(
            f -> {
              int n = f.get('n');
              int t = f.get('t');
              Step step =
                  loads
                      ? core -> {
                        Word address = baseOf(core, n);
                        core.aligned(address, bytes, false);
                        set(core, t, core.load(address, bytes));
                      }
                      : core -> {
                        Word address = baseOf(core, n);
                        core.aligned(address, bytes, true);
                        core.store(address, bytes, get(core, t).low(bytes * 8));
                      };
              return new Transfer(bytes, false, t, scale == 3, true).of(step);
            });
  }
}
