// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Map;

/** The operands of A64 by the names that templates give them. */
final class A64Operands {
  private static final Map<String, Operand> SINGLE =
      Map.ofEntries(
          Map.entry("imm12", new A64Shifted.Number12()),
          Map.entry(",lsl16", new A64Shifted.Halfword()),
          Map.entry(",shift", new A64Shifted.Amount(false)),
          Map.entry(",rotate", new A64Shifted.Amount(true)),
          Map.entry("Rm-extended", new A64Extended.Register()),
          Map.entry("bitmask", new A64Numbers.LogicalNumber()),
          Map.entry("movz", new A64Moves.MoveNumber(false)),
          Map.entry("movn", new A64Moves.MoveNumber(true)),
          Map.entry("adr", new A64Moves.PageOrByte(0)),
          Map.entry("adrp", new A64Moves.PageOrByte(12)),
          Map.entry("lsl", A64Bitfield.Range.SHIFT_LEFT),
          Map.entry("shr", A64Bitfield.Range.SHIFT_RIGHT),
          Map.entry("extract", A64Bitfield.Range.EXTRACT),
          Map.entry("insert", A64Bitfield.Range.INSERT),
          Map.entry("Rt-bit", new A64Branches.TestRegister()),
          Map.entry("bit", new A64Branches.TestBit()),
          Map.entry(",#zero", new A64Shifted.Zero()),
          Map.entry("barrier", new A64System.Barrier()),
          Map.entry("sysreg", new A64System.RegisterName()));

  private A64Operands() {}

  /** The operand of that name. */
  static Operand of(String hole) {
    Operand single = SINGLE.get(hole);
    if (single != null) {
      return single;
    }
    if (A64Register.is(hole)) {
      return A64Register.of(hole);
    }
    if (NumberOperand.is(hole)) {
      return NumberOperand.of(hole);
    }
    char last = hole.charAt(hole.length() - 1);
    if (hole.startsWith("label:")) {
      return new A64Place(last, 0);
    }
    if (hole.startsWith("literal")) {
      return new A64Place('i', last - '0');
    }
    if (hole.startsWith("index:")) {
      return new A64Extended.Index(last - '0');
    }
    if (hole.endsWith("cond:c")) {
      return new A64Condition(hole.startsWith("!"), hole.startsWith("."));
    }
    throw new IllegalArgumentException("no operand <" + hole + ">");
  }
}
