// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replay says of the registers that it would need. */
class RegistersNotRecordedTest {
  private static final List<String> FAMILIES = List.of("FID", "REG", "RES", "PSC");

  private static void says(String what, Calls calls) {
    List<String> lines =
        calls.replay().toText().lines().filter(line -> line.contains(" rules: ")).toList();
    assertEquals(FAMILIES.stream().map(each -> each + " rules: " + what).toList(), lines);
  }

  @Test
  void withoutAnyRegisterTheAdviceIsThatOfTheRecorder() {
    says(
        "registers not recorded; record regs at call and return",
        Calls.trace().hvc("", "").hvc("", ""));
    says(
        "registers not recorded; record with -d int,cpu,nochain (and exec for several processors)",
        Calls.ofQemu().hvc("", "").hvc("", ""));
  }

  @Test
  void oneCallWithoutRegistersIsNotAllOfThem() {
    says("some registers of calls or answers not recorded", Calls.ofVersion11().hvc("", ""));
  }

  /** Of these calls x0 is recorded, and none of the registers that a callee preserves. */
  @Test
  void onlyTheFamilyThatLacksRegistersIsNamed() {
    assertEquals(
        List.of("REG rules: some registers of calls or answers not recorded"),
        Calls.ofVersion11()
            .replay()
            .toText()
            .lines()
            .filter(line -> line.contains(" rules: "))
            .toList());
  }
}
