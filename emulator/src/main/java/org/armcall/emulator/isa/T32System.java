// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;
import org.armcall.emulator.isa.BlockSteps.Order;
import org.armcall.model.instruction.Call;

/**
 * The 32-bit T32 rows of branches, calls, exceptions, system registers and hints (DDI 0487 F3.3).
 */
final class T32System {
  private T32System() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    branches(rows);
    exceptions(rows);
    status(rows);
    coprocessor(rows);
    state(rows);
    hints(rows);
    barriers(rows);
  }

  private static void branches(Rows rows) {
    rows.row("B T3", "11110 S cccc iiiiii 10 j 0 k iiiiiiiiiii")
        .except("c=14 c=15")
        .as("b<cond><w> <label:c>")
        .does(f -> T16Branches.branchIf(f.get('c'), Aarch32Place.T32_CONDITIONAL.distance(f)));
    rows.row("B T4", "11110 S iiiiiiiiii 10 j 1 k iiiiiiiiiii")
        .as("b<c><w> <label:far>")
        .does(
            t32(
                f -> {
                  long distance = Aarch32Place.T32_BRANCH.distance(f);
                  return core -> Aarch32.branchBy(core, distance);
                }));
    rows.row("BL T32", "11110 S iiiiiiiiii 11 j 1 k iiiiiiiiiii")
        .as("bl<c> <label:far>")
        .does(t32(f -> SystemSteps.branchWithLink(Aarch32Place.T32_BRANCH.distance(f))));
    rows.row("BLX (immediate) T32", "11110 S iiiiiiiiii 11 j 0 k iiiiiiiiii 0")
        .as("blx<c> <label:a32>")
        .does(t32(f -> SystemSteps.branchWithLinkExchange(Aarch32Place.T32_EXCHANGE.distance(f))));
    rows.callRow(Call.HVC).as("hvc<c> <#i>").does(f -> rows.call(Call.HVC, f));
    rows.callRow(Call.SMC).as("smc<c> <#i>").does(f -> rows.call(Call.SMC, f));
  }

  private static void exceptions(Rows rows) {
    rows.row("ERET T32", "11110 0 111101 oooz 10z0 oooo 00000000")
        .as("eret<c>")
        .also("subs<c> pc, lr, #0", "")
        .does(t32(f -> SystemSteps.exceptionReturn()));
    rows.row("SUBS PC, LR T32", "11110 0 111101 oooz 10z0 oooo iiiiiiii")
        .except("i=0")
        .as("subs<c> pc, lr, <#i>")
        .does(t32(f -> SystemSteps.returnBehind(f.get('i'))));
    returnState(rows, Order.DB, "11101000 00");
    returnState(rows, Order.IA, "11101001 10");
    rows.row("UDF T32", "11110 1 111111 iiii 1010 iiiiiiiiiiii")
        .as("udf<w> <#i>")
        .does(f -> Core::undefined);
  }

  private static void returnState(Rows rows, Order order, String group) {
    String name = order.name();
    String text = order.name().toLowerCase(Locale.ROOT) + "<c>";
    rows.row("RFE" + name + " T32", group + "W1 nnnn oozz zzzz zzzz zzzz")
        .except("n=15")
        .as("rfe" + text + " <Rn>", "W=0")
        .as("rfe" + text + " <Rn>!", "W=1")
        .does(t32(f -> BlockSteps.returnFrom(order, f.get('n'), f.is('W'))));
    rows.row("SRS" + name + " T32", group + "W0 oozo oozz zzzz zzzm mmmm")
        .where(f -> A32Branches.mayStoreReturnState(SystemSteps.mode(f.get('m'))))
        .as("srs" + text + " sp, <#m>", "W=0")
        .as("srs" + text + " sp!, <#m>", "W=1")
        .does(
            t32(
                f ->
                    BlockSteps.storeReturnState(
                        order, SystemSteps.mode(f.get('m')).orElseThrow(), f.is('W'))));
  }

  private static void status(Rows rows) {
    rows.row("MRS T32", "11110 0 11111 R oooo 10z0 dddd zz0z zzzz")
        .except("d=15")
        .as("mrs<c> <Rd>, <psr>")
        .does(t32(f -> SystemSteps.readStatus(f.is('R'), f.get('d'))));
    rows.row("MSR (register) T32", "11110 0 11100 R nnnn 10z0 kkkk zz0z zzzz")
        .except("n=15 k=0")
        .as("msr<c> <psr_fields>, <Rn>")
        .does(t32(f -> SystemSteps.writeStatus(f.is('R'), f.get('k'), f.get('n'))));
    rows.row("MRS (banked register) T32", "11110 0 11111 R yyyy 10z0 dddd zz1x zzzz")
        .except("d=15")
        .where(f -> SystemSteps.banked(f).isPresent())
        .as("mrs<c> <Rd>, <banked>")
        .does(t32(SystemSteps::readBanked));
    rows.row("MSR (banked register) T32", "11110 0 11100 R nnnn 10z0 yyyy zz1x zzzz")
        .except("n=15")
        .where(f -> SystemSteps.banked(f).isPresent())
        .as("msr<c> <banked>, <Rn>")
        .does(t32(SystemSteps::writeBanked));
  }

  private static void coprocessor(Rows rows) {
    rows.row("MRC T32", "1110 1110 ppp1 nnnn tttt 1111 qqq1 mmmm")
        .except("t=15")
        .where(f -> Coprocessor15.isReadable(Coprocessor15.key(f)))
        .as("mrc<c> p15, <opc1>, <Rt>, <Cn>, <Cm>, <opc2>")
        .does(t32(f -> Coprocessor15.read(Coprocessor15.key(f), f.get('t'))));
    rows.row("MCR T32", "1110 1110 ppp0 nnnn tttt 1111 qqq1 mmmm")
        .except("t=15")
        .where(f -> Coprocessor15.isWritable(Coprocessor15.key(f)))
        .as("mcr<c> p15, <opc1>, <Rt>, <Cn>, <Cm>, <opc2>")
        .does(t32(f -> Coprocessor15.write(Coprocessor15.key(f), f.get('t'))));
    rows.row("MRRC T32", "1110 1100 0101 uuuu tttt 1111 pppp mmmm")
        .except("t=15 u=15")
        .where(f -> Coprocessor15.isReadable(Coprocessor15.wideKey(f)) && f.get('t') != f.get('u'))
        .as("mrrc<c> p15, <opc1>, <Rt>, <Ru>, <Cm>")
        .does(t32(f -> Coprocessor15.readWide(Coprocessor15.wideKey(f), f.get('t'), f.get('u'))));
    rows.row("MCRR T32", "1110 1100 0100 uuuu tttt 1111 pppp mmmm")
        .except("t=15 u=15")
        .where(f -> Coprocessor15.isReadable(Coprocessor15.wideKey(f)))
        .as("mcrr<c> p15, <opc1>, <Rt>, <Ru>, <Cm>")
        .does(t32(f -> Coprocessor15.writeWide(Coprocessor15.wideKey(f), f.get('t'), f.get('u'))));
  }

  private static void state(Rows rows) {
    rows.row("CPS T32", "11110 0 111010 oooo 10z0 z 1pM AIF mmmmm")
        .where(f -> SystemSteps.isChangeOfState(2 | f.get('p'), f))
        .as("cpsie<w> <masks>", "p=0 M=0 m=0")
        .as("cpsid<w> <masks>", "p=1 M=0 m=0")
        .as("cpsie<w> <masks>, <#m>", "p=0 M=1")
        .as("cpsid<w> <masks>, <#m>", "p=1 M=1")
        .does(f -> SystemSteps.changeState(2 | f.get('p'), f));
    rows.row("CPS (mode) T32", "11110 0 111010 oooo 10z0 z 001 000 mmmmm")
        .where(f -> SystemSteps.mode(f.get('m')).isPresent())
        .as("cps<w> <#m>")
        .does(
            f -> {
              int mode = f.get('m');
              return core -> core.pstate(PstateField.MODE, mode);
            });
  }

  private static void hints(Rows rows) {
    hint(rows, "nop", "000", core -> {});
    hint(rows, "yield", "001", Core::yield);
    hint(rows, "wfe", "010", Core::waitForEvent);
    hint(rows, "wfi", "011", Core::waitForInterrupt);
    hint(rows, "sev", "100", core -> core.sendEvent(true));
  }

  private static void hint(Rows rows, String name, String code, Step step) {
    rows.row(name.toUpperCase(Locale.ROOT) + " T32", "11110 0 111010 oooo 10z0 z 000 00000" + code)
        .as(name + "<c><w>")
        .does(t32(f -> step));
  }

  private static void barriers(Rows rows) {
    barrier(rows, "DSB", "0100").as("dsb<c> <domain>").does(t32(f -> Core::barrier));
    barrier(rows, "DMB", "0101").as("dmb<c> <domain>").does(t32(f -> Core::barrier));
    barrier(rows, "ISB", "0110")
        .as("isb<c> sy", "i=15")
        .also("isb<c>", "i=15")
        .as("isb<c> <#i>")
        .does(t32(f -> Core::barrier));
  }

  private static Row.Draft barrier(Rows rows, String name, String code) {
    return rows.row(name + " T32", "11110 0 111011 oooo 10z0 oooo " + code + " iiii");
  }
}
