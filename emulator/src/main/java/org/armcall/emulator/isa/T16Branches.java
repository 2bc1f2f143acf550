// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.ItState;

/** The 16-bit T32 rows of branches, IT, calls, hints and state (DDI 0487 F3.2). */
final class T16Branches {
  private T16Branches() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    branches(rows);
    miscellaneous(rows);
    hints(rows);
  }

  private static void branches(Rows rows) {
    rows.row("B T1", "1101 cccc iiiiiiii")
        .except("c=14 c=15")
        .as("b<cond><n> <label:16>")
        .does(f -> branchIf(f.get('c'), Aarch32Place.T16_BRANCH.distance(f)));
    rows.row("B T2", "11100 iiiiiiiiiii")
        .as("b<c><n> <label:16>")
        .does(
            t32(
                f -> {
                  long distance = Aarch32Place.T16_BRANCH.distance(f);
                  return core -> Aarch32.branchBy(core, distance);
                }));
    compare(rows, "CBZ", "0");
    compare(rows, "CBNZ", "1");
    rows.row("IT", "10111111 cccc kkkk")
        .except("k=0 c=15")
        .where(f -> f.get('c') != 14 || Integer.bitCount(f.get('k')) == 1)
        .as("it<block>")
        .does(
            f -> {
              ItState state = new ItState(f.get('c') << 4 | f.get('k'));
              return core -> core.startIt(state);
            });
    rows.callRow(Call.SVC).as("svc<c> <#i>").does(f -> rows.call(Call.SVC, f));
  }

  /** A branch on a condition of its own, outside of IT blocks. */
  static Step branchIf(int code, long distance) {
    String what = "b" + Conditions.NAMES.get(code);
    return core -> {
      if (core.decide(Conditions.holds(core, code), what)) {
        Aarch32.branchBy(core, distance);
      }
    };
  }

  private static void compare(Rows rows, String name, String bit) {
    String text = name.toLowerCase(Locale.ROOT);
    boolean wanted = bit.equals("0");
    rows.row(name, "1011 " + bit + "0i1 iiiii nnn")
        .as(text + " <Rn>, <label:cb>")
        .does(
            f -> {
              int register = f.get('n');
              long distance = Aarch32Place.T16_COMPARE.distance(f);
              return core -> {
                Word word = Aarch32.read(core, register);
                if (core.decide(word.isZero(), text) == wanted) {
                  Aarch32.branchBy(core, distance);
                }
              };
            });
  }

  private static void miscellaneous(Rows rows) {
    rows.row("CPS T1", "10110110 011 p 0 AIF")
        .where(f -> f.is('A') || f.is('I') || f.is('F'))
        .as("cpsie<n> <masks>", "p=0")
        .as("cpsid<n> <masks>", "p=1")
        .does(
            f -> {
              int masks = f.get('A') << 2 | f.get('I') << 1 | f.get('F');
              PstateField field = f.is('p') ? PstateField.AIF_SET : PstateField.AIF_CLEAR;
              return core -> core.pstate(field, masks);
            });
    rows.row("SETEND T1", "10110110 010 o E zzz")
        .as("setend <endianness>")
        .does(f -> SystemSteps.endianness(f.get('E')));
    rows.row("BKPT T1", "10111110 iiiiiiii")
        .as("bkpt <#i>")
        .does(
            f -> {
              int comment = f.get('i');
              return core -> core.breakpoint(comment);
            });
    rows.row("UDF T1", "11011110 iiiiiiii").as("udf<n> <#i>").does(f -> Core::undefined);
  }

  private static void hints(Rows rows) {
    hint(rows, "nop", "0000", core -> {});
    hint(rows, "yield", "0001", Core::yield);
    hint(rows, "wfe", "0010", Core::waitForEvent);
    hint(rows, "wfi", "0011", Core::waitForInterrupt);
    hint(rows, "sev", "0100", core -> core.sendEvent(true));
  }

  private static void hint(Rows rows, String name, String code, Step step) {
    rows.row(name.toUpperCase(Locale.ROOT) + " T1", "10111111 " + code + " 0000")
        .as(name + "<c><n>")
        .does(t32(f -> step));
  }
}
