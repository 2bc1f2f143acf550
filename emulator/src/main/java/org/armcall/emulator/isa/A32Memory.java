// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.a32;

import java.util.Locale;
import org.armcall.emulator.isa.BlockSteps.Order;
import org.armcall.emulator.isa.MemorySteps.Index;
import org.armcall.emulator.isa.MemorySteps.Offset;
import org.armcall.emulator.isa.MemorySteps.Place;
import org.armcall.emulator.isa.MemorySteps.Size;

/** The A32 rows of loads and stores (DDI 0487 F4.1.1 extra ones, F4.1.7, F4.1.8, F4.1.10). */
final class A32Memory {
  private A32Memory() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    single(rows, "STR", Size.WORD, false, "0");
    single(rows, "LDR", Size.WORD, true, "0");
    single(rows, "STRB", Size.BYTE, false, "1");
    single(rows, "LDRB", Size.BYTE, true, "1");
    extra(rows, "STRH", Size.HALFWORD, false, "01");
    extra(rows, "LDRH", Size.HALFWORD, true, "01");
    extra(rows, "LDRSB", Size.SIGNED_BYTE, true, "10");
    extra(rows, "LDRSH", Size.SIGNED_HALFWORD, true, "11");
    pair(rows, "LDRD", true, "10");
    pair(rows, "STRD", false, "11");
    exclusive(rows);
    block(rows, true);
    block(rows, false);
    user(rows);
  }

  /** Whether the base is changed. */
  private static boolean changesBase(Fields f) {
    return !f.is('P') || f.is('W');
  }

  /** LDRT and the like, post-indexed with W, are other instructions. */
  private static boolean isOrdinary(Fields f) {
    return f.is('P') || !f.is('W');
  }

  /** A changed base must be neither PC nor the register that is transferred. */
  private static boolean isPredictable(Fields f) {
    return !changesBase(f) || (f.get('n') != 15 && f.get('n') != f.get('t'));
  }

  private static Step step(Size size, boolean load, Fields f, Offset offset) {
    Place place = new Place(f.get('n'), offset, Index.of(f.is('P'), f.is('W')));
    return load
        ? MemorySteps.load(size, f.get('t'), place)
        : MemorySteps.store(size, f.get('t'), place);
  }

  private static void forms(Row.Draft row, String mnemonic, String offset) {
    String optional = offset.equals("off") ? "<,off>" : ", " + offset;
    String inside = offset.equals("off") ? "<off>" : offset;
    row.as(mnemonic + ", [<Rn>" + optional + "]", "P=1 W=0", A32Memory::isShown)
        .as(mnemonic + ", [<Rn>, " + inside + "]!", "P=1 W=1", A32Memory::isShown)
        .as(mnemonic + ", [<Rn>], " + inside, "P=0 W=0", A32Memory::isShown);
  }

  /** {@code #-0} has an encoding of its own that assemblers do not make. */
  private static boolean isShown(Fields f) {
    return f.pattern().mask('i') == 0 || f.pattern().mask('h') != 0 || f.is('U') || f.is('i');
  }

  private static void single(Rows rows, String name, Size size, boolean load, String b) {
    String mnemonic = name.toLowerCase(Locale.ROOT) + "<c> <Rt>";
    Row.Draft immediate =
        rows.row(
                name + " (immediate)",
                "cccc 010P U" + b + "W" + (load ? "1" : "0") + " nnnn tttt iiiiiiiiiiii")
            .except("c=15" + (size == Size.BYTE ? " t=15" : ""))
            .where(f -> isOrdinary(f) && isPredictable(f));
    if (size == Size.WORD) {
      immediate.as(
          load ? "pop<c> <{Rt}>" : "push<c> <{Rt}>",
          load ? "n=13 P=0 W=0 U=1 i=4" : "n=13 P=1 W=1 U=0 i=4");
    }
    forms(immediate, mnemonic, "off");
    if (load) {
      immediate.also(mnemonic + ", <literal>", "n=15 P=1 W=0");
    }
    immediate.does(a32(f -> step(size, load, f, Offset.fixed(f.is('U'), f.get('i')))));
    Row.Draft register =
        rows.row(
                name + " (register)",
                "cccc 011P U" + b + "W" + (load ? "1" : "0") + " nnnn tttt iiiii hh 0 mmmm")
            .except("c=15 m=15" + (size == Size.BYTE ? " t=15" : ""))
            .where(f -> isOrdinary(f) && isPredictable(f));
    forms(register, mnemonic, "<+Rm><,shift>");
    register.does(
        a32(
            f -> {
              Shift shift = Shift.ofImmediate(f.get('h'), f.get('i'));
              return step(
                  size,
                  load,
                  f,
                  new Offset.Indexed(
                      ShifterOperand.of(f.get('m'), shift, shift.amount(f.get('i'))), f.is('U')));
            }));
  }

  private static void extra(Rows rows, String name, Size size, boolean load, String code) {
    String mnemonic = name.toLowerCase(Locale.ROOT) + "<c> <Rt>";
    String bit = load ? "1" : "0";
    Row.Draft immediate =
        rows.row(
                name + " (immediate)",
                "cccc 000P U1W" + bit + " nnnn tttt iiii 1" + code + "1 iiii")
            .except("c=15 t=15")
            .where(f -> isOrdinary(f) && isPredictable(f));
    forms(immediate, mnemonic, "off");
    if (load) {
      immediate.also(mnemonic + ", <literal>", "n=15 P=1 W=0");
    }
    immediate.does(a32(f -> step(size, load, f, Offset.fixed(f.is('U'), f.get('i')))));
    Row.Draft register =
        rows.row(
                name + " (register)", "cccc 000P U0W" + bit + " nnnn tttt zzzz 1" + code + "1 mmmm")
            .except("c=15 t=15 m=15")
            .where(f -> isOrdinary(f) && isPredictable(f));
    forms(register, mnemonic, "<+Rm>");
    register.does(a32(f -> step(size, load, f, indexed(f))));
  }

  private static Offset indexed(Fields f) {
    return new Offset.Indexed(new ShifterOperand.Register(f.get('m')), f.is('U'));
  }

  private static void pair(Rows rows, String name, boolean load, String code) {
    String mnemonic = name.toLowerCase(Locale.ROOT) + "<c> <Rt>, <Rt+1>";
    Row.Draft immediate =
        rows.row(name + " (immediate)", "cccc 000P U1W0 nnnn tttt iiii 1" + code + "1 iiii")
            .except("c=15 t=14 t=15")
            .where(f -> isOrdinary(f) && isPredictablePair(f));
    forms(immediate, mnemonic, "off");
    if (load) {
      immediate.also(mnemonic + ", <literal>", "n=15 P=1 W=0");
    }
    immediate.does(a32(f -> pairStep(load, f, Offset.fixed(f.is('U'), f.get('i')))));
    Row.Draft register =
        rows.row(name + " (register)", "cccc 000P U0W0 nnnn tttt zzzz 1" + code + "1 mmmm")
            .except("c=15 t=14 t=15 m=15")
            .where(f -> isOrdinary(f) && isPredictablePair(f))
            .where(f -> !load || (f.get('m') & ~1) != f.get('t'));
    forms(register, mnemonic, "<+Rm>");
    register.does(a32(f -> pairStep(load, f, indexed(f))));
  }

  private static boolean isPredictablePair(Fields f) {
    return (f.get('t') & 1) == 0
        && (!changesBase(f) || (f.get('n') != 15 && (f.get('n') & ~1) != f.get('t')));
  }

  private static Step pairStep(boolean load, Fields f, Offset offset) {
    Place place = new Place(f.get('n'), offset, Index.of(f.is('P'), f.is('W')));
    int first = f.get('t');
    return load
        ? MemorySteps.loadPair(first, first + 1, place)
        : MemorySteps.storePair(first, first + 1, place);
  }

  private static void exclusive(Rows rows) {
    exclusive(rows, "", 4, "00");
    exclusive(rows, "b", 1, "10");
    exclusive(rows, "h", 2, "11");
    rows.row("LDREXD", "cccc 00011011 nnnn tttt oo11 1001 oooo")
        .except("c=15 t=14 t=15 n=15")
        .where(f -> (f.get('t') & 1) == 0)
        .as("ldrexd<c> <Rt>, <Rt+1>, [<Rn>]")
        .does(a32(f -> MemorySteps.loadExclusivePair(f.get('t'), f.get('t') + 1, f.get('n'))));
    rows.row("STREXD", "cccc 00011010 nnnn dddd oo11 1001 tttt")
        .except("c=15 t=14 t=15 n=15 d=15")
        .where(
            f ->
                (f.get('t') & 1) == 0
                    && f.get('d') != f.get('n')
                    && (f.get('d') & ~1) != f.get('t'))
        .as("strexd<c> <Rd>, <Rt>, <Rt+1>, [<Rn>]")
        .does(
            a32(
                f ->
                    MemorySteps.storeExclusivePair(
                        f.get('d'), f.get('t'), f.get('t') + 1, f.get('n'))));
    rows.row("CLREX", "1111 0101 0111 oooo oooo zzzz 0001 oooo")
        .as("clrex")
        .does(f -> Core::clearExclusive);
  }

  private static void exclusive(Rows rows, String suffix, int bytes, String code) {
    String name = "LDREX" + suffix.toUpperCase(Locale.ROOT);
    rows.row(name, "cccc 00011" + code + "1 nnnn tttt oo11 1001 oooo")
        .except("c=15 t=15 n=15")
        .as("ldrex" + suffix + "<c> <Rt>, [<Rn>]")
        .does(a32(f -> MemorySteps.loadExclusive(bytes, f.get('t'), f.get('n'), 0)));
    rows.row(name.replace("LD", "ST"), "cccc 00011" + code + "0 nnnn dddd oo11 1001 tttt")
        .except("c=15 t=15 n=15 d=15")
        .where(f -> f.get('d') != f.get('n') && f.get('d') != f.get('t'))
        .as("strex" + suffix + "<c> <Rd>, <Rt>, [<Rn>]")
        .does(a32(f -> MemorySteps.storeExclusive(bytes, f.get('d'), f.get('t'), f.get('n'), 0)));
  }

  private static void block(Rows rows, boolean load) {
    String mnemonic = load ? "ldm" : "stm";
    Row.Draft row =
        rows.row(
                load ? "LDM" : "STM",
                "cccc 100P U0W" + (load ? "1" : "0") + " nnnn LLLLLLLLLLLLLLLL")
            .except("c=15 n=15 L=0")
            .where(f -> !load || !f.is('W') || (f.get('L') >>> f.get('n') & 1) == 0);
    if (load) {
      row.as("pop<c> <list>", "n=13 P=0 U=1 W=1", A32Memory::isMany);
    } else {
      row.as("push<c> <list>", "n=13 P=1 U=0 W=1", A32Memory::isMany);
    }
    for (boolean changed : new boolean[] {false, true}) {
      String rest = "<c> <Rn>" + (changed ? "!" : "") + ", <list>";
      String w = changed ? " W=1" : " W=0";
      row.as(mnemonic + rest, "P=0 U=1" + w)
          .also(mnemonic + "ia" + rest, "P=0 U=1" + w)
          .as(mnemonic + "ib" + rest, "P=1 U=1" + w)
          .as(mnemonic + "da" + rest, "P=0 U=0" + w)
          .as(mnemonic + "db" + rest, "P=1 U=0" + w)
          .also(mnemonic + "fd" + rest, (load ? "P=0 U=1" : "P=1 U=0") + w);
    }
    row.does(
        a32(
            f -> {
              Order order = Order.of(f.is('P'), f.is('U'));
              return load
                  ? BlockSteps.load(order, f.get('n'), f.is('W'), f.get('L'))
                  : BlockSteps.store(order, f.get('n'), f.is('W'), f.get('L'));
            }));
  }

  private static boolean isMany(Fields f) {
    return Integer.bitCount(f.get('L')) > 1;
  }

  private static void user(Rows rows) {
    Row.Draft load =
        rows.row("LDM (User registers)", "cccc 100P U101 nnnn 0LLLLLLLLLLLLLLL")
            .except("c=15 n=15 L=0");
    userForms(load, "ldm", "<Rn>, <list>^", "");
    load.does(
        a32(f -> BlockSteps.loadUser(Order.of(f.is('P'), f.is('U')), f.get('n'), f.get('L'))));
    Row.Draft store =
        rows.row("STM (User registers)", "cccc 100P U100 nnnn LLLLLLLLLLLLLLLL")
            .except("c=15 n=15 L=0");
    userForms(store, "stm", "<Rn>, <list>^", "");
    store.does(
        a32(f -> BlockSteps.storeUser(Order.of(f.is('P'), f.is('U')), f.get('n'), f.get('L'))));
    Row.Draft exception =
        rows.row("LDM (exception return)", "cccc 100P U1W1 nnnn 1LLLLLLLLLLLLLLL")
            .except("c=15 n=15")
            .where(f -> !f.is('W') || (f.get('L') >>> f.get('n') & 1) == 0);
    userForms(exception, "ldm", "<Rn>, <list.pc>^", " W=0");
    userForms(exception, "ldm", "<Rn>!, <list.pc>^", " W=1");
    exception.does(
        a32(
            f ->
                BlockSteps.loadAndReturn(
                    Order.of(f.is('P'), f.is('U')), f.get('n'), f.is('W'), f.get('L') | 0x8000)));
  }

  private static void userForms(Row.Draft row, String mnemonic, String operands, String w) {
    row.as(mnemonic + "<c> " + operands, "P=0 U=1" + w)
        .also(mnemonic + "ia<c> " + operands, "P=0 U=1" + w)
        .as(mnemonic + "ib<c> " + operands, "P=1 U=1" + w)
        .as(mnemonic + "da<c> " + operands, "P=0 U=0" + w)
        .as(mnemonic + "db<c> " + operands, "P=1 U=0" + w)
        .also(mnemonic + "fd<c> " + operands, (mnemonic.equals("ldm") ? "P=0 U=1" : "P=1 U=0") + w);
  }
}
