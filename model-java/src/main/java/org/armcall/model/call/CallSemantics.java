// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.Set;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;

/**
 * What SVC, HVC and SMC do: the set of outcomes that the architecture allows.
 *
 * <p>The order of the questions is the order of priority: Illegal Execution state, Branch Target,
 * IT disable, the encoding's CONSTRAINED UNPREDICTABLE behaviours, the condition, and then the
 * rules of the instruction (DDI 0487 D1.3.5, K1.1; Arm's pseudocode of the three instructions).
 */
public final class CallSemantics {
  private final Attempt attempt;
  private final OutcomeSet outcomes;
  private final Entries entries;

  private CallSemantics(Attempt attempt, OutcomeSet outcomes) {
    this.attempt = attempt;
    this.outcomes = outcomes;
    this.entries = new Entries(attempt, outcomes);
  }

  /**
   * The allowed outcomes, never none.
   *
   * @throws IllegalArgumentException if the platform has no such state, or the instruction is of
   *     another instruction set; the message says why
   */
  public static Set<Outcome> outcomes(
      Platform platform, ProcessorState state, CallInstruction instruction) {
    Reachability.objection(platform, state)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    if (instruction.isa() != state.isa()) {
      throw new IllegalArgumentException(
          "the instruction is "
              + instruction.isa().text()
              + ", the caller runs "
              + state.isa().text());
    }
    OutcomeSet outcomes = new OutcomeSet();
    new CallSemantics(new Attempt(platform, state, instruction), outcomes).decide();
    return outcomes.toSet();
  }

  private void decide() {
    ProcessorState state = attempt.state();
    if (state.illegalState()) {
      entries.illegalState(Because.NOTHING.and(Rule.ROU_ILLEGAL_STATE));
    } else if (state.branchType().isSet() && state.guardedPage()) {
      entries.branchTarget(Because.NOTHING.and(Rule.ROU_BRANCH_TARGET));
    } else if (attempt.itPosition() != ItState.Position.OUTSIDE && attempt.itDisabled()) {
      entries.undefined(Because.NOTHING.and(Rule.ROU_ITD));
    } else {
      decodeEncoding();
    }
  }

  /** The encodings that Arm calls UNPREDICTABLE. */
  private void decodeEncoding() {
    if (attempt.instruction().setsShouldBeZero()) {
      unpredictable(
          Rule.ENC_SMC_SBZ,
          () ->
              new CallSemantics(attempt.asIfBitsWereZero(), outcomes)
                  .obeyCondition(Because.NOTHING.and(Rule.ENC_SMC_SBZ)));
    } else if (attempt.instruction().call() == Call.HVC
        && attempt.condition().isConditional()
        && attempt.state().isa() == InstructionSet.A32) {
      unpredictable(Rule.ENC_HVC_COND, this::conditionalHvc);
    } else if (attempt.instruction().call() == Call.HVC
        && attempt.itPosition() != ItState.Position.OUTSIDE) {
      unpredictable(Rule.ENC_HVC_IT, () -> execute(Because.NOTHING.and(Rule.ENC_HVC_IT)));
    } else {
      obeyCondition(Because.NOTHING);
    }
  }

  /** A32 HVC with a condition: executed unconditionally or conditionally (DDI 0597, HVC). */
  private void conditionalHvc() {
    Because why = Because.NOTHING.and(Rule.ENC_HVC_COND);
    execute(why);
    if (!attempt.conditionHolds()) {
      skip(why);
    }
  }

  /** ROU-V7-UNPREDICTABLE on ARMv7; on Armv8 UNDEFINED, NOP, or what is given. */
  private void unpredictable(Rule rule, Runnable executed) {
    Because why = Because.NOTHING.and(rule);
    if (attempt.platform().isArmv7()) {
      outcomes.add(new Outcome.AnyBehaviour(why.and(Rule.ROU_V7_UNPREDICTABLE)));
      return;
    }
    entries.undefinedByConstraint(why);
    outcomes.add(new Outcome.NoOperation(attempt.instruction().size(), why));
    executed.run();
  }

  /** ROU-CONDITION: a failing condition is no call, except that TSC may trap a failing SMC. */
  private void obeyCondition(Because because) {
    if (attempt.conditionHolds()) {
      boolean middleOfBlock =
          attempt.instruction().call() == Call.SMC
              && attempt.itPosition() == ItState.Position.NOT_LAST;
      if (middleOfBlock) {
        unpredictable(Rule.ENC_SMC_IT, () -> execute(because.and(Rule.ENC_SMC_IT)));
      } else {
        execute(because);
      }
      return;
    }
    Because why = because.and(Rule.ROU_CONDITION);
    if (attempt.instruction().call() != Call.SMC) {
      skip(why);
      return;
    }
    SmcRules smc = new SmcRules(attempt, entries, outcomes);
    switch (smc.destination()) {
      case TRAP -> failedButMayBeTrapped(smc, why);
      case UNDEFINED -> failedButMayBeUndefined(why);
      case TRAP_OR_UNDEFINED -> {
        failedButMayBeTrapped(smc, why);
        failedButMayBeUndefined(why);
      }
      case UNPREDICTABLE, EL3 -> skip(why);
    }
  }

  /** ROU-FAILED-SMC-TRAP. */
  private void failedButMayBeTrapped(SmcRules smc, Because why) {
    Choice traps =
        attempt.platform().isArmv7()
            ? Choice.NO
            : attempt.platform().choice(ImplementationChoice.TRAPS_FAILED_CONDITIONAL_SMC);
    if (traps.allowsNot()) {
      skip(why);
    }
    if (traps.allows()) {
      smc.trapFailed(why.and(Rule.ROU_FAILED_SMC_TRAP));
    }
  }

  private void failedButMayBeUndefined(Because why) {
    Choice undefined = attempt.platform().choice(ImplementationChoice.UNDEFINED_DESPITE_CONDITION);
    if (undefined.allowsNot()) {
      skip(why);
    }
    if (undefined.allows()) {
      entries.undefined(why);
    }
  }

  private void skip(Because because) {
    outcomes.add(
        new Outcome.Skipped(attempt.instruction().size(), because.and(Rule.ROU_CONDITION)));
  }

  private void execute(Because because) {
    switch (attempt.instruction().call()) {
      case SVC -> new SvcRules(attempt, entries).execute(because);
      case HVC -> new HvcRules(attempt, entries, outcomes).execute(because);
      case SMC -> new SmcRules(attempt, entries, outcomes).execute(because);
    }
  }
}
