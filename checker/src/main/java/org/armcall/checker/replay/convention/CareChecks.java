// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.OptionalLong;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.FailedCondition;
import org.armcall.model.convention.TrapAdvance;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;

/**
 * Holds against a preset how the callee treats its caller, apart from what it answers: what it
 * moves on past a trapped SMC, what it does with one that failed its condition, and what X4 to X17
 * hold afterwards. What is different is named.
 */
final class CareChecks {
  /** X4 to X17; of AArch32 as many as there are. */
  private static final long SCRATCH = 0x3fff0;

  private CareChecks() {}

  /** Whether the caller of a trapped SMC goes on with as much moved on as the preset moves. */
  static void movedOn(Answered a, Callee preset) {
    TrapAdvance advance = preset.care().advance();
    if (a.call().taken().trapped().isEmpty()) {
      return;
    }
    OptionalLong after = TrappedState.after(a.by().regs());
    OptionalLong expected = a.call().taken().trapped().get().by(advance);
    if (after.isPresent() && expected.isPresent() && !after.equals(expected)) {
      a.violated(
          Rule.RET_EMULATED,
          PresetChecks.differs(preset, moves(advance)),
          "trace shows "
              + text(after.getAsLong(), a)
              + " behind the trapped call, not "
              + text(expected.getAsLong(), a));
    }
  }

  private static String moves(TrapAdvance advance) {
    return switch (advance) {
      case PC_BY_4, PC_BY_IL -> "moves the PC past a trapped SMC and nothing else";
      case PC_AND_IT -> "moves the PC and PSTATE.IT past a trapped SMC and nothing else";
      case EVERYTHING, NOT_TRAPPED ->
          "moves all of PSTATE past a trapped SMC as the SMC would have";
    };
  }

  private static String text(long status, Answered a) {
    String step = ", SS " + (status >>> 21 & 1);
    return switch (a.before().state()) {
      case AARCH32 ->
          "PSTATE.IT " + Answered.hex((status >>> 10 & 0x3f) << 2 | status >>> 25 & 3) + step;
      case AARCH64 -> "PSTATE.BTYPE " + (status >>> 10 & 3) + step;
    };
  }

  /**
   * Whether X4 to X17 are as the preset leaves them, where the version itself does not demand it
   * (REG-PRESERVED).
   *
   * @param noMoreResults whether the function has no result but the first
   */
  static void scratch(Answered a, Callee preset, boolean noMoreResults) {
    if (!keepsScratch(a, preset, noMoreResults)) {
      return;
    }
    ContractMasks contract = a.callee().contract(a.before().state(), a.width());
    long kept = noMoreResults ? contract.preservedIfNoResult() : contract.preserved();
    long held = SCRATCH & ~(kept & ~RegisterChecks.unsettled(a));
    long changed = changed(a) & held;
    if (changed != 0) {
      a.violated(
          Rule.REG_PRESERVED,
          PresetChecks.differs(
              preset, "leaves " + a.before().name(4) + " and those behind it as they were"),
          "trace shows that " + RegisterChecks.changes(a, changed));
    }
  }

  private static boolean keepsScratch(Answered a, Callee preset, boolean noMoreResults) {
    return switch (preset.care().scratch()) {
      case PRESERVED -> true;
      case PRESERVED_UNLESS_RETURNED, CLIENT_IN_X7 -> noMoreResults;
      case AS_THE_LAYER_BELOW_ANSWERS ->
          noMoreResults && a.forwarded().isEmpty() && a.showsLayerBelow();
    };
  }

  private static long changed(Answered a) {
    long changed = 0;
    long recorded = a.before().recorded() & a.after().recorded();
    for (long rest = recorded; rest != 0; rest &= rest - 1) {
      int i = Long.numberOfTrailingZeros(rest);
      changed |= a.before().value(i) == a.after().value(i) ? 0 : 1L << i;
    }
    return changed;
  }

  /** Whether a trapped call that failed its condition was answered as the preset says. */
  static void failed(Answered a, Callee preset) {
    boolean answered = changed(a) != 0;
    if (preset.care().failedCondition() == FailedCondition.SKIPPED) {
      if (answered) {
        a.violated(
            Rule.IMM_CONDITION,
            PresetChecks.differs(preset, "does nothing for an SMC that failed its condition"),
            "trace shows that " + RegisterChecks.changes(a, changed(a)));
      }
    } else if (preset.care().failedCondition() == FailedCondition.NEVER_CHECKED
        && !answered
        && a.call().taken().immediate().isPresent()) {
      Answer expected = preset.answers(a.asCall());
      if (isSeen(expected)) {
        a.violated(
            Rule.IMM_CONDITION,
            PresetChecks.differs(
                preset,
                "looks at no condition of a trapped SMC, and " + PresetChecks.does(expected)),
            "trace shows that nothing was done for " + a.called());
      }
    }
  }

  /** Whether that answer leaves something else than the registers as they were. */
  private static boolean isSeen(Answer expected) {
    return expected instanceof Answer.NotSupported
        || expected instanceof Answer.Undefined
        || expected instanceof Answer.Killed
        || expected instanceof Answer.Dispatched dispatched
            && FunctionFacts.of(dispatched.canonical()).returns();
  }
}
