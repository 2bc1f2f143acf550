// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.List;
import java.util.Optional;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.Feature;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.Syndromes;

/** SVC once its condition holds (DDI 0596 SVC, DDI 0597 SVC). */
record SvcRules(Attempt attempt, Entries entries) {

  void execute(Because because) {
    if (fineGrainedTrap()) {
      entries.trap(report(), because.and(Rule.ROU_SVC_FGT));
      return;
    }
    Rule routed = attempt.isAt(EL0) && attempt.tge() ? Rule.ROU_SVC_TGE : Rule.ROU_SVC_TARGET;
    entries.call(attempt.generalTarget(), report(), because.and(routed));
  }

  /** Arm's pseudocode AArch64.CheckForSVCTrap and AArch32.CheckForSVCTrap. */
  private boolean fineGrainedTrap() {
    boolean enabled =
        attempt.platform().has(Feature.FINE_GRAINED_TRAPS)
            && attempt.el2Enabled()
            && attempt.uses64(EL1)
            && (!attempt.platform().has(EL3) || attempt.has(Control.SCR_FGTEN));
    if (attempt.isAt(EL0)) {
      return enabled && attempt.has(Control.HFGITR_SVC_EL0) && !(attempt.e2h() && attempt.tge());
    }
    return enabled && attempt.isAt(EL1) && attempt.has(Control.HFGITR_SVC_EL1);
  }

  /**
   * SYN-SVC32-UNKNOWN: the immediate of a conditional SVC is UNKNOWN, however the exception was
   * routed.
   */
  private boolean isConditional() {
    return attempt.fromAarch32() && attempt.condition().isConditional();
  }

  private Report report() {
    ExceptionClass exceptionClass =
        ExceptionClass.of(attempt.instruction().call(), attempt.caller());
    boolean wide = attempt.instruction().size() == 4;
    if (isConditional()) {
      return new Report(
          Syndromes.withUnknownImmediate(exceptionClass, wide),
          Rule.SYN_EC_CALLER,
          Rule.SYN_IL,
          Rule.SYN_SVC32_UNKNOWN,
          Rule.IMM_SVC_CONDITIONAL);
    }
    int reported = attempt.instruction().immediate().low16();
    Rule layout = attempt.fromAarch32() ? Rule.SYN_SVC32_IMM : Rule.SYN_SVC64_IMM;
    return new Report(
        Syndromes.withImmediate(exceptionClass, wide, reported),
        Optional.of(new Immediate(reported, 16)),
        List.of(Rule.SYN_EC_CALLER, Rule.SYN_IL, layout, Rule.IMM_IN_SYNDROME));
  }
}
