// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;
import org.armcall.emulator.word.Word;

/** The 16-bit T32 rows of arithmetic and data movement (DDI 0487 F3.2). */
final class T16DataProcessing {
  private T16DataProcessing() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    shifts(rows);
    arithmetic(rows);
    group(rows);
    highRegisters(rows);
    stackArithmetic(rows);
    extend(rows);
  }

  private static void shifts(Rows rows) {
    rows.row("MOV (register) T2", "00000 00000 mmm ddd")
        .as("mov<s!><c><n> <Rd>, <Rm>")
        .does(
            t32(
                f ->
                    DataSteps.outsideItSettingFlags(
                        Alu32.MOV, f.get('d'), 0, new ShifterOperand.Register(f.get('m')))));
    for (Shift shift : new Shift[] {Shift.LSL, Shift.LSR, Shift.ASR}) {
      Row.Draft row =
          rows.row(
              shift.name() + " (immediate) T2", "000" + twoBits(shift.type()) + " iiiii mmm ddd");
      if (shift == Shift.LSL) {
        row.except("i=0");
      }
      row.as(shift.text() + "<s><c><n> <Rd>, <Rm>, <" + shift.text() + ">")
          .does(
              t32(
                  f ->
                      DataSteps.outsideItSettingFlags(
                          Alu32.MOV,
                          f.get('d'),
                          0,
                          ShifterOperand.of(f.get('m'), shift, shift.amount(f.get('i'))))));
    }
  }

  private static String twoBits(int number) {
    return Integer.toBinaryString(4 | number).substring(1);
  }

  private static ShifterOperand constant(int value) {
    return new ShifterOperand.Plain(Word.of(value));
  }

  private static void arithmetic(Rows rows) {
    for (Alu32 operation : new Alu32[] {Alu32.ADD, Alu32.SUB}) {
      String bit = operation == Alu32.ADD ? "0" : "1";
      String text = operation.text() + "<s><c><n> ";
      rows.row(operation.name() + " (register) T1", "000110" + bit + " mmm nnn ddd")
          .as(text + "<Rd>, <Rn>, <Rm>")
          .also(text + "<Rdn>, <Rm>", "")
          .does(
              t32(
                  f ->
                      DataSteps.outsideItSettingFlags(
                          operation,
                          f.get('d'),
                          f.get('n'),
                          new ShifterOperand.Register(f.get('m')))));
      rows.row(operation.name() + " (immediate) T1", "000111" + bit + " iii nnn ddd")
          .as(text + "<Rd>, <Rn>, <#i>")
          .does(
              t32(
                  f ->
                      DataSteps.outsideItSettingFlags(
                          operation, f.get('d'), f.get('n'), constant(f.get('i')))));
      rows.row(operation.name() + " (immediate) T2", "0011" + bit + " ddd iiiiiiii")
          .as(text + "<Rd>, <#i>")
          .also(text + "<Rd>, <Rd>, <#i>", "")
          .does(
              t32(
                  f ->
                      DataSteps.outsideItSettingFlags(
                          operation, f.get('d'), f.get('d'), constant(f.get('i')))));
    }
    rows.row("MOV (immediate) T1", "00100 ddd iiiiiiii")
        .as("mov<s><c><n> <Rd>, <#i>")
        .does(
            t32(
                f ->
                    DataSteps.outsideItSettingFlags(
                        Alu32.MOV, f.get('d'), 0, constant(f.get('i')))));
    rows.row("CMP (immediate) T1", "00101 nnn iiiiiiii")
        .as("cmp<c><n> <Rn>, <#i>")
        .does(t32(f -> DataSteps.operation(Alu32.CMP, true, 0, f.get('n'), constant(f.get('i')))));
  }

  /** The data-processing group: register d is the first operand and the destination. */
  private static void group(Rows rows) {
    two(rows, "0000", Alu32.AND);
    two(rows, "0001", Alu32.EOR);
    shift(rows, "0010", Shift.LSL);
    shift(rows, "0011", Shift.LSR);
    shift(rows, "0100", Shift.ASR);
    two(rows, "0101", Alu32.ADC);
    two(rows, "0110", Alu32.SBC);
    shift(rows, "0111", Shift.ROR);
    compare(rows, "1000", Alu32.TST);
    rows.row("RSB (immediate) T1", "010000 1001 nnn ddd")
        .as("rsb<s><c><n> <Rd>, <Rn>, #0")
        .also("neg<s><c><n> <Rd>, <Rn>", "")
        .does(
            t32(
                f ->
                    DataSteps.outsideItSettingFlags(
                        Alu32.RSB, f.get('d'), f.get('n'), constant(0))));
    compare(rows, "1010", Alu32.CMP);
    compare(rows, "1011", Alu32.CMN);
    two(rows, "1100", Alu32.ORR);
    rows.row("MUL T1", "010000 1101 nnn ddd")
        .as("mul<s><c><n> <Rd>, <Rn>")
        .also("mul<s><c><n> <Rd>, <Rn>, <Rd>", "")
        .does(t32(f -> DataSteps.multiplyOutsideIt(f.get('d'), f.get('n'), f.get('d'))));
    two(rows, "1110", Alu32.BIC);
    rows.row("MVN (register) T1", "010000 1111 mmm ddd")
        .as("mvn<s><c><n> <Rd>, <Rm>")
        .does(
            t32(
                f ->
                    DataSteps.outsideItSettingFlags(
                        Alu32.MVN, f.get('d'), 0, new ShifterOperand.Register(f.get('m')))));
  }

  private static void two(Rows rows, String code, Alu32 operation) {
    rows.row(operation.name() + " (register) T1", "010000 " + code + " mmm ddd")
        .as(operation.text() + "<s><c><n> <Rd>, <Rm>")
        .also(operation.text() + "<s><c><n> <Rd>, <Rd>, <Rm>", "")
        .does(
            t32(
                f ->
                    DataSteps.outsideItSettingFlags(
                        operation,
                        f.get('d'),
                        f.get('d'),
                        new ShifterOperand.Register(f.get('m')))));
  }

  private static void shift(Rows rows, String code, Shift shift) {
    rows.row(shift.name() + " (register) T1", "010000 " + code + " sss ddd")
        .as(shift.text() + "<s><c><n> <Rd>, <Rs>")
        .also(shift.text() + "<s><c><n> <Rd>, <Rd>, <Rs>", "")
        .does(
            t32(
                f ->
                    DataSteps.outsideItSettingFlags(
                        Alu32.MOV,
                        f.get('d'),
                        0,
                        new ShifterOperand.ByRegister(f.get('d'), shift, f.get('s')))));
  }

  private static void compare(Rows rows, String code, Alu32 operation) {
    rows.row(operation.name() + " (register) T1", "010000 " + code + " mmm nnn")
        .as(operation.text() + "<c><n> <Rn>, <Rm>")
        .does(
            t32(
                f ->
                    DataSteps.operation(
                        operation, true, 0, f.get('n'), new ShifterOperand.Register(f.get('m')))));
  }

  private static void highRegisters(Rows rows) {
    rows.row("ADD (register) T2", "01000100 d mmmm ddd")
        .where(f -> f.get('d') != 15 || f.get('m') != 15)
        .as("add<c><n> <Rd>, <Rm>")
        .also("add<c><n> <Rd>, <Rd>, <Rm>", "")
        .does(
            t32(
                f ->
                    DataSteps.operation(
                        Alu32.ADD,
                        false,
                        f.get('d'),
                        f.get('d'),
                        new ShifterOperand.Register(f.get('m')))));
    rows.row("CMP (register) T2", "01000101 n mmmm nnn")
        .except("n=15 m=15")
        .where(f -> f.get('n') > 7 || f.get('m') > 7)
        .as("cmp<c><n> <Rn>, <Rm>")
        .does(
            t32(
                f ->
                    DataSteps.operation(
                        Alu32.CMP, true, 0, f.get('n'), new ShifterOperand.Register(f.get('m')))));
    rows.row("MOV (register) T1", "01000110 d mmmm ddd")
        .as("mov<c><n> <Rd>, <Rm>")
        .does(
            t32(
                f ->
                    DataSteps.operation(
                        Alu32.MOV, false, f.get('d'), 0, new ShifterOperand.Register(f.get('m')))));
    rows.row("BX T1", "010001110 mmmm zzz")
        .as("bx<c> <Rm>")
        .does(
            t32(
                f -> {
                  int target = f.get('m');
                  return core -> core.branchExchange(Aarch32.read(core, target));
                }));
    rows.row("BLX (register) T1", "010001111 mmmm zzz")
        .except("m=15")
        .as("blx<c> <Rm>")
        .does(t32(f -> SystemSteps.branchWithLink(f.get('m'), 2)));
  }

  private static void stackArithmetic(Rows rows) {
    rows.row("ADR T1", "10100 ddd iiiiiiii")
        .as("add<c><n> <Rd>, pc, <#i*4>")
        .also("adr<c><n> <Rd>, <address:16>", "")
        .does(t32(f -> DataSteps.address(f.get('d'), 4L * f.get('i'))));
    rows.row("ADD (SP plus immediate) T1", "10101 ddd iiiiiiii")
        .as("add<c><n> <Rd>, sp, <#i*4>")
        .does(t32(f -> stack(Alu32.ADD, f.get('d'), 4 * f.get('i'))));
    rows.row("ADD (SP plus immediate) T2", "101100000 iiiiiii")
        .as("add<c><n> sp, <#i*4>")
        .also("add<c><n> sp, sp, <#i*4>", "")
        .does(t32(f -> stack(Alu32.ADD, Aarch32.SP, 4 * f.get('i'))));
    rows.row("SUB (SP minus immediate) T1", "101100001 iiiiiii")
        .as("sub<c><n> sp, <#i*4>")
        .also("sub<c><n> sp, sp, <#i*4>", "")
        .does(t32(f -> stack(Alu32.SUB, Aarch32.SP, 4 * f.get('i'))));
  }

  private static Step stack(Alu32 operation, int destination, int distance) {
    return DataSteps.operation(operation, false, destination, Aarch32.SP, constant(distance));
  }

  private static void extend(Rows rows) {
    extend(rows, "00", "SXTH", true, 16);
    extend(rows, "01", "SXTB", true, 8);
    extend(rows, "10", "UXTH", false, 16);
    extend(rows, "11", "UXTB", false, 8);
    permutation(rows, "00", "REV", Integer::reverseBytes);
    permutation(rows, "01", "REV16", DataSteps::reverseHalves);
    rows.row("REVSH T1", "10111010 11 mmm ddd")
        .as("revsh<c><n> <Rd>, <Rm>")
        .does(t32(f -> DataSteps.reverseSigned(f.get('d'), f.get('m'))));
  }

  private static void extend(Rows rows, String code, String name, boolean signed, int width) {
    rows.row(name + " T1", "10110010 " + code + " mmm ddd")
        .as(name.toLowerCase(Locale.ROOT) + "<c><n> <Rd>, <Rm>")
        .does(t32(f -> DataSteps.extend(signed, width, 0, f.get('d'), f.get('m'))));
  }

  private static void permutation(
      Rows rows, String code, String name, DataSteps.Permutation permutation) {
    rows.row(name + " T1", "10111010 " + code + " mmm ddd")
        .as(name.toLowerCase(Locale.ROOT) + "<c><n> <Rd>, <Rm>")
        .does(t32(f -> DataSteps.permute(permutation, f.get('d'), f.get('m'))));
  }
}
