// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.List;
import java.util.Optional;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.Syndromes;

/** HVC once its condition, if it has one, is out of the way (DDI 0596 HVC, DDI 0597 HVC). */
record HvcRules(Attempt attempt, Entries entries, OutcomeSet outcomes) {

  void execute(Because because) {
    if (attempt.isAt(EL0)) {
      entries.undefined(because.and(Rule.ROU_HVC_EL0));
    } else if (attempt.fromAarch32() && attempt.isAt(EL3)) {
      entries.undefined(because.and(Rule.ROU_HVC_A32_EL3));
    } else if (!hasSomewhereToGo()) {
      entries.undefined(because.and(Rule.ROU_HVC_NO_EL2));
    } else if (attempt.platform().has(EL3)) {
      underEl3(because);
    } else if (attempt.has(Control.HCR_HCD) && !attempt.platform().isArmv7()) {
      entries.undefined(because.and(Rule.ROU_HVC_HCD));
    } else {
      take(because.and(Rule.ROU_HVC_HCD));
    }
  }

  /** EL1 needs EL2 enabled in its Security state; A64 at EL3 needs it to be implemented. */
  private boolean hasSomewhereToGo() {
    return attempt.isAt(EL1) ? attempt.el2Enabled() : attempt.platform().has(EL2);
  }

  private void underEl3(Because because) {
    if (attempt.has(Control.SCR_HCE)) {
      take(because.and(Rule.ROU_HVC_HCE));
    } else if (attempt.isAt(EL2) && attempt.uses32(EL3)) {
      disabledInHyp(because.and(Rule.ROU_HVC_HYP_HCE));
    } else {
      entries.undefined(because.and(Rule.ROU_HVC_HCE));
    }
  }

  /**
   * SCR.HCE=0 in Hyp mode under AArch32 EL3: UNPREDICTABLE, on Armv8 UNDEFINED or NOP (DDI 0487
   * F5.1.55).
   */
  private void disabledInHyp(Because because) {
    if (attempt.platform().isArmv7()) {
      outcomes.add(new Outcome.AnyBehaviour(because.and(Rule.ROU_V7_UNPREDICTABLE)));
      return;
    }
    entries.undefinedByConstraint(because);
    outcomes.add(new Outcome.NoOperation(attempt.instruction().size(), because));
  }

  private void take(Because because) {
    ExceptionLevel target = attempt.isAt(EL3) ? EL3 : EL2;
    CallInstruction instruction = attempt.instruction();
    Report report =
        new Report(
            Syndromes.withImmediate(
                ExceptionClass.of(instruction.call(), attempt.caller()),
                true,
                instruction.immediate().low16()),
            Optional.of(instruction.immediate()),
            List.of(Rule.SYN_EC_CALLER, Rule.SYN_IL, Rule.SYN_HVC_IMM, Rule.IMM_IN_SYNDROME));
    entries.call(target, report, because.and(Rule.ROU_HVC_TARGET));
  }
}
