// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;
import org.armcall.emulator.isa.BlockSteps.Order;
import org.armcall.emulator.isa.MemorySteps.Index;
import org.armcall.emulator.isa.MemorySteps.Offset;
import org.armcall.emulator.isa.MemorySteps.Place;
import org.armcall.emulator.isa.MemorySteps.Size;

/** The 16-bit T32 rows of loads and stores (DDI 0487 F3.2). */
final class T16Memory {
  private T16Memory() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    loadsAndStores(rows);
    blocks(rows);
  }

  private static void loadsAndStores(Rows rows) {
    rows.row("LDR (literal) T1", "01001 ttt iiiiiiii")
        .as("ldr<c><n> <Rt>, [pc<,#i*4>]")
        .also("ldr<c><n> <Rt>, <literal:16>", "")
        .does(t32(f -> load(Size.WORD, f, Aarch32.PC, new Offset.Fixed(4L * f.get('i')))));
    register(rows, "000", "STR", Size.WORD, false);
    register(rows, "001", "STRH", Size.HALFWORD, false);
    register(rows, "010", "STRB", Size.BYTE, false);
    register(rows, "011", "LDRSB", Size.SIGNED_BYTE, true);
    register(rows, "100", "LDR", Size.WORD, true);
    register(rows, "101", "LDRH", Size.HALFWORD, true);
    register(rows, "110", "LDRB", Size.BYTE, true);
    register(rows, "111", "LDRSH", Size.SIGNED_HALFWORD, true);
    immediate(rows, "01100", "STR", Size.WORD, 4, false);
    immediate(rows, "01101", "LDR", Size.WORD, 4, true);
    immediate(rows, "01110", "STRB", Size.BYTE, 1, false);
    immediate(rows, "01111", "LDRB", Size.BYTE, 1, true);
    immediate(rows, "10000", "STRH", Size.HALFWORD, 2, false);
    immediate(rows, "10001", "LDRH", Size.HALFWORD, 2, true);
    rows.row("STR (immediate) T2", "10010 ttt iiiiiiii")
        .as("str<c><n> <Rt>, [sp<,#i*4>]")
        .does(t32(f -> store(Size.WORD, f, Aarch32.SP, new Offset.Fixed(4L * f.get('i')))));
    rows.row("LDR (immediate) T2", "10011 ttt iiiiiiii")
        .as("ldr<c><n> <Rt>, [sp<,#i*4>]")
        .does(t32(f -> load(Size.WORD, f, Aarch32.SP, new Offset.Fixed(4L * f.get('i')))));
  }

  private static Step load(Size size, Fields f, int base, Offset offset) {
    return MemorySteps.load(size, f.get('t'), new Place(base, offset, Index.OFFSET));
  }

  private static Step store(Size size, Fields f, int base, Offset offset) {
    return MemorySteps.store(size, f.get('t'), new Place(base, offset, Index.OFFSET));
  }

  private static void register(Rows rows, String code, String name, Size size, boolean load) {
    rows.row(name + " (register) T1", "0101 " + code + " mmm nnn ttt")
        .as(name.toLowerCase(Locale.ROOT) + "<c><n> <Rt>, [<Rn>, <Rm>]")
        .does(
            t32(
                f -> {
                  Offset offset = new Offset.Indexed(new ShifterOperand.Register(f.get('m')), true);
                  return load
                      ? load(size, f, f.get('n'), offset)
                      : store(size, f, f.get('n'), offset);
                }));
  }

  private static void immediate(
      Rows rows, String code, String name, Size size, int scale, boolean load) {
    String offset = scale == 1 ? "<,#i>" : "<,#i*" + scale + ">";
    rows.row(name + " (immediate) T1", code + " iiiii nnn ttt")
        .as(name.toLowerCase(Locale.ROOT) + "<c><n> <Rt>, [<Rn>" + offset + "]")
        .does(
            t32(
                f -> {
                  Offset distance = new Offset.Fixed((long) scale * f.get('i'));
                  return load
                      ? load(size, f, f.get('n'), distance)
                      : store(size, f, f.get('n'), distance);
                }));
  }

  private static void blocks(Rows rows) {
    rows.row("PUSH T1", "1011010 M LLLLLLLL")
        .where(f -> f.is('M') || f.is('L'))
        .as("push<c><n> <list+lr>")
        .does(
            t32(f -> BlockSteps.store(Order.DB, Aarch32.SP, true, f.get('M') << 14 | f.get('L'))));
    rows.row("POP T1", "1011110 M LLLLLLLL")
        .where(f -> f.is('M') || f.is('L'))
        .as("pop<c><n> <list+pc>")
        .does(t32(f -> BlockSteps.load(Order.IA, Aarch32.SP, true, f.get('M') << 15 | f.get('L'))));
    rows.row("STM T1", "11000 nnn LLLLLLLL")
        .except("L=0")
        .as("stmia<c><n> <Rn>!, <list>")
        .also("stm<c><n> <Rn>!, <list>", "")
        .does(t32(f -> BlockSteps.store(Order.IA, f.get('n'), true, f.get('L'))));
    rows.row("LDM T1", "11001 nnn LLLLLLLL")
        .except("L=0")
        .as("ldm<c><n> <Rn>, <list>", "", T16Memory::holdsBase)
        .as("ldmia<c><n> <Rn>!, <list>")
        .also("ldm<c><n> <Rn>!, <list>", "")
        .does(t32(f -> BlockSteps.load(Order.IA, f.get('n'), !holdsBase(f), f.get('L'))));
  }

  /** A base in the list of an LDM is loaded, not changed. */
  private static boolean holdsBase(Fields f) {
    return (f.get('L') >>> f.get('n') & 1) != 0;
  }
}
