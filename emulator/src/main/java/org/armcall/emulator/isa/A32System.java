// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.a32;

import java.util.Locale;
import org.armcall.emulator.word.Word;

/** The A32 rows of status registers, system registers, hints and barriers (DDI 0487 F4.1). */
final class A32System {
  private A32System() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    status(rows);
    coprocessor(rows);
    state(rows);
    hints(rows);
    barriers(rows);
  }

  private static void status(Rows rows) {
    rows.row("MRS", "cccc 00010R00 oooo dddd zz0z 0000 zzzz")
        .except("c=15 d=15")
        .as("mrs<c> <Rd>, <psr>")
        .does(a32(f -> SystemSteps.readStatus(f.is('R'), f.get('d'))));
    rows.row("MSR (register)", "cccc 00010R10 kkkk oooo zz0z 0000 nnnn")
        .except("c=15 n=15 k=0")
        .as("msr<c> <psr_fields>, <Rn>")
        .does(a32(f -> SystemSteps.writeStatus(f.is('R'), f.get('k'), f.get('n'))));
    rows.row("MSR (immediate)", "cccc 00110R10 kkkk oooo iiiiiiiiiiii")
        .except("c=15 k=0")
        .as("msr<c> <psr_fields>, <const>", "", A32DataProcessing::isCanonical)
        .does(
            a32(
                f -> {
                  int value = ModifiedImmediate.a32(f.get('i')).value();
                  return SystemSteps.writeStatus(
                      f.is('R'), f.get('k'), Word.of(Integer.toUnsignedLong(value)));
                }));
    rows.row("MRS (banked register)", "cccc 00010R00 yyyy dddd zz1x 0000 zzzz")
        .except("c=15 d=15")
        .where(f -> SystemSteps.banked(f).isPresent())
        .as("mrs<c> <Rd>, <banked>")
        .does(a32(SystemSteps::readBanked));
    rows.row("MSR (banked register)", "cccc 00010R10 yyyy oooo zz1x 0000 nnnn")
        .except("c=15 n=15")
        .where(f -> SystemSteps.banked(f).isPresent())
        .as("msr<c> <banked>, <Rn>")
        .does(a32(SystemSteps::writeBanked));
  }

  private static void coprocessor(Rows rows) {
    rows.row("MRC", "cccc 1110 ppp1 nnnn tttt 1111 qqq1 mmmm")
        .except("c=15 t=15")
        .where(f -> Coprocessor15.isReadable(Coprocessor15.key(f)))
        .as("mrc<c> p15, <opc1>, <Rt>, <Cn>, <Cm>, <opc2>")
        .does(a32(f -> Coprocessor15.read(Coprocessor15.key(f), f.get('t'))));
    rows.row("MCR", "cccc 1110 ppp0 nnnn tttt 1111 qqq1 mmmm")
        .except("c=15 t=15")
        .where(f -> Coprocessor15.isWritable(Coprocessor15.key(f)))
        .as("mcr<c> p15, <opc1>, <Rt>, <Cn>, <Cm>, <opc2>")
        .does(a32(f -> Coprocessor15.write(Coprocessor15.key(f), f.get('t'))));
    rows.row("MRRC", "cccc 1100 0101 uuuu tttt 1111 pppp mmmm")
        .except("c=15 t=15 u=15")
        .where(f -> Coprocessor15.isReadable(Coprocessor15.wideKey(f)) && f.get('t') != f.get('u'))
        .as("mrrc<c> p15, <opc1>, <Rt>, <Ru>, <Cm>")
        .does(a32(f -> Coprocessor15.readWide(Coprocessor15.wideKey(f), f.get('t'), f.get('u'))));
    rows.row("MCRR", "cccc 1100 0100 uuuu tttt 1111 pppp mmmm")
        .except("c=15 t=15 u=15")
        .where(f -> Coprocessor15.isReadable(Coprocessor15.wideKey(f)))
        .as("mcrr<c> p15, <opc1>, <Rt>, <Ru>, <Cm>")
        .does(a32(f -> Coprocessor15.writeWide(Coprocessor15.wideKey(f), f.get('t'), f.get('u'))));
  }

  private static void state(Rows rows) {
    rows.row("CPS", "1111 00010000 ppM0 zzzz zzzA IF0m mmmm")
        .where(f -> SystemSteps.isChangeOfState(f.get('p'), f))
        .as("cpsie <masks>", "p=2 M=0 m=0")
        .as("cpsid <masks>", "p=3 M=0 m=0")
        .as("cpsie <masks>, <#m>", "p=2 M=1")
        .as("cpsid <masks>, <#m>", "p=3 M=1")
        .as("cps <#m>", "p=0 M=1 A=0 I=0 F=0")
        .does(f -> SystemSteps.changeState(f.get('p'), f));
    rows.row("SETEND", "1111 00010000 zzz1 zzzz zzEz 0000 zzzz")
        .as("setend <endianness>")
        .does(f -> SystemSteps.endianness(f.get('E')));
  }

  private static void hints(Rows rows) {
    hint(rows, "nop", 0, core -> {});
    hint(rows, "yield", 1, Core::yield);
    hint(rows, "wfe", 2, Core::waitForEvent);
    hint(rows, "wfi", 3, Core::waitForInterrupt);
    hint(rows, "sev", 4, core -> core.sendEvent(true));
  }

  private static void hint(Rows rows, String name, int number, Step step) {
    String bits = Integer.toBinaryString(0x100 | number).substring(1);
    rows.row(name.toUpperCase(Locale.ROOT), "cccc 00110010 0000 oooo zzzz " + bits)
        .except("c=15")
        .as(name + "<c>")
        .does(a32(f -> step));
  }

  private static void barriers(Rows rows) {
    rows.row("DSB", "1111 0101 0111 oooo oooo zzzz 0100 iiii")
        .as("dsb <domain>")
        .does(f -> Core::barrier);
    rows.row("DMB", "1111 0101 0111 oooo oooo zzzz 0101 iiii")
        .as("dmb <domain>")
        .does(f -> Core::barrier);
    rows.row("ISB", "1111 0101 0111 oooo oooo zzzz 0110 iiii")
        .as("isb sy", "i=15")
        .also("isb", "i=15")
        .as("isb <#i>")
        .does(f -> Core::barrier);
  }
}
