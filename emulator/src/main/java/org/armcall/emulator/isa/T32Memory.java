// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;
import org.armcall.emulator.isa.BlockSteps.Order;
import org.armcall.emulator.isa.MemorySteps.Index;
import org.armcall.emulator.isa.MemorySteps.Offset;
import org.armcall.emulator.isa.MemorySteps.Place;
import org.armcall.emulator.isa.MemorySteps.Size;

/** The 32-bit T32 rows of loads and stores (DDI 0487 F3.3). */
final class T32Memory {
  private T32Memory() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    single(rows, "STRB", "11111000", "00", Size.BYTE, false);
    single(rows, "LDRB", "11111000", "00", Size.BYTE, true);
    single(rows, "STRH", "11111000", "01", Size.HALFWORD, false);
    single(rows, "LDRH", "11111000", "01", Size.HALFWORD, true);
    single(rows, "STR", "11111000", "10", Size.WORD, false);
    single(rows, "LDR", "11111000", "10", Size.WORD, true);
    single(rows, "LDRSB", "11111001", "00", Size.SIGNED_BYTE, true);
    single(rows, "LDRSH", "11111001", "01", Size.SIGNED_HALFWORD, true);
    pair(rows, true);
    pair(rows, false);
    T32Exclusives.add(rows);
    block(rows, true, Order.IA, "11101000 10");
    block(rows, true, Order.DB, "11101001 00");
    block(rows, false, Order.IA, "11101000 10");
    block(rows, false, Order.DB, "11101001 00");
  }

  private static Step step(Size size, boolean load, Fields f, Place place) {
    return load
        ? MemorySteps.load(size, f.get('t'), place)
        : MemorySteps.store(size, f.get('t'), place);
  }

  private static void single(
      Rows rows, String name, String group, String code, Size size, boolean load) {
    String head = code + (load ? "1" : "0");
    String mnemonic = name.toLowerCase(Locale.ROOT) + "<c><w> <Rt>";
    String noPc = size == Size.WORD && load ? "n=15" : "n=15 t=15";
    if (load) {
      rows.row(name + " (literal) T32", group + " U" + head + " 1111 tttt iiiiiiiiiiii")
          .except(size == Size.WORD ? "" : "t=15")
          .as(mnemonic + ", [pc<,off>]", "", f -> f.is('U') || f.is('i'))
          .also(mnemonic + ", <literal:32>", "")
          .does(
              t32(
                  f ->
                      step(
                          size,
                          true,
                          f,
                          new Place(
                              Aarch32.PC, Offset.fixed(f.is('U'), f.get('i')), Index.OFFSET))));
    }
    rows.row(name + " (immediate) T32", group + " 1" + head + " nnnn tttt iiiiiiiiiiii")
        .except(noPc)
        .as(mnemonic + ", [<Rn><,#i>]")
        .does(
            t32(
                f ->
                    step(
                        size,
                        load,
                        f,
                        new Place(f.get('n'), new Offset.Fixed(f.get('i')), Index.OFFSET))));
    rows.row(name + " (negative offset) T32", group + " 0" + head + " nnnn tttt 1100 iiiiiiii")
        .except(noPc)
        .as(mnemonic + ", [<Rn>, <-#i>]", "", f -> f.is('i'))
        .does(
            t32(
                f ->
                    step(
                        size,
                        load,
                        f,
                        new Place(f.get('n'), new Offset.Fixed(-f.get('i')), Index.OFFSET))));
    changing(rows, name, group + " 0" + head, size, load);
    rows.row(name + " (register) T32", group + " 0" + head + " nnnn tttt 000000 ii mmmm")
        .except(noPc + " m=15")
        .as(mnemonic + ", [<Rn>, <Rm><,lsl>]")
        .does(
            t32(
                f ->
                    step(
                        size,
                        load,
                        f,
                        new Place(
                            f.get('n'),
                            new Offset.Indexed(
                                ShifterOperand.of(f.get('m'), Shift.LSL, f.get('i')), true),
                            Index.OFFSET))));
  }

  /** The forms that change the base. */
  private static void changing(Rows rows, String name, String group, Size size, boolean load) {
    String mnemonic = name.toLowerCase(Locale.ROOT) + "<c><w> <Rt>";
    String noPc = size == Size.WORD && load ? "n=15" : "n=15 t=15";
    Row.Draft row =
        rows.row(name + " (changing the base) T32", group + " nnnn tttt 1PU1 iiiiiiii")
            .except(noPc)
            .where(f -> f.get('n') != f.get('t'))
            .as(mnemonic + ", [<Rn>, <off>]!", "P=1", f -> f.is('U') || f.is('i'))
            .as(mnemonic + ", [<Rn>], <off>", "P=0", f -> f.is('U') || f.is('i'));
    if (name.equals("LDR")) {
      row.also("pop<c><w> <{Rt}>", "n=13 P=0 U=1 i=4");
    } else if (name.equals("STR")) {
      row.also("push<c><w> <{Rt}>", "n=13 P=1 U=0 i=4");
    }
    row.does(
        t32(
            f ->
                step(
                    size,
                    load,
                    f,
                    new Place(
                        f.get('n'),
                        Offset.fixed(f.is('U'), f.get('i')),
                        f.is('P') ? Index.PRE : Index.POST))));
  }

  private static void pair(Rows rows, boolean load) {
    String name = load ? "LDRD" : "STRD";
    String mnemonic = name.toLowerCase(Locale.ROOT) + "<c> <Rt>, <Ru>";
    String bit = load ? "1" : "0";
    if (load) {
      rows.row("LDRD (literal) T32", "11101001 U101 1111 tttt uuuu iiiiiiii")
          .except("t=15 u=15")
          .where(f -> f.get('t') != f.get('u'))
          .as(mnemonic + ", [pc<,off*4>]", "", f -> f.is('U') || f.is('i'))
          .does(t32(f -> pairStep(true, f, Aarch32.PC, Index.OFFSET)));
    }
    rows.row(name + " (offset) T32", "11101001 U10" + bit + " nnnn tttt uuuu iiiiiiii")
        .except("n=15 t=15 u=15")
        .where(f -> !load || f.get('t') != f.get('u'))
        .as(mnemonic + ", [<Rn><,off*4>]", "", f -> f.is('U') || f.is('i'))
        .does(t32(f -> pairStep(load, f, f.get('n'), Index.OFFSET)));
    for (Index index : new Index[] {Index.PRE, Index.POST}) {
      boolean before = index == Index.PRE;
      rows.row(
              name + (before ? " (pre-indexed) T32" : " (post-indexed) T32"),
              "1110100" + (before ? "1" : "0") + " U11" + bit + " nnnn tttt uuuu iiiiiiii")
          .except("n=15 t=15 u=15")
          .where(f -> !load || f.get('t') != f.get('u'))
          .where(f -> f.get('n') != f.get('t') && f.get('n') != f.get('u'))
          .as(
              mnemonic + (before ? ", [<Rn>, <off*4>]!" : ", [<Rn>], <off*4>"),
              "",
              f -> f.is('U') || f.is('i'))
          .does(t32(f -> pairStep(load, f, f.get('n'), index)));
    }
  }

  private static Step pairStep(boolean load, Fields f, int base, Index index) {
    Place place = new Place(base, Offset.fixed(f.is('U'), 4L * f.get('i')), index);
    return load
        ? MemorySteps.loadPair(f.get('t'), f.get('u'), place)
        : MemorySteps.storePair(f.get('t'), f.get('u'), place);
  }

  private static void block(Rows rows, boolean load, Order order, String group) {
    String name = (load ? "LDM" : "STM") + (order == Order.DB ? "DB" : "");
    String mnemonic = name.toLowerCase(Locale.ROOT) + "<c><w>";
    Row.Draft row =
        rows.row(name + " T32", group + "W" + (load ? "1" : "0") + " nnnn LLLLLLLLLLLLLLLL")
            .except("n=15")
            .where(f -> isList(f.get('L'), load))
            .where(f -> !f.is('W') || (f.get('L') >>> f.get('n') & 1) == 0);
    if (load && order == Order.IA) {
      row.as("pop<c><w> <list>", "n=13 W=1");
    } else if (!load && order == Order.DB) {
      row.as("push<c><w> <list>", "n=13 W=1");
    }
    row.as(mnemonic + " <Rn>, <list>", "W=0").as(mnemonic + " <Rn>!, <list>", "W=1");
    if (order == Order.IA) {
      String full = name.toLowerCase(Locale.ROOT) + "ia<c><w>";
      row.also(full + " <Rn>, <list>", "W=0").also(full + " <Rn>!, <list>", "W=1");
    }
    row.does(
        t32(
            f ->
                load
                    ? BlockSteps.load(order, f.get('n'), f.is('W'), f.get('L'))
                    : BlockSteps.store(order, f.get('n'), f.is('W'), f.get('L'))));
  }

  /** Two registers or more, without SP; PC and LR not together, and PC not in a store. */
  private static boolean isList(int list, boolean load) {
    return Integer.bitCount(list) >= 2
        && (list & 0x2000) == 0
        && (load ? (list & 0xc000) != 0xc000 : (list & 0x8000) == 0);
  }
}
