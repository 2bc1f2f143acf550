// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/** Rows made here, with answers worked out by hand, and what words of instructions say. */
final class EncodingTest {
  private static Encoding row(int size, String pattern) {
    return new Encoding(Rule.ENC_SVC_T16, Call.SVC, InstructionSet.T32, size, "SVC T9", pattern);
  }

  @Test
  void aPatternSaysItsMasks() {
    Encoding row = row(2, "1001 cccc iiii 01iz");
    assertEquals(0b1111_0000_0000_1100, row.fixedMask());
    assertEquals(0b1001_0000_0000_0100, row.fixedBits());
    assertEquals(5, row.immediateWidth());
    assertTrue(row.isConditional());
    assertEquals("SVC T9", row.name());
    assertEquals("1001 cccc iiii 01iz", row.pattern());
    assertEquals(2, row.size());
    assertEquals(Rule.ENC_SVC_T16, row.rule());
    assertFalse(row(2, "1101 1111 iiii iiii").isConditional());
  }

  @Test
  void fieldsStandInOrder() {
    Encoding row = row(2, "1001 cccc iiii 01iz");
    CallInstruction decoded = row.decode(0b1001_0001_1010_0111).orElseThrow();
    assertEquals(Optional.of(Condition.NE), decoded.encodedCondition());
    assertEquals(new Immediate(0b10101, 5), decoded.immediate());
    assertEquals(1, decoded.shouldBeZero());
    assertEquals(0b1001_0001_1010_0111, row.encode(decoded));
    assertTrue(row.decode(0b1001_0001_1010_1111).isEmpty());
    assertTrue(row.decode(0b1001_1111_1010_0111).isEmpty(), "0b1111 is no condition");
    assertTrue(row.matches(0b1001_1110_0000_0100));
    Encoding unconditional = row(2, "1101 1111 iiii iiii");
    assertTrue(unconditional.matches(0xdfff), "no condition field, no 0b1111 in it");
  }

  @Test
  void aPatternHasEightBitsOfFiveLettersForEachByte() {
    assertThrows(IllegalArgumentException.class, () -> row(2, "1001 cccc iiii 01i"));
    assertThrows(IllegalArgumentException.class, () -> row(4, "1001 cccc iiii 01iz"));
    String why =
        assertThrows(IllegalArgumentException.class, () -> row(2, "1001 cccc iiii 01ix"))
            .getMessage();
    assertTrue(why.contains("16 of 0, 1"), why);
  }

  @Test
  void aRowEncodesItsOwnInstructionOnly() {
    CallInstruction svc =
        new CallInstruction(
            Call.SVC, InstructionSet.T32, 2, new Immediate(7, 8), Optional.empty(), 0);
    assertEquals(0xdf07, Encodings.of(Call.SVC, InstructionSet.T32).encode(svc));
    for (Encoding other : Encodings.table()) {
      if (other.size() != 2) {
        assertThrows(IllegalArgumentException.class, () -> other.encode(svc));
      }
    }
    Immediate wide = new Immediate(7, 9);
    CallInstruction wrong =
        new CallInstruction(Call.SVC, InstructionSet.T32, 2, wide, Optional.empty(), 0);
    assertThrows(IllegalArgumentException.class, () -> Encodings.encode(wrong));
  }

  @Test
  void aWordIsOfASizeThatItsSetHas() {
    assertEquals("0xdf07", InstructionWord.t16(0xdf07).text());
    assertEquals("0x0000df07", InstructionWord.of(InstructionSet.A32, 0xdf07).text());
    assertEquals("0xffffffff", InstructionWord.of(InstructionSet.T32, -1).text());
    assertThrows(
        IllegalArgumentException.class, () -> new InstructionWord(InstructionSet.A32, 2, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new InstructionWord(InstructionSet.T32, 3, 0));
    assertEquals(0xffff, InstructionWord.t16(0xffff).bits());
    assertThrows(IllegalArgumentException.class, () -> InstructionWord.t16(0x10000));
  }

  @Test
  void anImmediateFitsItsWidth() {
    assertEquals(0xffffff, new Immediate(0xffffff, 24).value());
    assertEquals(1, new Immediate(1, 1).value());
    assertEquals(0, new Immediate(0, 4).value());
    assertThrows(IllegalArgumentException.class, () -> new Immediate(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Immediate(0, 25));
    String why =
        assertThrows(IllegalArgumentException.class, () -> new Immediate(16, 4)).getMessage();
    assertTrue(why.contains("0 to 15"), why);
    assertEquals(0x3456, new Immediate(0x123456, 24).low16());
    assertEquals("#9", new Immediate(9, 4).text());
    assertEquals("#0xa", new Immediate(10, 4).text());
  }

  @Test
  void aCallReadsAsAnAssemblerWritesIt() {
    Encoding smc = Encodings.of(Call.SMC, InstructionSet.A32);
    assertEquals("smc #0", smc.decode(0xe1600070).orElseThrow().text());
    assertEquals("smcne #0xf", smc.decode(0x1160007f).orElseThrow().text());
    CallInstruction hvc = Encodings.of(Call.HVC, InstructionSet.A64).decode(0xd4000022).get();
    assertEquals("hvc #1", hvc.text());
    assertFalse(hvc.setsShouldBeZero());
    assertTrue(smc.decode(0xe1600170).orElseThrow().setsShouldBeZero());
  }

  /** A32 has its own field, T32 the IT block's condition, A64 none. */
  @Test
  void theConditionIsWhereTheSetHasIt() {
    ItState ne = new ItState(0x18);
    assertEquals(Condition.EQ, instruction(InstructionSet.A32, Condition.EQ).condition(ne));
    assertEquals(Condition.NE, instruction(InstructionSet.T32, Condition.EQ).condition(ne));
    assertEquals(Condition.AL, instruction(InstructionSet.A64, Condition.EQ).condition(ne));
    assertEquals(
        Condition.AL, instruction(InstructionSet.T32, Condition.EQ).condition(ItState.NONE));
  }

  private static CallInstruction instruction(InstructionSet isa, Condition condition) {
    return new CallInstruction(Call.SMC, isa, 4, new Immediate(0, 4), Optional.of(condition), 0);
  }

  @Test
  void theEdgesOfWhatAnItStateMayBe() {
    assertEquals(0xef, new ItState(0xef).bits());
    assertThrows(IllegalArgumentException.class, () -> new ItState(-1));
    assertThrows(IllegalArgumentException.class, () -> new ItState(0x100 | 8));
    assertThrows(IllegalArgumentException.class, () -> new ItState(0xf1));
    assertEquals(15, new Flags(15).nzcv());
    assertEquals(0, new Flags(0).nzcv());
    assertThrows(IllegalArgumentException.class, () -> new Flags(-1));
    assertEquals(Condition.AL, Condition.of(14));
    assertEquals(Condition.EQ, Condition.of(0));
    assertThrows(IllegalArgumentException.class, () -> Condition.of(-1));
    assertFalse(Condition.AL.isConditional());
  }

  /**
   * A block of three of condition GT and its inverse: 0b1100_0110, then 0b1100_1100, 0b1101_1000.
   */
  @Test
  void advancingShiftsTheLowFiveBits() {
    assertEquals(0b1100_1100, new ItState(0b1100_0110).advance().bits());
    assertEquals(0b1101_1000, new ItState(0b1100_1100).advance().bits());
    assertEquals(0, new ItState(0b1101_1000).advance().bits());
    assertEquals(ItState.Position.LAST, new ItState(0b1101_1000).position());
    assertEquals(ItState.Position.NOT_LAST, new ItState(0b1100_1100).position());
    assertEquals(ItState.Position.OUTSIDE, ItState.NONE.position());
  }
}
