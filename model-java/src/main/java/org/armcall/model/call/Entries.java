// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.List;
import java.util.Optional;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.SecurityState;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.Syndromes;

/**
 * How exceptions are entered: vector, preferred return address, and what has advanced (DDI 0487
 * D1.3.1, G1.10; Arm's pseudocode AArch64.TakeException, AArch32.EnterMode, AArch32.EnterHypMode,
 * AArch32.EnterMonitorMode).
 */
final class Entries {
  private final Attempt attempt;
  private final OutcomeSet outcomes;

  Entries(Attempt attempt, OutcomeSet outcomes) {
    this.attempt = attempt;
    this.outcomes = outcomes;
  }

  /**
   * RET-CALL-NEXT: the call itself is taken; its preferred return address is the next instruction.
   */
  void call(
      ExceptionLevel target,
      int hypVectorFromHyp,
      int aarch32Vector,
      PartialWord syndrome,
      Optional<Immediate> immediate,
      Because because) {
    Because why = because.and(Rule.RET_CALL_NEXT).and(Rule.RET_SS_ADVANCE);
    for (Optional<Advance> it : itAfterCall()) {
      taken(
          target,
          vector(target, hypVectorFromHyp, aarch32Vector),
          syndrome,
          immediate,
          attempt.instruction().size(),
          it,
          Advance.ADVANCED,
          true,
          it.isPresent() ? why.and(Rule.RET_IT_ADVANCE) : why);
    }
  }

  /**
   * RET-TRAP-THIS: the call is trapped to EL2; the preferred return address is the call and nothing
   * has advanced.
   */
  void trap(PartialWord syndrome, Optional<Immediate> immediate, Because because) {
    taken(
        EL2,
        vector(EL2, 0x14, 0x14),
        syndrome,
        immediate,
        0,
        kept(),
        Advance.KEPT,
        true,
        trapped(because));
  }

  private Because trapped(Because because) {
    Because why = because.and(Rule.RET_TRAP_THIS).and(Rule.RET_SS_ADVANCE);
    return attempt.fromAarch32() ? why.and(Rule.RET_IT_ADVANCE) : why;
  }

  /** ROU-UNDEF-TARGET, RET-UNDEF-THIS, SYN-UNDEF. */
  void undefined(Because because) {
    undefined(Syndromes.plain(ExceptionClass.UNKNOWN_REASON), because.and(Rule.SYN_UNDEF));
  }

  /**
   * UNDEFINED as one of the behaviours of a CONSTRAINED UNPREDICTABLE instruction: the syndrome is
   * UNKNOWN (DDI 0487 K1.1.20).
   */
  void undefinedByConstraint(Because because) {
    undefined(PartialWord.whollyUnknown(), because);
  }

  private void undefined(PartialWord syndrome, Because because) {
    ExceptionLevel target = attempt.generalTarget();
    Because why = because.and(Rule.ROU_UNDEF_TARGET).and(Rule.RET_UNDEF_THIS);
    for (SavedBranchType branchType : savedBranchTypes(true)) {
      outcomes.add(
          new Outcome.Undefined(
              entry(
                  target,
                  vector(target, 0x04, 0x04),
                  syndrome,
                  0,
                  kept(),
                  Advance.KEPT,
                  branchType),
              explain(target, branchType, why)));
    }
  }

  /**
   * ROU-ILLEGAL-STATE: in an AArch32 mode without syndrome register it is an Undefined Instruction
   * exception.
   */
  void illegalState(Because because) {
    general(Syndromes.plain(ExceptionClass.ILLEGAL_STATE), because.and(Rule.SYN_ILLEGAL_STATE));
  }

  /** ROU-BRANCH-TARGET. */
  void branchTarget(Because because) {
    general(
        Syndromes.branchTarget(attempt.state().branchType()), because.and(Rule.SYN_BRANCH_TARGET));
  }

  private void general(PartialWord syndrome, Because because) {
    ExceptionLevel target = attempt.generalTarget();
    if (hasSyndromeRegister(target)) {
      taken(
          target,
          vector(target, 0x04, 0x04),
          syndrome,
          Optional.empty(),
          0,
          kept(),
          Advance.KEPT,
          false,
          because.and(Rule.RET_UNDEF_THIS));
    } else {
      undefined(because);
    }
  }

  private void taken(
      ExceptionLevel target,
      int vector,
      PartialWord syndrome,
      Optional<Immediate> immediate,
      int returnOffset,
      Optional<Advance> it,
      Advance singleStep,
      boolean mayZeroBranchType,
      Because because) {
    for (SavedBranchType branchType : savedBranchTypes(mayZeroBranchType)) {
      outcomes.add(
          new Outcome.Taken(
              entry(target, vector, syndrome, returnOffset, it, singleStep, branchType),
              hasSyndromeRegister(target) ? immediate : Optional.empty(),
              explain(target, branchType, because)));
    }
  }

  private ExceptionEntry entry(
      ExceptionLevel target,
      int vector,
      PartialWord syndrome,
      int returnOffset,
      Optional<Advance> it,
      Advance singleStep,
      SavedBranchType branchType) {
    return new ExceptionEntry(
        target,
        attempt.stateOf(target),
        vector,
        hasSyndromeRegister(target) ? Optional.of(syndrome) : Optional.empty(),
        returnOffset,
        it,
        singleStep,
        branchType);
  }

  private Because explain(ExceptionLevel target, SavedBranchType branchType, Because because) {
    Because why = because.and(attempt.uses64(target) ? Rule.ROU_VECTOR_A64 : Rule.ROU_VECTOR_A32);
    if (!hasSyndromeRegister(target)) {
      why = why.and(Rule.SYN_NO_REGISTER);
    }
    return branchType == SavedBranchType.NOT_APPLICABLE ? why : why.and(Rule.RET_BTYPE);
  }

  /**
   * SYN-NO-REGISTER: AArch64 levels and Hyp mode have a syndrome register; Monitor and the other
   * AArch32 modes have none.
   */
  private boolean hasSyndromeRegister(ExceptionLevel target) {
    return attempt.uses64(target) || target == EL2;
  }

  /** ROU-VECTOR-A64 and ROU-VECTOR-A32. */
  private int vector(ExceptionLevel target, int hypVectorFromHyp, int aarch32Vector) {
    if (attempt.uses64(target)) {
      if (target == attempt.level()) {
        return attempt.state().mode().usesOwnStackPointer() ? 0x200 : 0x000;
      }
      return lowerUses32(target) ? 0x600 : 0x400;
    }
    if (target == EL2) {
      return attempt.isAt(EL2) ? hypVectorFromHyp : 0x14;
    }
    return aarch32Vector;
  }

  /**
   * By the level immediately below the target, not by the caller (Arm's pseudocode
   * AArch64.TakeException).
   */
  private boolean lowerUses32(ExceptionLevel target) {
    return switch (target) {
      case EL3 -> attempt.uses32(attempt.platform().has(EL2) && el2EnabledBelowEl3() ? EL2 : EL1);
      case EL2 ->
          attempt.isAt(EL0) && attempt.e2h() && attempt.tge()
              ? attempt.uses32(EL0)
              : attempt.uses32(EL1);
      case EL1, EL0 -> attempt.uses32(EL0);
    };
  }

  private boolean el2EnabledBelowEl3() {
    return attempt.el2Enabled() && attempt.state().security() != SecurityState.ROOT;
  }

  /** RET-IT-ADVANCE, with both behaviours of a call in the middle of an IT block. */
  private List<Optional<Advance>> itAfterCall() {
    if (!attempt.fromAarch32()) {
      return List.of(Optional.empty());
    }
    if (attempt.itPosition() == ItState.Position.NOT_LAST && attempt.instruction().size() == 4) {
      return List.of(Optional.of(Advance.ADVANCED), Optional.of(Advance.CLEARED));
    }
    return List.of(Optional.of(Advance.ADVANCED));
  }

  private Optional<Advance> kept() {
    return attempt.fromAarch32() ? Optional.of(Advance.KEPT) : Optional.empty();
  }

  /**
   * RET-BTYPE: kept or zeroed for calls, their traps and UNDEFINED; kept for what comes before the
   * call.
   */
  private List<SavedBranchType> savedBranchTypes(boolean mayZero) {
    if (!attempt.state().branchType().isSet()) {
      return List.of(SavedBranchType.NOT_APPLICABLE);
    }
    return mayZero
        ? List.of(SavedBranchType.KEPT, SavedBranchType.ZEROED)
        : List.of(SavedBranchType.KEPT);
  }
}
