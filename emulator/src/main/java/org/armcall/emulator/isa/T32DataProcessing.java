// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.Aarch32.t32;

import java.util.Locale;
import java.util.Optional;
import org.armcall.emulator.word.Word;

/** The 32-bit T32 data-processing rows (DDI 0487 F3.3). */
final class T32DataProcessing {
  /**
   * An opcode of the group.
   *
   * @param bits the opcode
   * @param operation what it is with a destination and a first operand
   * @param comparison what it is where the destination is 0b1111 and flags are set
   * @param move what it is where the first operand is 0b1111
   */
  private record Opcode(
      String bits, Alu32 operation, Optional<Alu32> comparison, Optional<Alu32> move) {
    Opcode(String bits, Alu32 operation) {
      this(bits, operation, Optional.empty(), Optional.empty());
    }
  }

  private static final Opcode[] OPCODES = {
    new Opcode("0000", Alu32.AND, Optional.of(Alu32.TST), Optional.empty()),
    new Opcode("0001", Alu32.BIC),
    new Opcode("0010", Alu32.ORR, Optional.empty(), Optional.of(Alu32.MOV)),
    new Opcode("0011", Alu32.ORN, Optional.empty(), Optional.of(Alu32.MVN)),
    new Opcode("0100", Alu32.EOR, Optional.of(Alu32.TEQ), Optional.empty()),
    new Opcode("1000", Alu32.ADD, Optional.of(Alu32.CMN), Optional.empty()),
    new Opcode("1010", Alu32.ADC),
    new Opcode("1011", Alu32.SBC),
    new Opcode("1101", Alu32.SUB, Optional.of(Alu32.CMP), Optional.empty()),
    new Opcode("1110", Alu32.RSB)
  };

  private T32DataProcessing() {}

  /** Adds the rows. */
  static void add(Rows rows) {
    for (Opcode opcode : OPCODES) {
      opcode.comparison().ifPresent(operation -> comparison(rows, opcode, operation));
      opcode.move().ifPresent(operation -> move(rows, opcode, operation));
      general(rows, opcode);
    }
    shifts(rows);
    plain(rows);
    fields(rows);
  }

  private static ShifterOperand constant(Fields f) {
    return ShifterOperand.of(ModifiedImmediate.t32(f.get('i')));
  }

  private static boolean isPredictable(Fields f) {
    return !ModifiedImmediate.isUnpredictableT32(f.get('i'));
  }

  private static ShifterOperand shifted(Fields f) {
    Shift shift = Shift.ofImmediate(f.get('h'), f.get('i'));
    return ShifterOperand.of(f.get('m'), shift, shift.amount(f.get('i')));
  }

  private static String immediateName(Alu32 operation) {
    return operation.name() + " (immediate) T32";
  }

  private static String registerName(Alu32 operation) {
    return operation.name() + " (register) T32";
  }

  private static void general(Rows rows, Opcode opcode) {
    Alu32 operation = opcode.operation();
    String mnemonic = operation.text() + "<S><c><w>";
    Row.Draft immediate =
        rows.row(
                immediateName(operation),
                "11110 i 0 " + opcode.bits() + " S nnnn 0 iii dddd iiiiiiii")
            .except("n=15 d=15")
            .where(T32DataProcessing::isPredictable)
            .as(mnemonic + " <Rd>, <Rn>, <const>")
            .also(mnemonic + " <Rdn>, <const>", "");
    opposite(operation)
        .ifPresent(
            other -> immediate.also(other + "<S><c><w> <Rd>, <Rn>, " + turned(operation), ""));
    immediate.does(
        t32(f -> DataSteps.operation(operation, f.is('S'), f.get('d'), f.get('n'), constant(f))));
    rows.row(registerName(operation), "1110101 " + opcode.bits() + " S nnnn z iii dddd ii hh mmmm")
        .except("n=15 d=15 m=15")
        .as(mnemonic + " <Rd>, <Rn>, <Rm><,shift>")
        .also(mnemonic + " <Rdn>, <Rm><,shift>", "")
        .does(
            t32(
                f ->
                    DataSteps.operation(operation, f.is('S'), f.get('d'), f.get('n'), shifted(f))));
  }

  /** The operation that an assembler turns into this one when only that can hold the constant. */
  private static Optional<String> opposite(Alu32 operation) {
    return switch (operation) {
      case AND -> Optional.of("bic");
      case BIC -> Optional.of("and");
      case ADD -> Optional.of("sub");
      case SUB -> Optional.of("add");
      case ORN -> Optional.of("orr");
      default -> Optional.empty();
    };
  }

  private static String turned(Alu32 operation) {
    return operation == Alu32.ADD || operation == Alu32.SUB ? "<-const>" : "<~const>";
  }

  private static void comparison(Rows rows, Opcode opcode, Alu32 operation) {
    String mnemonic = operation.text() + "<c><w> <Rn>, ";
    Row.Draft immediate =
        rows.row(
                immediateName(operation),
                "11110 i 0 " + opcode.bits() + " 1 nnnn 0 iii 1111 iiiiiiii")
            .except("n=15")
            .where(T32DataProcessing::isPredictable)
            .as(mnemonic + "<const>");
    if (operation == Alu32.CMP) {
      immediate.also("cmn<c><w> <Rn>, <-const>", "");
    } else if (operation == Alu32.CMN) {
      immediate.also("cmp<c><w> <Rn>, <-const>", "");
    }
    immediate.does(t32(f -> DataSteps.operation(operation, true, 0, f.get('n'), constant(f))));
    rows.row(registerName(operation), "1110101 " + opcode.bits() + " 1 nnnn z iii 1111 ii hh mmmm")
        .except("n=15 m=15")
        .as(mnemonic + "<Rm><,shift>")
        .does(t32(f -> DataSteps.operation(operation, true, 0, f.get('n'), shifted(f))));
  }

  private static void move(Rows rows, Opcode opcode, Alu32 operation) {
    String mnemonic = operation.text() + "<S><c><w>";
    rows.row(immediateName(operation), "11110 i 0 " + opcode.bits() + " S 1111 0 iii dddd iiiiiiii")
        .except("d=15")
        .where(T32DataProcessing::isPredictable)
        .as(mnemonic + " <Rd>, <const>")
        .also((operation == Alu32.MOV ? "mvn" : "mov") + "<S><c><w> <Rd>, <~const>", "")
        .does(t32(f -> DataSteps.operation(operation, f.is('S'), f.get('d'), 0, constant(f))));
    Row.Draft register =
        rows.row(
                registerName(operation),
                "1110101 " + opcode.bits() + " S 1111 z iii dddd ii hh mmmm")
            .except("d=15 m=15");
    if (operation == Alu32.MOV) {
      register
          .as("mov<S><c><w> <Rd>, <Rm>", "h=0 i=0")
          .as("rrx<S><c> <Rd>, <Rm>", "h=3 i=0")
          .as("lsl<S><c><w> <Rd>, <Rm>, <lsl>", "h=0")
          .as("lsr<S><c><w> <Rd>, <Rm>, <lsr>", "h=1")
          .as("asr<S><c><w> <Rd>, <Rm>, <asr>", "h=2")
          .as("ror<S><c><w> <Rd>, <Rm>, <ror>", "h=3")
          .also("mov<S><c><w> <Rd>, <Rm><,shift>", "");
    } else {
      register.as(mnemonic + " <Rd>, <Rm><,shift>");
    }
    register.does(t32(f -> DataSteps.operation(operation, f.is('S'), f.get('d'), 0, shifted(f))));
  }

  private static void shifts(Rows rows) {
    rows.row("MOV (register-shifted register) T32", "11111010 0hhS mmmm 1111 dddd 0000 ssss")
        .except("d=15 m=15 s=15")
        .as("lsl<S><c><w> <Rd>, <Rm>, <Rs>", "h=0")
        .as("lsr<S><c><w> <Rd>, <Rm>, <Rs>", "h=1")
        .as("asr<S><c><w> <Rd>, <Rm>, <Rs>", "h=2")
        .as("ror<S><c><w> <Rd>, <Rm>, <Rs>", "h=3")
        .does(
            t32(
                f ->
                    DataSteps.operation(
                        Alu32.MOV,
                        f.is('S'),
                        f.get('d'),
                        0,
                        new ShifterOperand.ByRegister(
                            f.get('m'), Shift.ofRegister(f.get('h')), f.get('s')))));
  }

  private static void plain(Rows rows) {
    wide(rows, Alu32.ADD, "00000");
    wide(rows, Alu32.SUB, "01010");
    rows.row("ADR (after) T32", "11110 i 100000 1111 0 iii dddd iiiiiiii")
        .except("d=15")
        .as("adr<c><w> <Rd>, <label:after>")
        .does(t32(f -> DataSteps.address(f.get('d'), f.get('i'))));
    rows.row("ADR (before) T32", "11110 i 101010 1111 0 iii dddd iiiiiiii")
        .except("d=15")
        .as("adr<c><w> <Rd>, <label:before>", "", f -> f.is('i'))
        .does(t32(f -> DataSteps.address(f.get('d'), -f.get('i'))));
    rows.row("MOVW T32", "11110 i 100100 kkkk 0 iii dddd iiiiiiii")
        .except("d=15")
        .as("movw<c> <Rd>, <imm16>")
        .also("mov<c><w> <Rd>, <imm16>", "")
        .does(t32(f -> DataSteps.moveWide(f.get('d'), f.get('k') << 12 | f.get('i'))));
    rows.row("MOVT T32", "11110 i 101100 kkkk 0 iii dddd iiiiiiii")
        .except("d=15")
        .as("movt<c> <Rd>, <imm16>")
        .does(t32(f -> DataSteps.moveTop(f.get('d'), f.get('k') << 12 | f.get('i'))));
  }

  private static void wide(Rows rows, Alu32 operation, String bits) {
    String text = operation.name().toLowerCase(Locale.ROOT);
    rows.row(operation.name() + "W T32", "11110 i 1" + bits + " nnnn 0 iii dddd iiiiiiii")
        .except("n=15 d=15")
        .as(text + "w<c> <Rd>, <Rn>, <#i>")
        .also(text + "<c><w> <Rd>, <Rn>, <#i>", "")
        .does(
            t32(
                f ->
                    DataSteps.operation(
                        operation,
                        false,
                        f.get('d'),
                        f.get('n'),
                        new ShifterOperand.Plain(Word.of(f.get('i'))))));
  }

  private static void fields(Rows rows) {
    rows.row("UBFX T32", "11110 z 111100 nnnn 0 lll dddd ll z wwwww")
        .except("n=15 d=15")
        .where(f -> f.get('l') + f.get('w') < 32)
        .as("ubfx<c> <Rd>, <Rn>, <#l>, <w-1>")
        .does(
            t32(f -> DataSteps.extract(false, f.get('d'), f.get('n'), f.get('l'), f.get('w') + 1)));
    rows.row("SBFX T32", "11110 z 110100 nnnn 0 lll dddd ll z wwwww")
        .except("n=15 d=15")
        .where(f -> f.get('l') + f.get('w') < 32)
        .as("sbfx<c> <Rd>, <Rn>, <#l>, <w-1>")
        .does(
            t32(f -> DataSteps.extract(true, f.get('d'), f.get('n'), f.get('l'), f.get('w') + 1)));
    rows.row("BFC T32", "11110 z 110110 1111 0 lll dddd ll z eeeee")
        .except("d=15")
        .where(f -> f.get('e') >= f.get('l'))
        .as("bfc<c> <Rd>, <#l>, <width>")
        .does(t32(f -> DataSteps.clear(f.get('d'), f.get('e'), f.get('l'))));
    rows.row("BFI T32", "11110 z 110110 nnnn 0 lll dddd ll z eeeee")
        .except("n=15 d=15")
        .where(f -> f.get('e') >= f.get('l'))
        .as("bfi<c> <Rd>, <Rn>, <#l>, <width>")
        .does(t32(f -> DataSteps.insert(f.get('d'), f.get('n'), f.get('e'), f.get('l'))));
  }
}
