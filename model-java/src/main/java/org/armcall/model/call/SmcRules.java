// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.List;
import java.util.Optional;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.Syndromes;

/**
 * SMC (DDI 0596 SMC, DDI 0597 SMC; Arm's pseudocode AArch64.CheckForSMCUndefOrTrap,
 * AArch32.CheckForSMCUndefOrTrap).
 *
 * <p>The trap of HCR.TSC beats the disable of SCR.SMD and SCR.SCD.
 */
record SmcRules(Attempt attempt, Entries entries, OutcomeSet outcomes) {

  /** Where an SMC goes whose condition holds. */
  enum Destination {
    UNDEFINED,
    TRAP,
    /** No EL3 and the trap is IMPLEMENTATION DEFINED. */
    TRAP_OR_UNDEFINED,
    /** SCR.SCD=1 in Secure state under AArch32 EL3. */
    UNPREDICTABLE,
    EL3
  }

  private record Decision(Destination destination, Because because) {}

  Destination destination() {
    return decide(Because.NOTHING).destination();
  }

  void execute(Because because) {
    Decision decision = decide(because);
    Because why = decision.because();
    switch (decision.destination()) {
      case UNDEFINED -> entries.undefined(why);
      case TRAP -> trap(why);
      case TRAP_OR_UNDEFINED -> {
        trap(why.and(Rule.ROU_SMC_TSC));
        entries.undefined(why);
      }
      case UNPREDICTABLE -> disabledInSecure(why);
      case EL3 -> take(why);
    }
  }

  private Decision decide(Because because) {
    boolean hasEl3 = attempt.platform().has(EL3);
    if (attempt.isAt(EL0)) {
      return new Decision(Destination.UNDEFINED, because.and(Rule.ROU_SMC_EL0));
    }
    boolean trapped =
        attempt.isAt(EL1) && attempt.el2Enabled() && attempt.has(Control.HCR_TSC) && !attempt.tge();
    if (!hasEl3) {
      Because why = because.and(Rule.ROU_SMC_NO_EL3);
      return trapped ? withoutEl3(why) : new Decision(Destination.UNDEFINED, why);
    }
    boolean disabled = disableExists() && attempt.has(Control.SCR_SMD);
    if (trapped) {
      Because why = because.and(Rule.ROU_SMC_TSC);
      return new Decision(Destination.TRAP, disabled ? why.and(Rule.ROU_SMC_TSC_BEATS_SMD) : why);
    }
    if (disabled) {
      return attempt.uses32(EL3) && attempt.isSecure()
          ? new Decision(Destination.UNPREDICTABLE, because.and(Rule.ROU_SMC_SCD_SECURE))
          : new Decision(Destination.UNDEFINED, because.and(Rule.ROU_SMC_SMD));
    }
    return new Decision(Destination.EL3, because.and(Rule.ROU_SMC_TARGET));
  }

  /** On ARMv7 SCR.SCD exists with the Virtualization Extensions only; elsewhere it is UNK/SBZP. */
  private boolean disableExists() {
    return !attempt.platform().isArmv7() || attempt.platform().has(EL2);
  }

  /** ROU-SMC-NO-EL3 with TSC=1 at EL1 (HCR_EL2.TSC). */
  private Decision withoutEl3(Because because) {
    Because trapping = because.and(Rule.ROU_SMC_TSC);
    if (attempt.uses32(EL2)) {
      return new Decision(Destination.UNDEFINED, because);
    }
    boolean nested =
        attempt.platform().has(Feature.NESTED_VIRTUALIZATION) && attempt.has(Control.HCR_NV);
    if (!attempt.fromAarch32() && nested) {
      return new Decision(Destination.TRAP, trapping);
    }
    ImplementationChoice choice =
        attempt.fromAarch32()
            ? ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3
            : ImplementationChoice.TRAPS_SMC_WITHOUT_EL3;
    return switch (attempt.platform().choice(choice)) {
      case YES -> new Decision(Destination.TRAP, trapping);
      case NO -> new Decision(Destination.UNDEFINED, because);
      case EITHER -> new Decision(Destination.TRAP_OR_UNDEFINED, because);
    };
  }

  private void disabledInSecure(Because because) {
    if (attempt.platform().isArmv7()) {
      outcomes.add(new Outcome.AnyBehaviour(because.and(Rule.ROU_V7_UNPREDICTABLE)));
      return;
    }
    entries.undefinedByConstraint(because);
    outcomes.add(new Outcome.NoOperation(attempt.instruction().size(), because));
  }

  /** The SMC exception itself: to EL3, or to Monitor mode, which has no syndrome register. */
  private void take(Because because) {
    if (attempt.fromAarch32()) {
      entries.call(
          EL3,
          narrow(Syndromes.smc32ToEl3(), Rule.SYN_SMC32_EL3_ZERO),
          because.and(Rule.IMM_SMC32_LOST));
    } else {
      entries.call(EL3, wide(), because);
    }
  }

  /** The trap of HCR.TSC of an SMC whose condition holds. */
  private void trap(Because because) {
    if (!attempt.fromAarch32()) {
      entries.trap(wide(), because);
      return;
    }
    Because why = because.and(Rule.IMM_SMC32_LOST);
    if (attempt.platform().isArmv7()) {
      entries.trap(narrow(Syndromes.smc32Armv7(), Rule.SYN_SMC32_V7_ZERO), why);
      return;
    }
    Choice asConditional =
        attempt.condition().isConditional()
            ? attempt.platform().choice(ImplementationChoice.REPORTS_PASSED_SMC_AS_CONDITIONAL)
            : Choice.NO;
    if (asConditional.allowsNot()) {
      entries.trap(narrow(Syndromes.smc32Passed(), Rule.SYN_SMC32_CONDITION), why);
    }
    if (asConditional.allows()) {
      trapMightHaveFailed(why);
      if (attempt.state().isa() == InstructionSet.A32) {
        entries.trap(
            narrow(Syndromes.smc32MightHaveFailed(Condition.AL), Rule.SYN_SMC32_CONDITION), why);
      }
    }
  }

  /** ROU-FAILED-SMC-TRAP: an SMC that fails its condition, trapped all the same. */
  void trapFailed(Because because) {
    Decision decision = decide(because);
    Because why =
        decision.destination() == Destination.TRAP_OR_UNDEFINED
            ? decision.because().and(Rule.ROU_SMC_TSC)
            : decision.because();
    trapMightHaveFailed(why.and(Rule.IMM_SMC32_LOST));
  }

  private void trapMightHaveFailed(Because because) {
    Choice t32Reports =
        attempt.state().isa() == InstructionSet.T32
            ? attempt.platform().choice(ImplementationChoice.T32_TRAP_REPORTS_CONDITION)
            : Choice.YES;
    if (t32Reports.allows()) {
      entries.trap(
          narrow(Syndromes.smc32MightHaveFailed(attempt.condition()), Rule.SYN_SMC32_CONDITION),
          because);
    }
    if (t32Reports.allowsNot()) {
      entries.trap(narrow(Syndromes.smc32ConditionInSpsr(), Rule.SYN_SMC32_CONDITION), because);
    }
  }

  private Report wide() {
    Immediate immediate = attempt.instruction().immediate();
    return new Report(
        Syndromes.withImmediate(ExceptionClass.SMC64, true, immediate.low16()),
        Optional.of(immediate),
        List.of(Rule.SYN_EC_CALLER, Rule.SYN_IL, Rule.SYN_SMC64_IMM, Rule.IMM_IN_SYNDROME));
  }

  private static Report narrow(PartialWord syndrome, Rule layout) {
    return new Report(syndrome, Rule.SYN_EC_CALLER, Rule.SYN_IL, Rule.SYN_SMC32_NO_IMM, layout);
  }
}
