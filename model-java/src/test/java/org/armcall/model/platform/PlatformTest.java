// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a machine can be. */
final class PlatformTest {
  private static Platform platform(
      Architecture architecture,
      ExecutionState el3,
      ExecutionState el2,
      ExecutionState el1,
      ExecutionState el0) {
    Map<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    widest.put(EL3, el3);
    widest.put(EL2, el2);
    widest.put(EL1, el1);
    widest.put(EL0, el0);
    return new Platform("p", architecture, widest, Set.of(), Map.of());
  }

  /** DDI 0487 D1.1: AArch64 is never below AArch32. */
  @Test
  void noLevelIsWiderThanOneAbove() {
    ExecutionState[] states = ExecutionState.values();
    for (int bits = 0; bits < 16; bits++) {
      ExecutionState el3 = states[bits >> 3 & 1];
      ExecutionState el2 = states[bits >> 2 & 1];
      ExecutionState el1 = states[bits >> 1 & 1];
      ExecutionState el0 = states[bits & 1];
      boolean narrowing =
          el3.compareTo(el2) >= 0 && el2.compareTo(el1) >= 0 && el1.compareTo(el0) >= 0;
      if (narrowing) {
        Platform machine = platform(Architecture.ARMV8A, el3, el2, el1, el0);
        assertEquals(Optional.of(el2), machine.widestOf(EL2));
      } else {
        assertThrows(
            IllegalArgumentException.class,
            () -> platform(Architecture.ARMV8A, el3, el2, el1, el0));
      }
    }
  }

  @Test
  void el0AndEl1AreAlwaysThere() {
    for (ExceptionLevel missing : EnumSet.of(EL0, EL1)) {
      Map<ExceptionLevel, ExecutionState> levels = new EnumMap<>(ExceptionLevel.class);
      levels.put(missing == EL0 ? EL1 : EL0, AARCH64);
      assertThrows(
          IllegalArgumentException.class,
          () -> new Platform("p", Architecture.ARMV8A, levels, Set.of(), Map.of()));
    }
    Platform least =
        new Platform(
            "p", Architecture.ARMV8A, Map.of(EL0, AARCH32, EL1, AARCH64), Set.of(), Map.of());
    assertFalse(least.has(EL2));
    assertTrue(least.has(EL1));
    assertEquals(Optional.empty(), least.widestOf(EL3));
  }

  @Test
  void armv7HasNothingOfArmv8() {
    Platform armv7 = platform(Architecture.ARMV7A, AARCH32, AARCH32, AARCH32, AARCH32);
    assertTrue(armv7.isArmv7());
    assertThrows(
        IllegalArgumentException.class,
        () -> platform(Architecture.ARMV7A, AARCH64, AARCH32, AARCH32, AARCH32));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Platform(
                "p",
                Architecture.ARMV7A,
                armv7.widest(),
                EnumSet.of(Feature.BRANCH_TARGET),
                Map.of()));
    Platform armv8 = platform(Architecture.ARMV8A, AARCH32, AARCH32, AARCH32, AARCH32);
    assertFalse(armv8.isArmv7());
    assertFalse(armv8.has(Feature.BRANCH_TARGET));
  }

  /** What a platform does not say is open, but for what Arm's pseudocode answers with no. */
  @Test
  void aChoiceThatIsNotMadeIsTheUsualOne() {
    Platform machine = platform(Architecture.ARMV8A, AARCH64, AARCH64, AARCH64, AARCH64);
    Set<ImplementationChoice> contested =
        EnumSet.of(
            ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3,
            ImplementationChoice.UNDEFINED_DESPITE_CONDITION);
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      Choice usual = contested.contains(choice) ? Choice.NO : Choice.EITHER;
      assertEquals(usual, machine.choice(choice));
      Platform other = machine.with(choice, Choice.YES);
      assertEquals(Choice.YES, other.choice(choice));
      assertEquals(machine, other.with(choice, usual), "nothing else has changed");
    }
  }

  @Test
  void eitherAllowsBoth() {
    assertEquals("no false true", says(Choice.NO));
    assertEquals("yes true false", says(Choice.YES));
    assertEquals("either true true", says(Choice.EITHER));
  }

  private static String says(Choice choice) {
    return choice.text() + " " + choice.allows() + " " + choice.allowsNot();
  }

  @Test
  void levelsAreOrderedAndNumbered() {
    for (int number = 0; number < 4; number++) {
      assertEquals(number, ExceptionLevel.of(number).number());
      assertEquals("EL" + number, ExceptionLevel.of(number).name());
    }
    assertThrows(IllegalArgumentException.class, () -> ExceptionLevel.of(-1));
    assertThrows(IllegalArgumentException.class, () -> ExceptionLevel.of(4));
    assertTrue(EL3.isAbove(EL2));
    assertFalse(EL2.isAbove(EL2));
    assertFalse(EL1.isAbove(EL2));
  }
}
