// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.baseOf;
import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;
import static org.armcall.emulator.isa.A64Registers.setOrSp;

import java.util.List;
import java.util.Locale;
import org.armcall.emulator.word.Word;

/**
 * Loads and stores of one register and of pairs (DDI 0487 C4.1.94).
 *
 * <p>A form with writeback whose base is also transferred is CONSTRAINED UNPREDICTABLE; here it is
 * UNDEFINED, which is one of the choices (K1.2).
 */
final class A64Memory {
  private static final List<A64Transfer> TRANSFERS =
      List.of(
          new A64Transfer("STRB", "strb", "00", "00", 0, 'W', 0),
          new A64Transfer("LDRB", "ldrb", "00", "01", 0, 'W', 0),
          new A64Transfer("LDRSB (64-bit)", "ldrsb", "00", "10", 0, 'X', 64),
          new A64Transfer("LDRSB (32-bit)", "ldrsb", "00", "11", 0, 'W', 32),
          new A64Transfer("STRH", "strh", "01", "00", 1, 'W', 0),
          new A64Transfer("LDRH", "ldrh", "01", "01", 1, 'W', 0),
          new A64Transfer("LDRSH (64-bit)", "ldrsh", "01", "10", 1, 'X', 64),
          new A64Transfer("LDRSH (32-bit)", "ldrsh", "01", "11", 1, 'W', 32),
          new A64Transfer("STR (32-bit)", "str", "10", "00", 2, 'W', 0),
          new A64Transfer("LDR (32-bit)", "ldr", "10", "01", 2, 'W', 0),
          new A64Transfer("LDRSW", "ldrsw", "10", "10", 2, 'X', 64),
          new A64Transfer("STR (64-bit)", "str", "11", "00", 3, 'X', 0),
          new A64Transfer("LDR (64-bit)", "ldr", "11", "01", 3, 'X', 0));

  private A64Memory() {}

  static void add(Rows rows) {
    for (A64Transfer transfer : TRANSFERS) {
      unsignedOffset(rows, transfer);
      indexed(rows, transfer, "post-indexed", "01", "[<Xn|SP>], <#+i>", true);
      indexed(rows, transfer, "pre-indexed", "11", "[<Xn|SP>, <#+i>]!", false);
      unscaledOffset(rows, transfer);
      registerOffset(rows, transfer);
    }
    literal(rows, "LDR (32-bit, literal)", "00", 'W', 4, false);
    literal(rows, "LDR (64-bit, literal)", "01", 'X', 8, false);
    literal(rows, "LDRSW (literal)", "10", 'X', 4, true);
    for (boolean loads : new boolean[] {false, true}) {
      pairs(rows, loads, loads ? "ldp" : "stp", "00", 'W', 4);
      pairs(rows, loads, loads ? "ldp" : "stp", "10", 'X', 8);
    }
    pairs(rows, true, "ldpsw", "01", 'X', 4);
  }

  private static void unsignedOffset(Rows rows, A64Transfer transfer) {
    rows.row(
            transfer.name() + " (unsigned offset)",
            transfer.size() + " 111 0 01 " + transfer.opc() + " iiiiiiiiiiii nnnnn ttttt")
        .as(
            transfer.mnemonic()
                + " "
                + transfer.hole()
                + ", [<Xn|SP><,#i*"
                + transfer.bytes()
                + ">]")
        .does(f -> offset(transfer, f, (long) f.get('i') << transfer.scale()));
  }

  private static void unscaledOffset(Rows rows, A64Transfer transfer) {
    String operands = " " + transfer.hole() + ", [<Xn|SP><,#+i>]";
    rows.row(
            transfer.name() + " (unscaled offset)",
            transfer.size() + " 111 0 00 " + transfer.opc() + " 0 iiiiiiiii 00 nnnnn ttttt")
        .as(transfer.unscaled() + operands)
        .also(transfer.mnemonic() + operands, "")
        .does(f -> offset(transfer, f, f.signed('i')));
  }

  private static Step offset(A64Transfer transfer, Fields f, long offset) {
    int n = f.get('n');
    int t = f.get('t');
    return transfer.described(t).of(core -> transfer.run(core, t, baseOf(core, n).plus(offset)));
  }

  private static void registerOffset(Rows rows, A64Transfer transfer) {
    rows.row(
            transfer.name() + " (register offset)",
            transfer.size() + " 111 0 00 " + transfer.opc() + " 1 mmmmm xxx h 10 nnnnn ttttt")
        .where(f -> (f.get('x') & 2) != 0)
        .as(
            transfer.mnemonic()
                + " "
                + transfer.hole()
                + ", [<Xn|SP>, <index:"
                + transfer.scale()
                + ">]")
        .does(
            f -> {
              int n = f.get('n');
              int m = f.get('m');
              int t = f.get('t');
              int extension = f.get('x');
              int distance = f.is('h') ? transfer.scale() : 0;
              return transfer
                  .described(t)
                  .of(
                      core ->
                          transfer.run(
                              core,
                              t,
                              baseOf(core, n)
                                  .plus(A64Extended.value(core, m, extension, distance))));
            });
  }

  private static void indexed(
      Rows rows, A64Transfer transfer, String form, String bits, String address, boolean post) {
    rows.row(
            transfer.name() + " (" + form + ")",
            transfer.size()
                + " 111 0 00 "
                + transfer.opc()
                + " 0 iiiiiiiii "
                + bits
                + " nnnnn ttttt")
        .as(transfer.mnemonic() + " " + transfer.hole() + ", " + address)
        .does(
            f -> {
              int n = f.get('n');
              int t = f.get('t');
              long offset = f.signed('i');
              if (n == t && n != 31) {
                return Core::undefined;
              }
              return core -> {
                Word base = baseOf(core, n);
                Word moved = base.plus(offset);
                transfer.run(core, t, post ? base : moved);
                setOrSp(core, n, moved);
              };
            });
  }

  private static void literal(
      Rows rows, String name, String size, char register, int bytes, boolean signed) {
    rows.row(name, size + " 011 0 00 iiiiiiiiiiiiiiiiiii ttttt")
        .as((signed ? "ldrsw" : "ldr") + " <" + register + "t>, <literal" + bytes + ">")
        .does(
            f -> {
              int t = f.get('t');
              long offset = (long) f.signed('i') << 2;
              return new Transfer(bytes, signed, t, register == 'X', false)
                  .of(
                      core -> {
                        Word loaded = core.load(Word.of(core.pc() + offset), bytes);
                        set(core, t, signed ? loaded.signExtended(32) : loaded);
                      });
            });
  }

  private static void pairs(
      Rows rows, boolean loads, String mnemonic, String opc, char register, int bytes) {
    pair(rows, loads, mnemonic, opc, register, bytes, "post-indexed", "001", "[<Xn|SP>], <#+i*%d>");
    pair(rows, loads, mnemonic, opc, register, bytes, "signed offset", "010", "[<Xn|SP><,#+i*%d>]");
    pair(rows, loads, mnemonic, opc, register, bytes, "pre-indexed", "011", "[<Xn|SP>, <#+i*%d>]!");
  }

  private static void pair(
      Rows rows,
      boolean loads,
      String mnemonic,
      String opc,
      char register,
      int bytes,
      String form,
      String bits,
      String address) {
    String kind = mnemonic.equals("ldpsw") ? "" : register == 'X' ? "64-bit, " : "32-bit, ";
    rows.row(
            mnemonic.toUpperCase(Locale.ROOT) + " (" + kind + form + ")",
            opc + " 101 0 " + bits + (loads ? "1" : "0") + " iiiiiii uuuuu nnnnn ttttt")
        .as(
            mnemonic
                + " <"
                + register
                + "t>, <"
                + register
                + "u>, "
                + String.format(address, bytes))
        .does(
            f -> {
              boolean writesBack = !bits.equals("010");
              boolean post = bits.equals("001");
              int n = f.get('n');
              int t = f.get('t');
              int u = f.get('u');
              long offset = (long) f.signed('i') * bytes;
              boolean meetsBase = writesBack && n != 31 && (n == t || n == u);
              if (meetsBase || (loads && t == u)) {
                return Core::undefined;
              }
              boolean signed = mnemonic.equals("ldpsw");
              return core -> {
                Word base = baseOf(core, n);
                Word moved = base.plus(offset);
                Word address1 = post ? base : moved;
                Word address2 = address1.plus(bytes);
                if (loads) {
                  Word first = core.load(address1, bytes);
                  Word second = core.load(address2, bytes);
                  set(core, t, signed ? first.signExtended(32) : first);
                  set(core, u, signed ? second.signExtended(32) : second);
                } else {
                  core.store(address1, bytes, get(core, t, bytes * 8));
                  core.store(address2, bytes, get(core, u, bytes * 8));
                }
                if (writesBack) {
                  setOrSp(core, n, moved);
                }
              };
            });
  }
}
