// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A processor that PSCI starts goes on at an entry point, wherever that is: the calls here are made
 * at 0x8000, so that their answers go to 0x8004.
 */
class EntryPointTest {
  private static final String SUSPEND = "x0=0xc4000001 x1=0x10000 x2=%s x3=0x5";

  private static List<Rule> brokenBy(String call, String resumedAt, String after) {
    return Calls.ofVersion11()
        .hvcTaken(0, call)
        .back(0, 2, 1, Long.decode(resumedAt), after)
        .broken();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x8000", "0x8002", "0x8006", "0x8008"})
  void anEntryPointNearTheCallIsWhereASuspendedProcessorGoesOn(String entry) {
    assertEquals(List.of(), brokenBy(SUSPEND.formatted(entry), entry, "x0=0x5"));
    assertEquals(
        List.of(Rule.RET_RESUME),
        brokenBy(SUSPEND.formatted("0x9000"), entry, "x0=0x5"),
        "nobody asked for that address");
  }

  @Test
  void anEntryPointWithAnotherContextIsNotTheOneAskedFor() {
    assertEquals(
        List.of(Rule.RET_RESUME), brokenBy(SUSPEND.formatted("0x8008"), "0x8008", "x0=0x6"));
  }

  @Test
  void everyFunctionThatSuspendsNamesItsEntryPoint() {
    for (String call :
        List.of(
            "x0=0x84000001 x1=0x0 x2=0xffffffff00008008 x3=0x5",
            "x0=0x8400000c x1=0x8008 x2=0x5",
            "x0=0xc400000c x1=0x8008 x2=0x5",
            "x0=0x8400000e x1=0x8008 x2=0x5",
            "x0=0xc400000e x1=0x8008 x2=0x5")) {
      assertEquals(List.of(), brokenBy(call, "0x8008", "x0=0x5"), call);
    }
    assertEquals(
        List.of(Rule.RET_RESUME),
        brokenBy("x0=0x84000004 x1=0x8008 x2=0x5", "0x8008", "x0=0x5"),
        "AFFINITY_INFO has no entry point");
  }

  @Test
  void whoWasTurnedOffStartsWhereSomebodyElseSays() {
    assertEquals(List.of(), brokenBy("x0=0x84000002", "0x8008", "x0=0x7"));
    assertEquals(
        List.of(Rule.RET_RESUME), brokenBy("x0=0x84000002", "0x8008", "x0=0xfffffffd"), "DENIED");
  }

  @Test
  void whoResumesBehindItsCallByItsOwnWishHasNoResult() {
    String before = SUSPEND.formatted("0x8004") + " x19=0x19";
    Calls suspended = Calls.ofVersion11().hvcTaken(0, before).hvcAnswered(0, "x0=0x5 x19=0x0");
    assertEquals(List.of(), suspended.broken());
    assertTrue(
        suspended.answers(Rule.RES_CODE).undetermined().containsKey(Unknown.ANSWER_OR_START));
    assertEquals(
        List.of(Rule.REG_PRESERVED, Rule.RES_CODE),
        Calls.ofVersion11().hvcTaken(0, before).hvcAnswered(0, "x0=0x6 x19=0x0").broken().stream()
            .sorted()
            .toList(),
        "the context identifier is another");
  }
}
