// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Registers by their names and by their numbers. */
final class RegisterValuesTest {
  /** Names that are numbers to one reader and none to another, and two of one hash. */
  private static final String[] NAMES = {
    "x0", "x1", "x9", "x10", "x30", "x31", "x32", "x00", "x01", "x", "x1a", "xa", "x100", "r0",
    "r14", "r15", "sp", "cpsr", "pstate", "Aa", "BB"
  };

  @Provide
  Arbitrary<Map<String, Long>> registers() {
    return Arbitraries.maps(Arbitraries.of(NAMES), Arbitraries.longs()).map(LinkedHashMap::new);
  }

  // of(m) = m, as a map
  @Property(tries = 500)
  void registersAreTheMapThatTheyAreMadeOf(@ForAll("registers") Map<String, Long> map) {
    RegisterValues registers = RegisterValues.of(map);
    assertEquals(map, registers);
    assertEquals(List.copyOf(map.keySet()), List.copyOf(registers.keySet()));
    for (String name : NAMES) {
      assertEquals(map.get(name), registers.get(name));
      assertEquals(map.containsKey(name), registers.containsKey(name));
    }
  }

  // value(letter, n) = get(letter + n), for n below 32
  @Property(tries = 500)
  void aNumberedRegisterIsTheOneOfThatName(@ForAll("registers") Map<String, Long> map) {
    RegisterValues registers = RegisterValues.of(map);
    for (char letter : new char[] {'x', 'r'}) {
      for (int i = 0; i < 32; i++) {
        int number = i;
        String name = letter + Integer.toString(i);
        assertEquals(map.containsKey(name), (registers.numbered(letter) >>> i & 1) == 1, name);
        if (map.containsKey(name)) {
          assertEquals(map.get(name), registers.value(letter, i));
        } else {
          assertThrows(IndexOutOfBoundsException.class, () -> registers.value(letter, number));
        }
      }
    }
  }

  @Test
  void namesOfTheSameHashAreToldApart() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    RegisterValues one = new RegisterValues(new RegisterNames("Aa"), 1);
    assertEquals(1L, one.get("Aa"));
    assertNull(one.get("BB"));
  }

  @Test
  void theRegistersAreThoseOfTheirMoment() {
    long[] values = {1, 2, 3};
    RegisterNames names = new RegisterNames("x0", "x1");
    RegisterValues registers = new RegisterValues(names, values);
    values[0] = 9;
    assertEquals(Map.of("x0", 1L, "x1", 2L), registers);
    assertThrows(UnsupportedOperationException.class, () -> registers.put("x0", 2L));
    assertThrows(UnsupportedOperationException.class, registers::clear);
    assertThrows(IllegalArgumentException.class, () -> new RegisterValues(names, 1));
  }

  @Test
  void namesAreComparedInTheirOrder() {
    RegisterNames names = new RegisterNames("x0", "x1");
    assertTrue(names.are(new String[] {"x0", "x1", "x2"}, 2));
    assertFalse(names.are(new String[] {"x1", "x0"}, 2));
    assertFalse(names.are(new String[] {"x0", "x1", "x2"}, 3));
    assertFalse(names.are(new String[] {"x0"}, 1));
  }
}
