// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Laws of conditions and IT blocks, by exhaustion. */
final class ConditionLawsTest {
  @Test
  void aConditionAndItsInverseNeverAgree() {
    for (int code = 0; code < 14; code++) {
      for (int nzcv = 0; nzcv < 16; nzcv++) {
        Flags flags = new Flags(nzcv);
        assertNotEquals(Condition.of(code).holds(flags), Condition.of(code ^ 1).holds(flags));
      }
    }
  }

  @Test
  void alwaysHoldsAlways() {
    for (int nzcv = 0; nzcv < 16; nzcv++) {
      assertTrue(Condition.AL.holds(new Flags(nzcv)));
    }
  }

  /**
   * The table of DDI 0487 F1.3.1, one row a line: which of the 16 values of NZCV satisfy the
   * condition.
   */
  @Test
  void theEvenConditionsAreArmsTable() {
    assertEquals(flagsWhere("z"), holding(Condition.EQ));
    assertEquals(flagsWhere("c"), holding(Condition.CS));
    assertEquals(flagsWhere("n"), holding(Condition.MI));
    assertEquals(flagsWhere("v"), holding(Condition.VS));
    assertEquals(List.of(2, 3, 10, 11), holding(Condition.HI));
    assertEquals(List.of(0, 2, 4, 6, 9, 11, 13, 15), holding(Condition.GE));
    assertEquals(List.of(0, 2, 9, 11), holding(Condition.GT));
  }

  private static List<Integer> flagsWhere(String flag) {
    int bit = 8 >> "nzcv".indexOf(flag);
    List<Integer> values = new ArrayList<>();
    for (int nzcv = 0; nzcv < 16; nzcv++) {
      if ((nzcv & bit) != 0) {
        values.add(nzcv);
      }
    }
    return values;
  }

  private static List<Integer> holding(Condition condition) {
    List<Integer> values = new ArrayList<>();
    for (int nzcv = 0; nzcv < 16; nzcv++) {
      if (condition.holds(new Flags(nzcv))) {
        values.add(nzcv);
      }
    }
    return values;
  }

  /** ITTE EQ (0b00000110 at its first instruction) is EQ, EQ, NE and over. */
  @Test
  void anItBlockAdvancesThroughItsConditions() {
    ItState first = new ItState(0b0000_0110);
    assertEquals(Condition.EQ, first.condition());
    assertEquals(ItState.Position.NOT_LAST, first.position());
    ItState second = first.advance();
    assertEquals(Condition.EQ, second.condition());
    ItState third = second.advance();
    assertEquals(Condition.EQ.code() | 1, third.condition().code());
    assertEquals(ItState.Position.LAST, third.position());
    assertEquals(ItState.NONE, third.advance());
  }

  @Test
  void everyBlockEndsWithinFourInstructions() {
    for (int bits = 1; bits < 256; bits++) {
      if ((bits & 0xf) != 0 && bits >> 4 != 15) {
        ItState state = new ItState(bits);
        int left = 0;
        while (state.position() != ItState.Position.OUTSIDE) {
          boolean inverted15 = (state.bits() >> 4 | 1) == 15 && (state.bits() & 0x8) != 0;
          if (inverted15 && state.position() == ItState.Position.NOT_LAST) {
            break;
          }
          state = state.advance();
          left++;
        }
        assertTrue(left <= 4, "0x" + Integer.toHexString(bits));
      }
    }
  }

  @Test
  void statesThatNoItInstructionMakesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ItState(0x10));
    assertThrows(IllegalArgumentException.class, () -> new ItState(0xf8));
    assertThrows(IllegalArgumentException.class, () -> new ItState(256));
    assertThrows(IllegalArgumentException.class, () -> new Flags(16));
    assertThrows(IllegalArgumentException.class, () -> Condition.of(15));
  }
}
