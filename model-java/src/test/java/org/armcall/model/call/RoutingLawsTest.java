// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;

/**
 * The rules of family ROU and of UNPREDICTABLE encodings as laws over random questions; each states
 * its rule anew.
 */
final class RoutingLawsTest {
  private static final Set<String> UNDEFINED = Set.of("undefined");

  /** ROU-ILLEGAL-STATE. */
  @Property(tries = 4000)
  void illegalStateComesBeforeEverything(@ForAll Question q) {
    if (q.state().illegalState()) {
      ExceptionLevel target = generalTarget(q);
      boolean register = q.uses(target, AARCH64) || target == EL2;
      assertEquals(Set.of(register ? "taken" : "undefined"), q.kinds());
      assertTrue(q.entries().allMatch(e -> e.target() == target && e.returnOffset() == 0));
    }
  }

  /** ROU-BRANCH-TARGET. */
  @Property(tries = 4000)
  void aGuardedPageComesBeforeTheCall(@ForAll Question q) {
    if (!q.state().illegalState() && q.state().branchType().isSet() && q.state().guardedPage()) {
      assertEquals(Set.of("taken"), q.kinds());
      assertTrue(q.entries().allMatch(e -> Question.classOf(e.syndrome().orElseThrow()) == 0x0d));
    }
  }

  /** ROU-ITD: the register of the regime governs, HSCTLR for Hyp and for EL0 under a host. */
  @Property(tries = 8000)
  void itDisabledMakesCallsInABlockUndefined(@ForAll Question q) {
    boolean host =
        q.isAt(EL0)
            && q.el2Enabled()
            && q.uses(EL2, AARCH64)
            && q.has(Control.HCR_E2H)
            && q.has(Control.HCR_TGE)
            && q.platform().has(Feature.VIRTUALIZATION_HOST);
    boolean disabled = q.has(q.isAt(EL2) || host ? Control.HSCTLR_ITD : Control.SCTLR_ITD);
    if (q.inItBlock() && !q.state().illegalState() && !q.platform().isArmv7()) {
      boolean known =
          q.entries().flatMap(e -> e.syndrome().stream()).allMatch(word -> word.known() == -1);
      if (disabled) {
        assertEquals(UNDEFINED, q.kinds());
        assertTrue(known, "an UNDEFINED that is no choice has a known syndrome");
      } else if (q.is(Call.SVC)) {
        assertEquals(Set.of(q.passes() ? "taken" : "skipped"), q.kinds());
      }
    }
  }

  /** ROU-CONDITION: a failing call is skipped, unless a choice of the platform says otherwise. */
  @Property(tries = 4000)
  void aFailingConditionIsNoCall(@ForAll Question q) {
    if (q.isPlain() && !q.passes() && !q.is(Call.SMC)) {
      assertEquals(Set.of("skipped"), q.kinds());
    }
  }

  /**
   * ROU-FAILED-SMC-TRAP, ROU-CONDITION: what a failing SMC may do is what the choices say, no more
   * and no less.
   */
  @Property(tries = 20000)
  void aFailingSmcDoesWhatTheChoicesSay(@ForAll Question q) {
    if (!q.isPlain() || q.passes() || !q.is(Call.SMC)) {
      return;
    }
    Set<String> expected = new HashSet<>();
    boolean tsc =
        q.isAt(EL1) && q.el2Enabled() && q.has(Control.HCR_TSC) && !q.has(Control.HCR_TGE);
    Choice trap = tsc ? Choice.YES : Choice.NO;
    if (tsc && !q.platform().has(EL3)) {
      trap =
          q.uses(EL2, AARCH32)
              ? Choice.NO
              : q.platform().choice(ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3);
    }
    boolean disableExists = !q.platform().isArmv7() || q.platform().has(EL2);
    boolean disabled =
        q.has(Control.SCR_SMD) && disableExists && !(q.uses(EL3, AARCH32) && q.secure());
    boolean undefined = q.isAt(EL0) || !q.platform().has(EL3) || disabled;
    if (trap != Choice.NO) {
      Choice failing =
          q.platform().isArmv7()
              ? Choice.NO
              : q.platform().choice(ImplementationChoice.TRAPS_FAILED_CONDITIONAL_SMC);
      add(expected, failing, "taken");
    }
    if (trap != Choice.YES && undefined) {
      add(
          expected,
          q.platform().choice(ImplementationChoice.UNDEFINED_DESPITE_CONDITION),
          "undefined");
    }
    if (trap != Choice.YES && !undefined) {
      expected.add("skipped");
    }
    assertEquals(expected, q.kinds());
  }

  private static void add(Set<String> expected, Choice choice, String kind) {
    if (choice != Choice.NO) {
      expected.add(kind);
    }
    if (choice != Choice.YES) {
      expected.add("skipped");
    }
  }

  /** ROU-HVC-EL0, ROU-SMC-EL0. */
  @Property(tries = 4000)
  void applicationsCannotCallBeyondTheirKernel(@ForAll Question q) {
    if (q.isExecuted() && q.isAt(EL0) && !q.is(Call.SVC)) {
      assertEquals(UNDEFINED, q.kinds());
    }
  }

  /** ROU-HVC-NO-EL2. */
  @Property(tries = 4000)
  void withoutEl2ThereIsNoHvc(@ForAll Question q) {
    if (q.isExecuted()
        && q.is(Call.HVC)
        && (!q.platform().has(EL2) || q.isAt(EL1) && !q.el2Enabled())) {
      assertEquals(UNDEFINED, q.kinds());
    }
  }

  /** ROU-HVC-A32-EL3. */
  @Property(tries = 4000)
  void monitorModeHasNoHvc(@ForAll Question q) {
    if (q.isExecuted() && q.is(Call.HVC) && q.isAt(EL3) && q.from32()) {
      assertEquals(UNDEFINED, q.kinds());
    }
  }

  /**
   * ROU-HVC-HCE, ROU-HVC-HCD, ROU-HVC-TARGET: the enable is SCR.HCE with EL3 and HCR.HCD without.
   */
  @Property(tries = 8000)
  void hvcGoesToEl2IfItIsEnabled(@ForAll Question q) {
    if (q.isExecuted() && q.is(Call.HVC) && (q.isAt(EL1) || q.isAt(EL2)) && q.el2Enabled()) {
      boolean hyp = q.isAt(EL2) && q.uses(EL3, AARCH32);
      boolean enabled =
          q.platform().has(EL3)
              ? q.has(Control.SCR_HCE)
              : q.platform().isArmv7() || !q.has(Control.HCR_HCD);
      if (enabled) {
        assertEquals(Set.of("taken"), q.kinds());
        assertTrue(q.entries().allMatch(e -> e.target() == EL2));
      } else if (!hyp) {
        assertEquals(UNDEFINED, q.kinds());
      }
    }
  }

  /** ROU-HVC-TARGET at EL3. */
  @Property(tries = 4000)
  void hvcAtEl3StaysThere(@ForAll Question q) {
    if (q.isExecuted() && q.is(Call.HVC) && q.isAt(EL3)) {
      assertTrue(q.takenEntries().allMatch(e -> e.target() == EL3));
    }
  }

  /** ROU-HVC-HYP-HCE. */
  @Property(tries = 8000)
  void hvcDisabledInHypModeIsUnpredictable(@ForAll Question q) {
    if (q.isExecuted()
        && q.is(Call.HVC)
        && q.isAt(EL2)
        && q.uses(EL3, AARCH32)
        && !q.has(Control.SCR_HCE)) {
      assertEquals(q.platform().isArmv7() ? Set.of("any") : Set.of("undefined", "nop"), q.kinds());
    }
  }

  /** ROU-SMC-TSC, ROU-SMC-TSC-BEATS-SMD: whatever SMD says. */
  @Property(tries = 8000)
  void theTrapBeatsTheDisable(@ForAll Question q) {
    boolean trapped =
        q.isAt(EL1) && q.el2Enabled() && q.has(Control.HCR_TSC) && !q.has(Control.HCR_TGE);
    if (q.isExecuted() && q.is(Call.SMC) && trapped && q.platform().has(EL3)) {
      assertEquals(Set.of("taken"), q.kinds());
      assertTrue(q.entries().allMatch(e -> e.target() == EL2 && Question.isTrap(e)));
    }
  }

  /** ROU-SMC-NO-EL3. */
  @Property(tries = 8000)
  void withoutEl3AnSmcIsUndefinedOrTrapped(@ForAll Question q) {
    if (q.isExecuted() && q.is(Call.SMC) && !q.platform().has(EL3)) {
      assertTrue(q.entries().allMatch(e -> e.target() != EL3));
      if (!q.has(Control.HCR_TSC) || q.uses(EL2, AARCH32)) {
        assertEquals(UNDEFINED, q.kinds());
      }
      boolean nested =
          q.platform().has(Feature.NESTED_VIRTUALIZATION) && q.has(Control.HCR_NV) && !q.from32();
      if (nested
          && q.has(Control.HCR_TSC)
          && !q.has(Control.HCR_TGE)
          && q.isAt(EL1)
          && q.el2Enabled()
          && q.uses(EL2, AARCH64)) {
        assertEquals(Set.of("taken"), q.kinds());
      }
    }
  }

  /** ROU-SMC-SMD, ROU-SMC-SCD-SECURE, ROU-SMC-TARGET: what is not trapped. */
  @Property(tries = 8000)
  void anSmcThatIsNotTrappedGoesToEl3UnlessDisabled(@ForAll Question q) {
    boolean trapped = q.isAt(EL1) && q.el2Enabled() && q.has(Control.HCR_TSC);
    if (q.isExecuted() && q.is(Call.SMC) && !trapped && !q.isAt(EL0) && q.platform().has(EL3)) {
      boolean exists = !q.platform().isArmv7() || q.platform().has(EL2);
      if (!q.has(Control.SCR_SMD) || !exists) {
        assertTrue(
            q.kinds().equals(Set.of("taken")) && q.entries().allMatch(e -> e.target() == EL3));
      } else if (q.uses(EL3, AARCH32) && q.secure()) {
        assertEquals(
            q.platform().isArmv7() ? Set.of("any") : Set.of("undefined", "nop"), q.kinds());
      } else {
        assertEquals(UNDEFINED, q.kinds());
      }
    }
  }

  /** ROU-SVC-TARGET, ROU-SVC-TGE, ROU-UNDEF-TARGET: the level that takes general exceptions. */
  @Property(tries = 8000)
  void svcAndUndefinedGoToTheKernelOfTheCaller(@ForAll Question q) {
    ExceptionLevel expected = generalTarget(q);
    boolean svcTrap = q.has(Control.HFGITR_SVC_EL0) || q.has(Control.HFGITR_SVC_EL1);
    if (q.isExecuted() && q.is(Call.SVC) && !svcTrap) {
      assertTrue(q.entries().allMatch(e -> e.target() == expected && !Question.isTrap(e)));
    }
    q.outcomes().stream()
        .filter(Outcome.Undefined.class::isInstance)
        .forEach(outcome -> assertEquals(expected, Question.entry(outcome).orElseThrow().target()));
  }

  private static ExceptionLevel generalTarget(Question q) {
    if (q.isAt(EL2) || q.isAt(EL3)) {
      return q.state().level();
    }
    if (q.isAt(EL0) && q.el2Enabled() && q.has(Control.HCR_TGE)) {
      return EL2;
    }
    return q.secure() && q.uses(EL3, AARCH32) ? EL3 : EL1;
  }

  /** ROU-SVC-FGT: trapped exactly if every enable says so. */
  @Property(tries = 20000)
  void aFineGrainedTrapOfSvcIsTakenExactlyIfItIsEnabled(@ForAll Question q) {
    boolean host =
        q.has(Control.HCR_E2H)
            && q.has(Control.HCR_TGE)
            && q.platform().has(Feature.VIRTUALIZATION_HOST);
    boolean enabled =
        q.el2Enabled()
            && q.uses(EL1, AARCH64)
            && q.platform().has(Feature.FINE_GRAINED_TRAPS)
            && (!q.platform().has(EL3) || q.has(Control.SCR_FGTEN));
    boolean asked =
        (q.isAt(EL0) && q.has(Control.HFGITR_SVC_EL0) && !host)
            || (q.isAt(EL1) && q.has(Control.HFGITR_SVC_EL1));
    if (q.isExecuted() && q.is(Call.SVC)) {
      boolean trapped = enabled && asked;
      assertTrue(
          q.entries()
              .allMatch(e -> Question.isTrap(e) == trapped && (!trapped || e.target() == EL2)));
    }
  }

  /** ROU-VECTOR-A64. */
  @Property(tries = 8000)
  void theVectorSaysTheLevelBelowTheTarget(@ForAll Question q) {
    q.entries()
        .filter(e -> e.targetState() == AARCH64)
        .forEach(
            e -> {
              if (e.target() == q.state().level()) {
                assertEquals(q.state().mode().usesOwnStackPointer() ? 0x200 : 0, e.vectorOffset());
                return;
              }
              boolean host =
                  q.isAt(EL0)
                      && e.target() == EL2
                      && q.has(Control.HCR_E2H)
                      && q.has(Control.HCR_TGE)
                      && q.platform().has(Feature.VIRTUALIZATION_HOST);
              ExceptionLevel below =
                  e.target() == EL1 || host ? EL0 : e.target() == EL3 && q.el2Enabled() ? EL2 : EL1;
              assertEquals(q.uses(below, AARCH32) ? 0x600 : 0x400, e.vectorOffset());
            });
  }

  /** ROU-VECTOR-A32. */
  @Property(tries = 8000)
  void theVectorsOfAArch32AreTheOldTable(@ForAll Question q) {
    q.entries()
        .filter(e -> e.targetState() == AARCH32)
        .forEach(
            e -> {
              if (e.target() == EL2 && !q.isAt(EL2)) {
                assertEquals(0x14, e.vectorOffset());
              } else {
                assertEquals(e.singleStep() == Advance.ADVANCED ? 0x08 : 0x04, e.vectorOffset());
              }
            });
  }

  /** ROU-V7-UNPREDICTABLE with ENC-HVC-COND, ENC-HVC-IT, ENC-SMC-IT, ENC-SMC-SBZ. */
  @Property(tries = 8000)
  void unpredictableIsAnythingOnArmv7AndAListOnArmv8(@ForAll Question q) {
    boolean sbz = q.instruction().setsShouldBeZero();
    boolean hvc =
        q.is(Call.HVC)
            && (q.inItBlock()
                || q.state().isa() == InstructionSet.A32 && q.condition().isConditional());
    boolean smc =
        q.is(Call.SMC) && q.state().it().position() == ItState.Position.NOT_LAST && q.passes();
    boolean itDisabled = q.inItBlock() && (q.has(Control.SCTLR_ITD) || q.has(Control.HSCTLR_ITD));
    if ((sbz || hvc || smc) && !q.state().illegalState() && !itDisabled) {
      if (q.platform().isArmv7()) {
        assertEquals(Set.of("any"), q.kinds());
      } else {
        assertTrue(q.kinds().containsAll(Set.of("undefined", "nop")));
        boolean conditionalHvc =
            q.is(Call.HVC)
                && q.state().isa() == InstructionSet.A32
                && q.condition().isConditional();
        assertTrue(!conditionalHvc || q.passes() || q.kinds().contains("skipped"));
        assertTrue(
            q.outcomes().stream()
                .filter(Outcome.Undefined.class::isInstance)
                .flatMap(outcome -> Question.entry(outcome).orElseThrow().syndrome().stream())
                .allMatch(word -> word.known() == 0 || undefinedAnyway(q)),
            "an UNDEFINED that is a choice has an UNKNOWN syndrome (DDI 0487 K1.1.20)");
        assertTrue(
            q.outcomes().stream()
                .filter(Outcome.Undefined.class::isInstance)
                .map(outcome -> Question.entry(outcome).orElseThrow().syndrome())
                .anyMatch(word -> word.isEmpty() || word.get().known() == 0));
      }
    } else if (!q.platform().isArmv7()) {
      assertTrue(!q.kinds().contains("any"));
    }
  }

  /** Whether the call would be UNDEFINED if its encoding were not UNPREDICTABLE. */
  private static boolean undefinedAnyway(Question q) {
    return q.outcomes().stream()
        .filter(Outcome.Undefined.class::isInstance)
        .anyMatch(
            outcome ->
                outcome.because().rules().stream()
                    .anyMatch(
                        rule ->
                            rule.family() == Family.ROU
                                && rule != Rule.ROU_UNDEF_TARGET
                                && rule != Rule.ROU_VECTOR_A64
                                && rule != Rule.ROU_VECTOR_A32));
  }
}
