// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.ClaimedIds;
import org.junit.jupiter.api.Test;

/** Faults of dispatchers and clients that the enumeration must find. */
final class WrongDispatchersTest {
  private static final Column HVC = Cores.column(CallerKind.A64, Conduit.HVC, true);
  private static final Column SMC32 = Cores.column(CallerKind.UNDER_AARCH64, Conduit.SMC, true);

  private static Verdict with(
      Dispatcher dispatcher, Design design, DesignProperty property, Column column) {
    List<Immediate> tags =
        Sightings.representatives(column.conduit(), column.machines().get(0).isa());
    return Decisions.enumerate(
        design,
        property,
        column,
        Sightings.of(column),
        dispatcher,
        Stacks.of(design, property, true, tags),
        List.of());
  }

  private static void isFound(
      Dispatcher dispatcher, Design design, DesignProperty property, Column column) {
    assertInstanceOf(
        Verdict.Safe.class, with(Dispatcher.of(design, true), design, property, column));
    assertInstanceOf(Verdict.Unsafe.class, with(dispatcher, design, property, column));
  }

  @Test
  void aMaskOfOneBitTooFew() {
    isFound(Dispatcher.onTag(0x7fff), Design.D2, DesignProperty.TELLS_APART, HVC);
    isFound(Dispatcher.onZero(0x7fff), Design.D1, DesignProperty.TELLS_APART, HVC);
  }

  /** It works on today's hardware, and rests on a reserved bit. */
  @Test
  void aMaskOfOneBitTooMany() {
    assertInstanceOf(
        Verdict.Safe.class,
        with(Dispatcher.onTag(0x1ffff), Design.D2, DesignProperty.TELLS_APART, HVC));
    isFound(Dispatcher.onTag(0x1ffff), Design.D2, DesignProperty.UNKNOWN_BITS, HVC);
  }

  @Test
  void theTestForZeroTurnedRound() {
    Dispatcher right = Dispatcher.onZero(0xffff);
    Dispatcher wrong =
        (seen, here) ->
            here.stream().filter(each -> !right.picks(seen, here).contains(each)).toList();
    isFound(wrong, Design.D1, DesignProperty.TELLS_APART, HVC);
  }

  @Test
  void whoeverRegisteredFirstTakesEveryCall() {
    isFound((seen, here) -> here.subList(0, 1), Design.D4, DesignProperty.TELLS_APART, HVC);
  }

  @Test
  void onlyTheNumberOfTheFunctionIsCompared() {
    Dispatcher wrong =
        (seen, here) -> here.stream().filter(each -> ends(each.ids(), seen.id())).toList();
    isFound(wrong, Design.D4, DesignProperty.TELLS_APART, HVC);
  }

  private static boolean ends(ClaimedIds ids, FunctionId id) {
    return id.number() >= ids.lowest().number() && id.number() <= ids.highest().number();
  }

  /** Reading the instruction, and then going by the syndrome all the same. */
  @Test
  void memoryIsReadAndNotUsed() {
    isFound(Dispatcher.onTag(0xffff), Design.D7, DesignProperty.TELLS_APART, SMC32);
  }

  /** CV, COND and CCKNOWNPASS stand above bit 15: an SMC of zero need not look like zero. */
  @Test
  void aNarrowSmcOfZeroMayNotLookLikeZero() {
    Sightings sightings = Sightings.of(SMC32);
    assertTrue(
        sightings.of(new Immediate(0, 4)).stream()
            .flatMap(each -> each.taken().entry().syndrome().stream())
            .anyMatch(word -> (word.value() & 0x1ff0000) != 0));
  }

  @Test
  void aClientThatAsksForTheVersionBeforeItMayIsHarmed() {
    Immediate zero = new Immediate(0, 16);
    assertEquals(Optional.empty(), FindingOut.harm(FindingOut.BY_PROBING, zero, HVC));
    FindingOut.Client first = layer -> List.of(FindingOut.SMCCC_VERSION);
    assertTrue(FindingOut.harm(first, zero, HVC).isPresent());
    FindingOut.Client featuresFirst = layer -> List.of(FindingOut.PSCI_FEATURES);
    assertTrue(FindingOut.harm(featuresFirst, zero, HVC).isPresent());
  }
}
