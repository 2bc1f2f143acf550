// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.armcall.model.state.Mode;
import org.junit.jupiter.api.Test;

/** Which register of AArch64 a banked one of AArch32 is. */
final class BankMapTest {
  @Test
  void theRegistersOfAarch32AreThoseOfAarch64EachOnce() {
    Map<Integer, List<String>> names = new HashMap<>();
    for (Mode mode : Mode.values()) {
      if (mode.compareTo(Mode.MON) < 0) {
        for (int number = 0; number < 15; number++) {
          boolean shared =
              (number < 13 && mode != Mode.FIQ)
                  || number < 8
                  || mode == Mode.SYS
                  || (mode == Mode.HYP && number == 14);
          if (mode == Mode.USR || !shared) {
            names
                .computeIfAbsent(BankMap.index(mode, number), i -> new ArrayList<>())
                .add(mode.text() + number);
          }
        }
      }
    }
    assertEquals(31, names.size());
    names.forEach((index, all) -> assertEquals(1, all.size(), "X" + index + " is " + all));
  }

  /** DDI 0487 D1.20.1, the table as it is printed. */
  @Test
  void theMappingIsThatOfTheArchitecture() {
    assertEquals(14, BankMap.index(Mode.USR, 14));
    assertEquals(13, BankMap.index(Mode.USR, 13));
    assertEquals(15, BankMap.index(Mode.HYP, 13));
    assertEquals(16, BankMap.index(Mode.IRQ, 14));
    assertEquals(17, BankMap.index(Mode.IRQ, 13));
    assertEquals(18, BankMap.index(Mode.SVC, 14));
    assertEquals(19, BankMap.index(Mode.SVC, 13));
    assertEquals(20, BankMap.index(Mode.ABT, 14));
    assertEquals(21, BankMap.index(Mode.ABT, 13));
    assertEquals(22, BankMap.index(Mode.UND, 14));
    assertEquals(23, BankMap.index(Mode.UND, 13));
    assertEquals(24, BankMap.index(Mode.FIQ, 8));
    assertEquals(28, BankMap.index(Mode.FIQ, 12));
    assertEquals(29, BankMap.index(Mode.FIQ, 13));
    assertEquals(30, BankMap.index(Mode.FIQ, 14));
    assertEquals(14, BankMap.index(Mode.HYP, 14));
    assertEquals(13, BankMap.index(Mode.SYS, 13));
    assertEquals(12, BankMap.index(Mode.SVC, 12));
  }
}
