// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.a32;

import java.util.Locale;

/** The A32 data-processing rows (DDI 0487 F4.1.3, F4.1.4; the media ones F4.1.9). */
final class A32DataProcessing {
  private A32DataProcessing() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    for (Alu32 operation : Alu32.values()) {
      if (!operation.opcode().isEmpty()) {
        immediate(rows, operation);
        if (operation == Alu32.MOV) {
          shifts(rows);
        } else {
          register(rows, operation);
          shiftedByRegister(rows, operation);
        }
      }
    }
    wide(rows);
    multiply(rows);
    media(rows);
    extend(rows);
  }

  private static String opcode(Alu32 operation) {
    return operation.opcode() + (operation.isComparison() ? "1" : "S");
  }

  /** The fields of the first operand and the destination; what is not there should be zero. */
  private static String registers(Alu32 operation) {
    return (operation.isMove() ? " zzzz" : " nnnn")
        + (operation.isComparison() ? " zzzz" : " dddd");
  }

  private static String operands(Alu32 operation) {
    return operation.isComparison() ? " <Rn>, " : operation.isMove() ? " <Rd>, " : " <Rd>, <Rn>, ";
  }

  private static String mnemonic(Alu32 operation) {
    return operation.text() + (operation.isComparison() ? "<c>" : "<S><c>");
  }

  private static Step step(Alu32 operation, Fields f, ShifterOperand operand) {
    return DataSteps.operation(
        operation,
        operation.isComparison() || f.is('S'),
        operation.isComparison() ? 0 : f.get('d'),
        operation.isMove() ? 0 : f.get('n'),
        operand);
  }

  private static void immediate(Rows rows, Alu32 operation) {
    String text = mnemonic(operation) + operands(operation) + "<const>";
    Row.Draft row =
        rows.row(
                operation.name() + " (immediate)",
                "cccc 001 " + opcode(operation) + registers(operation) + " iiiiiiiiiiii")
            .except("c=15")
            .as(text, "", A32DataProcessing::isCanonical);
    opposite(operation, row);
    if (hasTwoOperands(operation)) {
      row.also(mnemonic(operation) + " <Rdn>, <const>", "");
    }
    row.does(a32(f -> step(operation, f, ShifterOperand.of(ModifiedImmediate.a32(f.get('i'))))));
  }

  /** Whether an assembler makes this encoding of the constant. */
  static boolean isCanonical(Fields f) {
    int imm12 = f.get('i');
    return ModifiedImmediate.encodeA32(ModifiedImmediate.a32(imm12).value()).orElse(-1) == imm12;
  }

  /** What an assembler makes of a constant that only the opposite operation can hold. */
  private static void opposite(Alu32 operation, Row.Draft row) {
    switch (operation) {
      case MVN -> row.also("mov<S><c> <Rd>, <~const>", "");
      case MOV -> row.also("mvn<S><c> <Rd>, <~const>", "");
      case BIC -> row.also("and<S><c> <Rd>, <Rn>, <~const>", "");
      case AND -> row.also("bic<S><c> <Rd>, <Rn>, <~const>", "");
      case SUB -> row.also("add<S><c> <Rd>, <Rn>, <-const>", "");
      case ADD -> row.also("sub<S><c> <Rd>, <Rn>, <-const>", "");
      case CMN -> row.also("cmp<c> <Rn>, <-const>", "");
      case CMP -> row.also("cmn<c> <Rn>, <-const>", "");
      default -> {
        // No other operation gives the same.
      }
    }
  }

  private static void register(Rows rows, Alu32 operation) {
    Row.Draft row =
        rows.row(
                operation.name() + " (register)",
                "cccc 000 " + opcode(operation) + registers(operation) + " iiiii hh 0 mmmm")
            .except("c=15")
            .as(mnemonic(operation) + operands(operation) + "<Rm><,shift>");
    if (hasTwoOperands(operation)) {
      row.also(mnemonic(operation) + " <Rdn>, <Rm><,shift>", "");
    }
    row.does(a32(f -> step(operation, f, shifted(f))));
  }

  /** Whether the destination may be left out where it is the first operand. */
  private static boolean hasTwoOperands(Alu32 operation) {
    return !operation.isComparison() && !operation.isMove();
  }

  private static ShifterOperand shifted(Fields f) {
    Shift shift = Shift.ofImmediate(f.get('h'), f.get('i'));
    return ShifterOperand.of(f.get('m'), shift, shift.amount(f.get('i')));
  }

  private static void shiftedByRegister(Rows rows, Alu32 operation) {
    rows.row(
            operation.name() + " (register-shifted register)",
            "cccc 000 " + opcode(operation) + registers(operation) + " ssss 0hh1 mmmm")
        .except("c=15 s=15 m=15" + withoutPc(operation))
        .as(mnemonic(operation) + operands(operation) + "<Rm>, <shift> <Rs>")
        .does(
            a32(
                f ->
                    step(
                        operation,
                        f,
                        new ShifterOperand.ByRegister(
                            f.get('m'), Shift.ofRegister(f.get('h')), f.get('s')))));
  }

  private static String withoutPc(Alu32 operation) {
    return (operation.isMove() ? "" : " n=15") + (operation.isComparison() ? "" : " d=15");
  }

  /** MOV of a register, and the shifts, which are the same encodings. */
  private static void shifts(Rows rows) {
    rows.row("MOV (register)", "cccc 000 1101S zzzz dddd iiiii hh 0 mmmm")
        .except("c=15")
        .as("mov<S><c> <Rd>, <Rm>", "h=0 i=0")
        .as("rrx<S><c> <Rd>, <Rm>", "h=3 i=0")
        .as("lsl<S><c> <Rd>, <Rm>, <lsl>", "h=0")
        .as("lsr<S><c> <Rd>, <Rm>, <lsr>", "h=1")
        .as("asr<S><c> <Rd>, <Rm>, <asr>", "h=2")
        .as("ror<S><c> <Rd>, <Rm>, <ror>", "h=3")
        .also("mov<S><c> <Rd>, <Rm><,shift>", "")
        .does(a32(f -> step(Alu32.MOV, f, shifted(f))));
    rows.row("MOV (register-shifted register)", "cccc 000 1101S zzzz dddd ssss 0hh1 mmmm")
        .except("c=15 s=15 m=15 d=15")
        .as("lsl<S><c> <Rd>, <Rm>, <Rs>", "h=0")
        .as("lsr<S><c> <Rd>, <Rm>, <Rs>", "h=1")
        .as("asr<S><c> <Rd>, <Rm>, <Rs>", "h=2")
        .as("ror<S><c> <Rd>, <Rm>, <Rs>", "h=3")
        .also("mov<S><c> <Rd>, <Rm>, <shift> <Rs>", "")
        .does(
            a32(
                f ->
                    step(
                        Alu32.MOV,
                        f,
                        new ShifterOperand.ByRegister(
                            f.get('m'), Shift.ofRegister(f.get('h')), f.get('s')))));
  }

  private static void wide(Rows rows) {
    rows.row("MOVW", "cccc 00110000 iiii dddd iiiiiiiiiiii")
        .except("c=15 d=15")
        .as("movw<c> <Rd>, <#i>")
        .also("mov<c> <Rd>, <#i>", "")
        .does(a32(f -> DataSteps.moveWide(f.get('d'), f.get('i'))));
    rows.row("MOVT", "cccc 00110100 iiii dddd iiiiiiiiiiii")
        .except("c=15 d=15")
        .as("movt<c> <Rd>, <#i>")
        .does(a32(f -> DataSteps.moveTop(f.get('d'), f.get('i'))));
  }

  private static void multiply(Rows rows) {
    rows.row("MUL", "cccc 0000000S dddd zzzz mmmm 1001 nnnn")
        .except("c=15 d=15 n=15 m=15")
        .as("mul<S><c> <Rd>, <Rn>, <Rm>")
        .does(a32(f -> DataSteps.multiply(f.is('S'), f.get('d'), f.get('n'), f.get('m'))));
    rows.row("MLA", "cccc 0000001S dddd aaaa mmmm 1001 nnnn")
        .except("c=15 d=15 n=15 m=15 a=15")
        .as("mla<S><c> <Rd>, <Rn>, <Rm>, <Ra>")
        .does(
            a32(
                f ->
                    DataSteps.multiplyAdd(
                        f.is('S'), f.get('d'), f.get('n'), f.get('m'), f.get('a'))));
    rows.row("MLS", "cccc 00000110 dddd aaaa mmmm 1001 nnnn")
        .except("c=15 d=15 n=15 m=15 a=15")
        .as("mls<c> <Rd>, <Rn>, <Rm>, <Ra>")
        .does(a32(f -> DataSteps.multiplySubtract(f.get('d'), f.get('n'), f.get('m'), f.get('a'))));
    for (boolean signed : new boolean[] {false, true}) {
      rows.row(
              signed ? "SMULL" : "UMULL",
              "cccc 00001" + (signed ? "1" : "0") + "00 hhhh llll mmmm 1001 nnnn")
          .except("c=15 h=15 l=15 n=15 m=15")
          .where(f -> f.get('h') != f.get('l'))
          .as((signed ? "smull" : "umull") + "<c> <Rl>, <Rh>, <Rn>, <Rm>")
          .does(
              a32(
                  f ->
                      DataSteps.multiplyLong(
                          signed, f.get('l'), f.get('h'), f.get('n'), f.get('m'))));
      rows.row(
              signed ? "SDIV" : "UDIV",
              "cccc 011100" + (signed ? "0" : "1") + "1 dddd oooo mmmm 0001 nnnn")
          .except("c=15 d=15 n=15 m=15")
          .as((signed ? "sdiv" : "udiv") + "<c> <Rd>, <Rn>, <Rm>")
          .does(a32(f -> DataSteps.divide(signed, f.get('d'), f.get('n'), f.get('m'))));
    }
  }

  private static void media(Rows rows) {
    rows.row("CLZ", "cccc 00010110 oooo dddd oooo 0001 mmmm")
        .except("c=15 d=15 m=15")
        .as("clz<c> <Rd>, <Rm>")
        .does(a32(f -> DataSteps.countLeadingZeros(f.get('d'), f.get('m'))));
    permutation(rows, "REV", "01101011 oooo dddd oooo 0011 mmmm", Integer::reverseBytes);
    permutation(rows, "REV16", "01101011 oooo dddd oooo 1011 mmmm", DataSteps::reverseHalves);
    permutation(rows, "RBIT", "01101111 oooo dddd oooo 0011 mmmm", Integer::reverse);
    rows.row("REVSH", "cccc 01101111 oooo dddd oooo 1011 mmmm")
        .except("c=15 d=15 m=15")
        .as("revsh<c> <Rd>, <Rm>")
        .does(a32(f -> DataSteps.reverseSigned(f.get('d'), f.get('m'))));
    rows.row("UBFX", "cccc 0111111 wwwww dddd lllll 101 nnnn")
        .except("c=15 d=15 n=15")
        .where(f -> f.get('l') + f.get('w') < 32)
        .as("ubfx<c> <Rd>, <Rn>, <#l>, <w-1>")
        .does(
            a32(f -> DataSteps.extract(false, f.get('d'), f.get('n'), f.get('l'), f.get('w') + 1)));
    rows.row("SBFX", "cccc 0111101 wwwww dddd lllll 101 nnnn")
        .except("c=15 d=15 n=15")
        .where(f -> f.get('l') + f.get('w') < 32)
        .as("sbfx<c> <Rd>, <Rn>, <#l>, <w-1>")
        .does(
            a32(f -> DataSteps.extract(true, f.get('d'), f.get('n'), f.get('l'), f.get('w') + 1)));
    rows.row("BFC", "cccc 0111110 eeeee dddd lllll 001 1111")
        .except("c=15 d=15")
        .where(f -> f.get('e') >= f.get('l'))
        .as("bfc<c> <Rd>, <#l>, <width>")
        .does(a32(f -> DataSteps.clear(f.get('d'), f.get('e'), f.get('l'))));
    rows.row("BFI", "cccc 0111110 eeeee dddd lllll 001 nnnn")
        .except("c=15 d=15 n=15")
        .where(f -> f.get('e') >= f.get('l'))
        .as("bfi<c> <Rd>, <Rn>, <#l>, <width>")
        .does(a32(f -> DataSteps.insert(f.get('d'), f.get('n'), f.get('e'), f.get('l'))));
  }

  private static void permutation(
      Rows rows, String name, String pattern, DataSteps.Permutation permutation) {
    rows.row(name, "cccc " + pattern)
        .except("c=15 d=15 m=15")
        .as(name.toLowerCase(Locale.ROOT) + "<c> <Rd>, <Rm>")
        .does(a32(f -> DataSteps.permute(permutation, f.get('d'), f.get('m'))));
  }

  private static void extend(Rows rows) {
    extend(rows, "SXTB", "01101010", true, 8);
    extend(rows, "SXTH", "01101011", true, 16);
    extend(rows, "UXTB", "01101110", false, 8);
    extend(rows, "UXTH", "01101111", false, 16);
  }

  private static void extend(Rows rows, String name, String bits, boolean signed, int width) {
    rows.row(name, "cccc " + bits + " 1111 dddd rr zz 0111 mmmm")
        .except("c=15 d=15 m=15")
        .as(name.toLowerCase(Locale.ROOT) + "<c> <Rd>, <Rm><,ror>")
        .does(a32(f -> DataSteps.extend(signed, width, 8 * f.get('r'), f.get('d'), f.get('m'))));
  }
}
