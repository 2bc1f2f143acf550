// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.model.instruction.InstructionSet.A64;

import java.util.List;
import org.armcall.emulator.word.Sum;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;

/** The A64 instructions (DDI 0487 C4). */
final class A64Instructions {
  private A64Instructions() {}

  /** Every row. */
  static List<Row> rows() {
    Rows rows = new Rows(A64, A64Instructions::operand);
    rows.row("NOP", "1101 0101 0000 0011 0010 0000 000 11111").as("nop").does(f -> core -> {});
    rows.row("B", "000101 iiiiiiiiiiiiiiiiiiiiiiiiii")
        .as("b <label:i>")
        .does(
            f -> {
              long offset = (long) f.signed('i') << 2;
              return core -> core.branch(Word.of(core.pc() + offset));
            });
    rows.row("ADD (immediate)", "s0010001 0h iiiiiiiiiiii nnnnn ddddd")
        .as("add <Rd|SP>, <Rn|SP>, <#i>", "h=0")
        .as("add <Rd|SP>, <Rn|SP>, <#i>, lsl #12", "h=1")
        .does(
            f -> {
              Word number = Word.of((long) f.get('i') << (f.is('h') ? 12 : 0));
              int n = f.get('n');
              int d = f.get('d');
              int width = f.is('s') ? 64 : 32;
              return core -> {
                Word left = n == 31 ? core.stackPointer() : core.register(n);
                Word sum = Sum.of(left, number, Truth.FALSE, width).result();
                if (d == 31) {
                  core.stackPointer(sum);
                } else {
                  core.register(d, sum);
                }
              };
            });
    rows.callRow(Call.HVC).as("hvc <#i>").does(f -> rows.call(Call.HVC, f));
    rows.callRow(Call.SMC).as("smc <#i>").does(f -> rows.call(Call.SMC, f));
    return rows.all();
  }

  private static Operand operand(String hole) {
    if (A64Register.is(hole)) {
      return A64Register.of(hole);
    }
    if (NumberOperand.is(hole)) {
      return NumberOperand.of(hole);
    }
    if (hole.startsWith("label:")) {
      return new A64Place(hole.charAt(6), 0);
    }
    throw new IllegalArgumentException("no operand <" + hole + ">");
  }
}
