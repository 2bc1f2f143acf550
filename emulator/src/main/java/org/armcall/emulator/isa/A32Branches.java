// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.a32;

import java.util.Optional;
import org.armcall.emulator.isa.BlockSteps.Order;
import org.armcall.model.instruction.Call;
import org.armcall.model.state.Mode;

/** The A32 rows of branches, calls, and entry to and return from exceptions (DDI 0487 F4.1). */
final class A32Branches {
  private A32Branches() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    rows.row("B", "cccc 1010 iiiiiiiiiiiiiiiiiiiiiiii")
        .except("c=15")
        .as("b<c> <label>")
        .does(
            a32(
                f -> {
                  long distance = Aarch32Place.A32_BRANCH.distance(f);
                  return core -> Aarch32.branchBy(core, distance);
                }));
    rows.row("BL", "cccc 1011 iiiiiiiiiiiiiiiiiiiiiiii")
        .except("c=15")
        .as("bl<c> <label>")
        .does(a32(f -> SystemSteps.branchWithLink(Aarch32Place.A32_BRANCH.distance(f))));
    rows.row("BLX (immediate)", "1111 101H iiiiiiiiiiiiiiiiiiiiiiii")
        .as("blx <label:h>")
        .does(f -> SystemSteps.branchWithLinkExchange(Aarch32Place.A32_EXCHANGE.distance(f)));
    rows.row("BX", "cccc 00010010 oooo oooo oooo 0001 mmmm")
        .except("c=15")
        .as("bx<c> <Rm>")
        .does(
            a32(
                f -> {
                  int target = f.get('m');
                  return core -> core.branchExchange(Aarch32.read(core, target));
                }));
    rows.row("BLX (register)", "cccc 00010010 oooo oooo oooo 0011 mmmm")
        .except("c=15 m=15")
        .as("blx<c> <Rm>")
        .does(a32(f -> SystemSteps.branchWithLink(f.get('m'), 4)));
    calls(rows);
    exceptions(rows);
  }

  private static void calls(Rows rows) {
    rows.callRow(Call.SVC).as("svc<c> <#i>").does(f -> rows.call(Call.SVC, f));
    rows.callRow(Call.HVC).as("hvc<c> <#i>").does(f -> rows.call(Call.HVC, f));
    rows.callRow(Call.SMC).as("smc<c> <#i>").does(f -> rows.call(Call.SMC, f));
  }

  private static void exceptions(Rows rows) {
    rows.row("ERET", "cccc 00010110 zzzz zzzz zzzz 0110 oooz")
        .except("c=15")
        .as("eret<c>")
        .does(a32(f -> SystemSteps.exceptionReturn()));
    Row.Draft rfe = rows.row("RFE", "1111 100P U0W1 nnnn zzzz 1010 zzzz zzzz").except("n=15");
    forms(rfe, "rfe", "<Rn>", "");
    rfe.does(f -> BlockSteps.returnFrom(Order.of(f.is('P'), f.is('U')), f.get('n'), f.is('W')));
    Row.Draft srs =
        rows.row("SRS", "1111 100P U1W0 oozo zzzz 0101 zzzm mmmm")
            .where(f -> mayStoreReturnState(SystemSteps.mode(f.get('m'))));
    forms(srs, "srs", "sp", ", <#m>");
    srs.does(
        f ->
            BlockSteps.storeReturnState(
                Order.of(f.is('P'), f.is('U')),
                SystemSteps.mode(f.get('m')).orElseThrow(),
                f.is('W')));
    rows.row("BKPT", "1110 00010010 iiii iiii iiii 0111 iiii")
        .as("bkpt <#i>")
        .does(
            f -> {
              int comment = f.get('i');
              return core -> core.breakpoint(comment);
            });
    // Only with the condition AL is it called UDF; with others it is as UNDEFINED.
    rows.row("UDF", "cccc 01111111 iiii iiii iiii 1111 iiii")
        .except("c=15")
        .as("udf<c> <#i>")
        .does(f -> Core::undefined);
  }

  /** The stack of Hyp mode is not for SRS. */
  static boolean mayStoreReturnState(Optional<Mode> mode) {
    return mode.isPresent() && mode.get() != Mode.HYP;
  }

  private static void forms(Row.Draft row, String mnemonic, String base, String rest) {
    for (String w : new String[] {"", "!"}) {
      String operands = " " + base + w + rest;
      String settings = w.isEmpty() ? " W=0" : " W=1";
      row.as(mnemonic + "ia" + operands, "P=0 U=1" + settings)
          .as(mnemonic + "ib" + operands, "P=1 U=1" + settings)
          .as(mnemonic + "da" + operands, "P=0 U=0" + settings)
          .as(mnemonic + "db" + operands, "P=1 U=0" + settings)
          .also(mnemonic + operands, "P=0 U=1" + settings);
    }
  }
}
