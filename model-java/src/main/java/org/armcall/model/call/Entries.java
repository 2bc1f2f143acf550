// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.List;
import java.util.Optional;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.Syndromes;

/**
 * How exceptions are entered: vector, preferred return address, and what has advanced (DDI 0487
 * D1.3.1, G1.10; Arm's pseudocode AArch64.TakeException, AArch32.EnterMode, AArch32.EnterHypMode,
 * AArch32.EnterMonitorMode).
 */
final class Entries {
  /**
   * The vector of a call in the table of the level that takes it, where that level uses AArch32.
   */
  private static final int CALL = 0x08;

  /** The vector of an UNDEFINED instruction there. */
  private static final int UNDEFINED = 0x04;

  /** The vector of everything that enters Hyp mode from a lower level. */
  private static final int HYP_ENTRY = 0x14;

  /** How far the caller has come: the preferred return address and what advances with it. */
  private record Step(int returnOffset, Optional<Advance> it, Advance singleStep) {}

  private final Attempt attempt;
  private final OutcomeSet outcomes;

  Entries(Attempt attempt, OutcomeSet outcomes) {
    this.attempt = attempt;
    this.outcomes = outcomes;
  }

  /**
   * RET-CALL-NEXT: the call itself is taken; its preferred return address is the next instruction.
   */
  void call(ExceptionLevel target, Report report, Because because) {
    Because why = because.and(Rule.RET_CALL_NEXT).and(Rule.RET_SS_ADVANCE);
    for (Optional<Advance> it : itAfterCall()) {
      Step step = new Step(attempt.instruction().size(), it, Advance.ADVANCED);
      taken(target, CALL, report, step, true, it.isPresent() ? why.and(Rule.RET_IT_ADVANCE) : why);
    }
  }

  /**
   * RET-TRAP-THIS: the call is trapped to EL2; the preferred return address is the call and nothing
   * has advanced.
   */
  void trap(Report report, Because because) {
    Because why = because.and(Rule.RET_TRAP_THIS).and(Rule.RET_SS_ADVANCE);
    taken(
        EL2,
        CALL,
        report,
        atInstruction(),
        true,
        attempt.fromAarch32() ? why.and(Rule.RET_IT_ADVANCE) : why);
  }

  /** ROU-UNDEF-TARGET, RET-UNDEF-THIS, SYN-UNDEF. */
  void undefined(Because because) {
    undefined(new Report(Syndromes.plain(ExceptionClass.UNKNOWN_REASON), Rule.SYN_UNDEF), because);
  }

  /**
   * UNDEFINED as one of the behaviours of a CONSTRAINED UNPREDICTABLE instruction: the syndrome is
   * UNKNOWN (DDI 0487 K1.1.20).
   */
  void undefinedByConstraint(Because because) {
    undefined(new Report(PartialWord.whollyUnknown(), Rule.SYN_UNDEF), because);
  }

  private void undefined(Report report, Because because) {
    ExceptionLevel target = attempt.generalTarget();
    Because why = because.and(Rule.ROU_UNDEF_TARGET).and(Rule.RET_UNDEF_THIS);
    for (SavedBranchType branchType : savedBranchTypes(true)) {
      outcomes.add(
          new Outcome.Undefined(
              entry(target, UNDEFINED, report, atInstruction(), branchType),
              explain(target, report, branchType, why)));
    }
  }

  /**
   * ROU-ILLEGAL-STATE: in an AArch32 mode without syndrome register it is an Undefined Instruction
   * exception.
   */
  void illegalState(Because because) {
    general(
        new Report(Syndromes.plain(ExceptionClass.ILLEGAL_STATE), Rule.SYN_ILLEGAL_STATE), because);
  }

  /** ROU-BRANCH-TARGET. */
  void branchTarget(Because because) {
    general(
        new Report(Syndromes.branchTarget(attempt.state().branchType()), Rule.SYN_BRANCH_TARGET),
        because);
  }

  private void general(Report report, Because because) {
    ExceptionLevel target = attempt.generalTarget();
    if (hasSyndromeRegister(target)) {
      taken(target, UNDEFINED, report, atInstruction(), false, because.and(Rule.RET_UNDEF_THIS));
    } else {
      undefined(because);
    }
  }

  private void taken(
      ExceptionLevel target,
      int ownVector,
      Report report,
      Step step,
      boolean mayZeroBranchType,
      Because because) {
    for (SavedBranchType branchType : savedBranchTypes(mayZeroBranchType)) {
      outcomes.add(
          new Outcome.Taken(
              entry(target, ownVector, report, step, branchType),
              hasSyndromeRegister(target) ? report.immediate() : Optional.empty(),
              explain(target, report, branchType, because)));
    }
  }

  private ExceptionEntry entry(
      ExceptionLevel target, int ownVector, Report report, Step step, SavedBranchType branchType) {
    return new ExceptionEntry(
        target,
        attempt.stateOf(target),
        mode(target, ownVector),
        vector(target, ownVector),
        hasSyndromeRegister(target) ? Optional.of(report.syndrome()) : Optional.empty(),
        step.returnOffset(),
        step.it(),
        step.singleStep(),
        branchType);
  }

  private Because explain(
      ExceptionLevel target, Report report, SavedBranchType branchType, Because because) {
    Because why = because.and(attempt.uses64(target) ? Rule.ROU_VECTOR_A64 : Rule.ROU_VECTOR_A32);
    if (hasSyndromeRegister(target)) {
      for (Rule rule : report.rules()) {
        why = why.and(rule);
      }
    } else {
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

  /** The mode that the level takes the exception in; AArch64 always selects SP_ELx. */
  private Mode mode(ExceptionLevel target, int ownVector) {
    if (attempt.uses64(target)) {
      return switch (target) {
        case EL0, EL1 -> Mode.EL1H;
        case EL2 -> Mode.EL2H;
        case EL3 -> Mode.EL3H;
      };
    }
    if (target == EL2) {
      return Mode.HYP;
    }
    if (ownVector == UNDEFINED) {
      return Mode.UND;
    }
    return attempt.instruction().call() == Call.SMC ? Mode.MON : Mode.SVC;
  }

  /** ROU-VECTOR-A64 and ROU-VECTOR-A32. */
  private int vector(ExceptionLevel target, int ownVector) {
    if (attempt.uses64(target)) {
      if (target == attempt.level()) {
        return attempt.state().mode().usesOwnStackPointer() ? 0x200 : 0x000;
      }
      return lowerUses32(target) ? 0x600 : 0x400;
    }
    return target == EL2 && !attempt.isAt(EL2) ? HYP_ENTRY : ownVector;
  }

  /**
   * By the level immediately below the target, not by the caller (Arm's pseudocode
   * AArch64.TakeException).
   */
  private boolean lowerUses32(ExceptionLevel target) {
    return switch (target) {
      case EL3 -> attempt.uses32(attempt.el2Enabled() ? EL2 : EL1);
      case EL2 ->
          attempt.isAt(EL0) && attempt.e2h() && attempt.tge()
              ? attempt.uses32(EL0)
              : attempt.uses32(EL1);
      case EL1, EL0 -> attempt.uses32(EL0);
    };
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

  private Step atInstruction() {
    return new Step(
        0, attempt.fromAarch32() ? Optional.of(Advance.KEPT) : Optional.empty(), Advance.KEPT);
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
