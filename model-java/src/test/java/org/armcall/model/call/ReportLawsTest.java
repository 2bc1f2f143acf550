// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;

/**
 * The rules of the families SYN, RET and IMM as laws over random questions; each states its rule
 * anew.
 */
final class ReportLawsTest {
  /** SYN-EC-CALLER. */
  @Property(tries = 8000)
  void theClassIsTheCallersState(@ForAll Question q) {
    int base = q.is(Call.SVC) ? 0x11 : q.is(Call.HVC) ? 0x12 : 0x13;
    q.reportedSyndromes()
        .forEach(word -> assertEquals(q.from32() ? base : base + 4, Question.classOf(word)));
  }

  /** SYN-IL. */
  @Property(tries = 8000)
  void onlyAT16SvcIsShort(@ForAll Question q) {
    boolean t16 = q.is(Call.SVC) && q.state().isa() == InstructionSet.T32;
    q.reportedSyndromes()
        .forEach(word -> assertEquals(t16 ? 0 : 1, SyndromeLayout.IL.extract(word.value())));
    q.entries()
        .flatMap(e -> e.syndrome().stream())
        .filter(word -> word.known() != 0 && Question.classOf(word) < 0x11)
        .forEach(word -> assertEquals(1, SyndromeLayout.IL.extract(word.value())));
  }

  /** SYN-HVC-IMM, SYN-SMC64-IMM, SYN-SVC64-IMM, SYN-SVC32-IMM, IMM-IN-SYNDROME. */
  @Property(tries = 8000)
  void theImmediateIsInTheSyndromeUnlessTheSmcIsNarrowOrTheSvcConditional(@ForAll Question q) {
    boolean lost =
        q.from32() && (q.is(Call.SMC) || q.is(Call.SVC) && q.condition().isConditional());
    if (!lost) {
      q.reportedSyndromes()
          .forEach(
              word -> {
                assertEquals(q.instruction().immediate().low16(), word.value() & 0xffff);
                assertTrue(word.mayRelyOn(0xffff));
                assertEquals(0, SyndromeLayout.ISS.extract(word.value()) >>> 16);
                assertFalse(word.mayRelyOn(1 << 16));
              });
    }
  }

  /** SYN-SVC32-UNKNOWN, IMM-SVC-CONDITIONAL. */
  @Property(tries = 8000)
  void theImmediateOfAConditionalSvcIsUnknown(@ForAll Question q) {
    if (q.is(Call.SVC) && q.from32() && q.condition().isConditional()) {
      q.reportedSyndromes().forEach(word -> assertEquals(0xffff0000, word.known()));
      assertTrue(immediates(q).isEmpty());
    }
  }

  /**
   * SYN-SMC32-NO-IMM, IMM-SMC32-LOST: two narrow SMCs that differ in the immediate cannot be told
   * apart.
   */
  @Property(tries = 8000)
  void narrowSmcsLookAlike(@ForAll Question q) {
    if (q.is(Call.SMC) && q.from32()) {
      Question other =
          new Question(
              q.platform(),
              q.state(),
              Samples.call(
                  Call.SMC,
                  q.state().isa(),
                  q.instruction().immediate().value() ^ 9,
                  q.condition(),
                  q.instruction().shouldBeZero()));
      assertEquals(behaviours(q), behaviours(other));
      assertTrue(immediates(q).isEmpty());
    }
  }

  /** SYN-SMC32-V7-ZERO, SYN-SMC32-EL3-ZERO: shown as zero, not to be relied on. */
  @Property(tries = 8000)
  void theIssOfANarrowSmcIsReservedOnArmv7AndAtEl3(@ForAll Question q) {
    if (q.is(Call.SMC) && q.from32()) {
      q.reported()
          .filter(e -> q.platform().isArmv7() || e.target() == EL3)
          .flatMap(e -> e.syndrome().stream())
          .forEach(
              word -> {
                assertEquals(0x4e000000, word.value());
                assertEquals(-1, word.known());
                assertEquals(SyndromeLayout.ISS.mask(), word.reserved());
              });
    }
  }

  /** SYN-SMC32-CONDITION: CV, COND and CCKNOWNPASS are one of the allowed combinations. */
  @Property(tries = 8000)
  void conditionFieldsGoTogether(@ForAll Question q) {
    if (q.is(Call.SMC) && q.from32() && !q.platform().isArmv7()) {
      q.reported()
          .filter(e -> e.target() == EL2)
          .forEach(
              e -> {
                PartialWord word = e.syndrome().orElseThrow();
                int cond = SyndromeLayout.COND.extract(word.value());
                boolean might = SyndromeLayout.CCKNOWNPASS.extract(word.value()) == 1;
                boolean valid = SyndromeLayout.CV.extract(word.value()) == 1;
                if (!might) {
                  assertEquals(0, SyndromeLayout.ISS.extract(word.value()));
                  assertTrue(q.passes());
                } else {
                  assertTrue(q.condition().isConditional());
                  assertTrue(
                      valid
                          || q.state().isa() == InstructionSet.T32
                              && word.unknown() == SyndromeLayout.COND.mask());
                  assertTrue(
                      !valid
                          || cond == q.condition().code()
                          || cond == 14 && q.passes() && q.state().isa() == InstructionSet.A32);
                }
              });
    }
  }

  /** SYN-SMC32-CONDITION: every form that the choices allow is there, and no other. */
  @Property(tries = 20000)
  void everyFormOfATrappedSmcIsAllowed(@ForAll Question q) {
    boolean trapped =
        q.is(Call.SMC)
            && q.from32()
            && q.isExecuted()
            && !q.platform().isArmv7()
            && q.reported().anyMatch(e -> e.target() == EL2);
    if (!trapped) {
      return;
    }
    boolean t32 = q.state().isa() == InstructionSet.T32;
    boolean conditional = q.condition().isConditional();
    Choice asConditional =
        q.platform().choice(ImplementationChoice.REPORTS_PASSED_SMC_AS_CONDITIONAL);
    Choice reports =
        t32 ? q.platform().choice(ImplementationChoice.T32_TRAP_REPORTS_CONDITION) : Choice.YES;
    Set<Integer> expected = new HashSet<>();
    if (!conditional || asConditional != Choice.YES) {
      expected.add(0x4e000000);
    }
    if (conditional && asConditional != Choice.NO) {
      if (reports != Choice.NO) {
        expected.add(0x4f080000 | q.condition().code() << 20);
      }
      if (reports != Choice.YES) {
        expected.add(0x4e080000);
      }
      if (!t32) {
        expected.add(0x4fe80000);
      }
    }
    assertEquals(
        expected, q.reportedSyndromes().map(PartialWord::value).collect(Collectors.toSet()));
  }

  /** SYN-NO-REGISTER. */
  @Property(tries = 8000)
  void onlyAArch64LevelsAndHypHaveASyndromeRegister(@ForAll Question q) {
    q.entries()
        .forEach(
            e ->
                assertEquals(
                    e.targetState() == AARCH64 || e.target() == EL2, e.syndrome().isPresent()));
  }

  /** SYN-UNDEF, and UNKNOWN where UNDEFINED is a choice (DDI 0487 K1.1.20). */
  @Property(tries = 8000)
  void theSyndromeOfUndefinedIsEmptyOrUnknown(@ForAll Question q) {
    q.outcomes().stream()
        .filter(Outcome.Undefined.class::isInstance)
        .flatMap(outcome -> Question.entry(outcome).orElseThrow().syndrome().stream())
        .forEach(
            word ->
                assertTrue(
                    word.value() == 0x02000000 && word.known() == -1
                        || q.kinds().contains("nop") && word.known() == 0));
  }

  /** SYN-ILLEGAL-STATE, SYN-BRANCH-TARGET. */
  @Property(tries = 8000)
  void whatComesBeforeTheCallHasItsOwnClass(@ForAll Question q) {
    q.takenEntries()
        .filter(e -> e.syndrome().isPresent() && Question.classOf(e.syndrome().get()) < 0x11)
        .forEach(
            e -> {
              int word = e.syndrome().orElseThrow().value();
              assertEquals(
                  q.state().illegalState()
                      ? 0x3a000000
                      : 0x36000000 | q.state().branchType().value(),
                  word);
            });
  }

  /**
   * RET-CALL-NEXT, RET-TRAP-THIS, RET-UNDEF-THIS: a trap is an SMC at EL2 or an SVC that kept its
   * step.
   */
  @Property(tries = 8000)
  void aCallReturnsBehindItselfAndATrapToItself(@ForAll Question q) {
    for (Outcome outcome : q.outcomes()) {
      Optional<ExceptionEntry> entry = Question.entry(outcome);
      if (outcome instanceof Outcome.Undefined) {
        assertEquals(0, entry.orElseThrow().returnOffset());
      } else if (entry.isPresent() && q.reported().anyMatch(entry.get()::equals)) {
        boolean smcAtEl2 = q.is(Call.SMC) && entry.get().target() == EL2;
        boolean trap = smcAtEl2 || q.is(Call.SVC) && Question.isTrap(entry.get());
        assertEquals(trap ? 0 : q.instruction().size(), entry.get().returnOffset());
      }
    }
  }

  /** RET-IT-ADVANCE, RET-SS-ADVANCE: both advance with the return address and never without it. */
  @Property(tries = 8000)
  void whatAdvancesAdvancesWithTheReturnAddress(@ForAll Question q) {
    q.entries()
        .forEach(
            e -> {
              assertEquals(e.returnOffset() == 0 ? Advance.KEPT : Advance.ADVANCED, e.singleStep());
              assertEquals(q.from32(), e.it().isPresent());
              e.it()
                  .ifPresent(
                      it -> {
                        assertEquals(e.returnOffset() == 0, it == Advance.KEPT);
                        assertTrue(
                            it != Advance.CLEARED
                                || q.state().it().position() == ItState.Position.NOT_LAST);
                      });
            });
  }

  /**
   * RET-IT-ADVANCE: a call of 32 bits in the middle of a block has advanced IT or cleared it, both.
   */
  @Property(tries = 20000)
  void inTheMiddleOfABlockItIsAdvancedOrCleared(@ForAll Question q) {
    Set<Advance> seen =
        q.reported()
            .filter(e -> !Question.isTrap(e))
            .flatMap(e -> e.it().stream())
            .collect(Collectors.toSet());
    if (!seen.isEmpty()) {
      boolean middle =
          q.state().it().position() == ItState.Position.NOT_LAST && q.instruction().size() == 4;
      assertEquals(
          middle ? Set.of(Advance.ADVANCED, Advance.CLEARED) : Set.of(Advance.ADVANCED), seen);
    }
  }

  /**
   * The mode says which of the AArch32 vectors it is: svc and mon for calls, und for UNDEFINED, hyp
   * at EL2.
   */
  @Property(tries = 8000)
  void theModeIsThatOfTheExceptionTaken(@ForAll Question q) {
    q.entries()
        .filter(e -> e.targetState() == AARCH32)
        .forEach(
            e -> {
              Mode called = q.is(Call.SMC) ? Mode.MON : Mode.SVC;
              Mode expected =
                  e.target() == EL2 ? Mode.HYP : e.returnOffset() == 0 ? Mode.UND : called;
              assertEquals(expected, e.targetMode());
            });
  }

  /** An AArch64 level takes every exception on its own stack pointer (DDI 0487 D1.3.1). */
  @Property(tries = 8000)
  void aarch64SelectsItsOwnStackPointer(@ForAll Question q) {
    q.entries()
        .filter(e -> e.targetState() == AARCH64)
        .forEach(e -> assertEquals("el" + e.target().number() + "h", e.targetMode().text()));
  }

  /** RET-BTYPE. */
  @Property(tries = 8000)
  void theSavedBranchTypeIsKeptOrZeroed(@ForAll Question q) {
    Set<SavedBranchType> seen =
        q.entries().map(ExceptionEntry::branchType).collect(Collectors.toSet());
    if (!q.state().branchType().isSet()) {
      assertTrue(seen.stream().allMatch(SavedBranchType.NOT_APPLICABLE::equals));
    } else if (q.state().illegalState() || q.state().guardedPage()) {
      assertEquals(Set.of(SavedBranchType.KEPT), seen);
    } else {
      assertEquals(Set.of(SavedBranchType.KEPT, SavedBranchType.ZEROED), seen);
    }
  }

  /** Every outcome says why, and no reason is given twice. */
  @Property(tries = 4000)
  void everyOutcomeHasItsReasons(@ForAll Question q) {
    for (Outcome outcome : q.outcomes()) {
      assertFalse(outcome.because().rules().isEmpty());
      assertEquals(outcome.because().rules().size(), Set.copyOf(outcome.because().rules()).size());
    }
    assertEquals(q.outcomes().size(), behaviours(q).size());
  }

  /** A narrow caller never reaches an AArch32 level from AArch64 and the other way round. */
  @Property(tries = 4000)
  void theTargetIsInItsOwnState(@ForAll Question q) {
    q.entries().forEach(e -> assertTrue(e.targetState() == AARCH64 || q.uses(e.target(), AARCH32)));
  }

  private static Set<Outcome> behaviours(Question q) {
    return q.outcomes().stream().map(Outcome::behaviour).collect(Collectors.toSet());
  }

  private static Set<?> immediates(Question q) {
    return q.outcomes().stream()
        .filter(Outcome.Taken.class::isInstance)
        .map(Outcome.Taken.class::cast)
        .flatMap(taken -> taken.immediate().stream())
        .collect(Collectors.toSet());
  }
}
