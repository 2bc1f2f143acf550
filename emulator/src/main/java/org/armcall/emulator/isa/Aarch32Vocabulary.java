// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import org.armcall.emulator.isa.Aarch32Numbers.Turn;
import org.armcall.model.instruction.InstructionSet;

/** The operands of A32 and T32 by their names in templates. */
record Aarch32Vocabulary(InstructionSet isa) implements Vocabulary {
  @Override
  public Operand operand(String hole) {
    if (hole.matches("R[a-z]")) {
      return new Aarch32Registers.InField(hole.charAt(1));
    }
    if (NumberOperand.is(hole)) {
      return NumberOperand.of(hole);
    }
    if (hole.matches("C[a-z]")) {
      return new Aarch32Registers.Coprocessor(hole.charAt(1));
    }
    return switch (hole) {
      case "c" -> Aarch32Words.condition(isa);
      case "cond" -> new Aarch32Words.BranchCondition();
      case "S" -> new Aarch32Words.FlagSuffix();
      case "s" -> new Aarch32Words.FlagsOutsideIt(true);
      case "s!" -> new Aarch32Words.FlagsOutsideIt(false);
      case "w" -> new Aarch32Words.Width(".w", true);
      case "n" -> new Aarch32Words.Width(".n", false);
      case "block" -> new Aarch32Words.Block();
      case "masks" -> new Aarch32Words.Masks();
      case "endianness" -> new Aarch32Words.Endianness();
      case "imm16" -> new Aarch32Numbers.Split();
      case "Rmm" -> new Aarch32Registers.Twice();
      case "Rdn" -> new Aarch32Registers.Both();
      case "Rt+1" -> new Aarch32Registers.After('t');
      case "+Rm" -> new Aarch32Registers.Signed('m');
      case "{Rt}" -> new Aarch32Registers.One('t');
      case "list" -> new Aarch32Registers.Many(-1, 0);
      case "list+lr" -> new Aarch32Registers.Many(Aarch32.LR, 0);
      case "list+pc" -> new Aarch32Registers.Many(Aarch32.PC, 0);
      case "list.pc" -> new Aarch32Registers.Many(-1, 1 << Aarch32.PC);
      case "banked" -> new Aarch32Registers.OfMode();
      case "psr" -> new Aarch32Registers.Status();
      case "psr_fields" -> new Aarch32Registers.StatusFields();
      case "const" -> new Aarch32Numbers.Constant(isa, Turn.NONE);
      case "~const" -> new Aarch32Numbers.Constant(isa, Turn.INVERTED);
      case "-const" -> new Aarch32Numbers.Constant(isa, Turn.NEGATED);
      case "shift" -> new Aarch32Numbers.ShiftName();
      case ",shift" -> new Aarch32Numbers.OptionalShift();
      case ",lsl" -> new Aarch32Numbers.OptionalAmount("lsl", 'i', 1);
      case ",ror" -> new Aarch32Numbers.OptionalAmount("ror", 'r', 8);
      case "lsl", "lsr", "asr", "ror" ->
          new Aarch32Numbers.Amount(Shift.ofName(hole).orElseThrow());
      case "-#i" -> new Aarch32Numbers.Negative();
      case "off" -> new Aarch32Numbers.Offset(1, false);
      case ",off" -> new Aarch32Numbers.Offset(1, true);
      case "off*4" -> new Aarch32Numbers.Offset(4, false);
      case ",off*4" -> new Aarch32Numbers.Offset(4, true);
      case "width" -> new Aarch32Numbers.FieldWidth();
      case "w-1" -> new Aarch32Numbers.LessOne('w');
      case "opc1" -> new Aarch32Numbers.Bare('p');
      case "opc2" -> new Aarch32Numbers.Bare('q');
      case "domain" -> new Aarch32Numbers.Domain();
      default -> place(hole);
    };
  }

  private static Operand place(String hole) {
    return switch (hole) {
      case "label" -> Aarch32Place.A32_BRANCH;
      case "label:h" -> Aarch32Place.A32_EXCHANGE;
      case "literal" -> Aarch32Place.A32_LITERAL;
      case "label:16" -> Aarch32Place.T16_BRANCH;
      case "label:cb" -> Aarch32Place.T16_COMPARE;
      case "literal:16" -> Aarch32Place.T16_LITERAL;
      case "address:16" -> Aarch32Place.T16_ADDRESS;
      case "label:far" -> Aarch32Place.T32_BRANCH;
      case "label:a32" -> Aarch32Place.T32_EXCHANGE;
      case "label:c" -> Aarch32Place.T32_CONDITIONAL;
      case "literal:32" -> Aarch32Place.T32_LITERAL;
      case "label:after" -> Aarch32Place.T32_AFTER;
      case "label:before" -> Aarch32Place.T32_BEFORE;
      default -> throw new IllegalArgumentException("no operand <" + hole + ">");
    };
  }
}
