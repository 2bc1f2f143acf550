// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;

/**
 * The reasons that an outcome gives are those of its behaviour (a report that names the wrong rule
 * sends its reader to the wrong page), and an UNPREDICTABLE encoding may do all that it would do if
 * it were none.
 */
final class ReasonsLawsTest {
  private static final int TRIES = 4000;

  private static void names(Outcome outcome, Rule rule, boolean expected) {
    assertEquals(expected, outcome.because().rules().contains(rule), rule + " in " + outcome);
  }

  /** The exception of a call or of its trap, not one that comes before it. */
  private static boolean isOfCall(Question q, Outcome outcome) {
    return outcome instanceof Outcome.Taken taken && q.reported().anyMatch(taken.entry()::equals);
  }

  @Property(tries = TRIES)
  void thereIsAlwaysAnOutcome(@ForAll Question q) {
    assertFalse(q.outcomes().isEmpty());
  }

  /** ROU-VECTOR-A64, ROU-VECTOR-A32, SYN-NO-REGISTER, RET-BTYPE. */
  @Property(tries = TRIES)
  void anEntryNamesTheRulesOfItsVectorAndWhatItLeaves(@ForAll Question q) {
    for (Outcome outcome : q.outcomes()) {
      Question.entry(outcome)
          .ifPresent(
              e -> {
                names(outcome, Rule.ROU_VECTOR_A64, e.targetState() == AARCH64);
                names(outcome, Rule.ROU_VECTOR_A32, e.targetState() != AARCH64);
                names(outcome, Rule.SYN_NO_REGISTER, e.syndrome().isEmpty());
                names(outcome, Rule.RET_BTYPE, q.state().branchType().isSet());
              });
    }
  }

  /** RET-CALL-NEXT, RET-TRAP-THIS, RET-UNDEF-THIS, RET-SS-ADVANCE, RET-IT-ADVANCE. */
  @Property(tries = TRIES)
  void anEntryNamesTheRulesOfItsReturn(@ForAll Question q) {
    for (Outcome outcome : q.outcomes()) {
      Question.entry(outcome)
          .ifPresent(
              e -> {
                boolean call = isOfCall(q, outcome);
                names(outcome, Rule.RET_CALL_NEXT, call && e.returnOffset() != 0);
                names(outcome, Rule.RET_TRAP_THIS, call && e.returnOffset() == 0);
                names(outcome, Rule.RET_UNDEF_THIS, !call);
                names(outcome, Rule.RET_SS_ADVANCE, call);
                names(outcome, Rule.RET_IT_ADVANCE, call && q.from32());
                names(outcome, Rule.ROU_UNDEF_TARGET, outcome instanceof Outcome.Undefined);
              });
    }
  }

  /** ROU-SVC-FGT, ROU-SVC-TGE, ROU-SVC-TARGET, SYN-SVC32-IMM, SYN-SVC64-IMM, SYN-SVC32-UNKNOWN. */
  @Property(tries = TRIES)
  void anSvcNamesItsRouteAndItsImmediate(@ForAll Question q) {
    if (!q.is(Call.SVC)) {
      return;
    }
    boolean tge = q.isAt(EL0) && q.el2Enabled() && q.has(Control.HCR_TGE);
    boolean lost = q.from32() && q.condition().isConditional();
    for (Outcome outcome : q.outcomes()) {
      if (isOfCall(q, outcome)) {
        ExceptionEntry e = Question.entry(outcome).orElseThrow();
        boolean trap = Question.isTrap(e);
        boolean register = e.syndrome().isPresent();
        names(outcome, Rule.ROU_SVC_FGT, trap);
        names(outcome, Rule.ROU_SVC_TGE, !trap && tge);
        names(outcome, Rule.ROU_SVC_TARGET, !trap && !tge);
        names(outcome, Rule.SYN_SVC32_UNKNOWN, register && lost);
        names(outcome, Rule.SYN_SVC32_IMM, register && q.from32() && !lost);
        names(outcome, Rule.SYN_SVC64_IMM, register && !q.from32());
      }
    }
  }

  /** IMM-IN-SYNDROME: the outcome has the immediate exactly where it says so, and it is right. */
  @Property(tries = TRIES)
  void theImmediateOfAnOutcomeIsTheOneInTheSyndrome(@ForAll Question q) {
    for (Outcome outcome : q.outcomes()) {
      if (outcome instanceof Outcome.Taken taken) {
        boolean narrowSmc = q.from32() && q.is(Call.SMC);
        boolean unknown = q.is(Call.SVC) && q.from32() && q.condition().isConditional();
        boolean held =
            isOfCall(q, outcome) && taken.entry().syndrome().isPresent() && !narrowSmc && !unknown;
        names(outcome, Rule.IMM_IN_SYNDROME, held);
        assertEquals(
            held ? Optional.of(q.instruction().immediate().low16()) : Optional.empty(),
            taken.immediate().map(Immediate::value));
      }
    }
  }

  /** ROU-SMC-TSC, ROU-SMC-TSC-BEATS-SMD, ROU-SMC-NO-EL3, ROU-SMC-TARGET, ROU-FAILED-SMC-TRAP. */
  @Property(tries = TRIES)
  void anSmcNamesItsRoute(@ForAll Question q) {
    if (!q.is(Call.SMC)) {
      return;
    }
    boolean hasEl3 = q.platform().has(EL3);
    boolean exists = !q.platform().isArmv7() || q.platform().has(EL2);
    for (Outcome outcome : q.outcomes()) {
      if (isOfCall(q, outcome)) {
        boolean trap = Question.entry(outcome).orElseThrow().target() == EL2;
        names(outcome, Rule.ROU_SMC_TSC, trap);
        names(
            outcome,
            Rule.ROU_SMC_TSC_BEATS_SMD,
            trap && hasEl3 && exists && q.has(Control.SCR_SMD));
        names(outcome, Rule.ROU_SMC_NO_EL3, !hasEl3);
        names(outcome, Rule.ROU_SMC_TARGET, !trap);
        names(outcome, Rule.ROU_FAILED_SMC_TRAP, !q.passes());
        names(outcome, Rule.IMM_SMC32_LOST, q.from32());
      }
    }
  }

  /** ROU-CONDITION, ROU-V7-UNPREDICTABLE. */
  @Property(tries = TRIES)
  void whatIsNoExceptionNamesItsRule(@ForAll Question q) {
    for (Outcome outcome : q.outcomes()) {
      if (outcome instanceof Outcome.Skipped skipped) {
        names(outcome, Rule.ROU_CONDITION, true);
        assertEquals(q.instruction().size(), skipped.nextOffset());
        assertFalse(q.passes());
      }
      if (outcome instanceof Outcome.NoOperation nothing) {
        assertEquals(q.instruction().size(), nothing.nextOffset());
      }
      names(outcome, Rule.ROU_V7_UNPREDICTABLE, outcome instanceof Outcome.AnyBehaviour);
    }
  }

  private static Set<Outcome> behaviours(Question q) {
    return q.outcomes().stream().map(Outcome::behaviour).collect(Collectors.toSet());
  }

  private static Question with(Question q, ItState it, Condition condition) {
    ProcessorState state = Samples.with(q.state(), q.state().flags(), it);
    CallInstruction i = q.instruction();
    return new Question(
        q.platform(), state, Samples.call(i.call(), i.isa(), i.immediate().value(), condition, 0));
  }

  /**
   * ENC-SMC-SBZ, ENC-HVC-COND, ENC-HVC-IT, ENC-SMC-IT on Armv8: one of the behaviours of each
   * encoding that is CONSTRAINED UNPREDICTABLE is to execute as if it were not (DDI 0487 K1.1, DDI
   * 0597 HVC and SMC).
   */
  @Property(tries = 8000)
  void anUnpredictableEncodingMayDoWhatTheProperOneDoes(@ForAll Question q) {
    boolean itDisabled = q.inItBlock() && (q.has(Control.SCTLR_ITD) || q.has(Control.HSCTLR_ITD));
    if (q.platform().isArmv7() || q.state().illegalState() || itDisabled) {
      return;
    }
    ItState it = q.state().it();
    Condition encoded = q.instruction().encodedCondition().orElse(Condition.AL);
    if (q.instruction().setsShouldBeZero()) {
      contains(q, with(q, it, encoded), Rule.ENC_SMC_SBZ);
    } else if (q.is(Call.HVC) && q.state().isa() == InstructionSet.A32 && encoded != Condition.AL) {
      contains(q, with(q, it, Condition.AL), Rule.ENC_HVC_COND);
    } else if (q.is(Call.HVC) && q.inItBlock()) {
      contains(q, with(q, ItState.NONE, encoded), Rule.ENC_HVC_IT);
    } else if (q.is(Call.SMC) && it.position() == ItState.Position.NOT_LAST && q.passes()) {
      contains(q, with(q, new ItState(it.bits() & 0xf0 | 8), encoded), Rule.ENC_SMC_IT);
    }
  }

  private static void contains(Question odd, Question proper, Rule rule) {
    assertTrue(
        behaviours(odd).containsAll(behaviours(proper)), () -> odd + " lacks some of " + proper);
    assertTrue(
        odd.outcomes().stream().allMatch(outcome -> outcome.because().rules().contains(rule)),
        () -> rule + " in every outcome of " + odd);
  }

  @Property(tries = 100)
  void aReasonIsGivenOnce(@ForAll List<Rule> rules) {
    Because because = Because.NOTHING;
    for (Rule rule : rules) {
      because = because.and(rule);
    }
    assertEquals(rules.stream().distinct().toList(), because.rules());
  }
}
