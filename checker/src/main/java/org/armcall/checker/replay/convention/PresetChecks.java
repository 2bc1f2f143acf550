// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Optional;
import java.util.SortedSet;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.CalledFunction;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.Naming;
import org.armcall.model.convention.UnknownFunction;
import org.armcall.model.function.FunctionId;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;

/**
 * Holds answers against a preset, which says exactly what the callee does with an identifier: what
 * is different is named.
 */
final class PresetChecks {
  private PresetChecks() {}

  /** Checks an answer; the function that was called, where it is certain that it was. */
  static Optional<FunctionId> check(Answered a, Callee preset) {
    Answer expected = preset.answers(a.asCall());
    Rule rule = ruleOf(a, preset, expected);
    if (dependsOnTheConduit(a, preset)) {
      a.verdicts().unknown(rule, Unknown.CONDUIT_NOT_LOGGED);
      return Optional.empty();
    }
    if (expected instanceof Answer.Dispatched dispatched) {
      return dispatched(a, preset, rule, dispatched.canonical());
    }
    if (expected instanceof Answer.NotSupported refused) {
      notSupported(a, preset, rule, refused.cleared());
    } else if (expected instanceof Answer.Untouched) {
      verdict(
          a,
          preset,
          rule,
          a.isUntouched(),
          "answers nothing and leaves all registers as they were");
    } else if (expected instanceof Answer.Forwarded) {
      verdict(a, preset, rule, a.forwarded().isPresent(), "asks the layer below");
    } else if (!(expected instanceof Answer.Vendor)) {
      verdict(a, preset, rule, false, does(expected));
    }
    return Optional.empty();
  }

  /** A call that was not answered where it was made, or not at all. */
  static void notAnswered(Answered asMade, Callee preset, boolean returnedElsewhere) {
    Answer expected = preset.answers(asMade.asCall());
    Rule rule = ruleOf(asMade, preset, expected);
    boolean explained =
        returnedElsewhere
            ? expected instanceof Answer.Undefined
            : expected instanceof Answer.Killed;
    if (explained && !dependsOnTheConduit(asMade, preset)) {
      asMade.verdicts().holds(rule);
    } else {
      asMade.verdicts().unknown(rule, Unknown.ANSWER_NOT_SEEN);
    }
  }

  /** Whether HVC and SMC are answered differently, and the trace does not say which it was. */
  private static boolean dependsOnTheConduit(Answered a, Callee preset) {
    return a.call().taken().insn().isEmpty()
        && !preset.answers(a.asCall(Conduit.HVC)).equals(preset.answers(a.asCall(Conduit.SMC)));
  }

  private static Optional<FunctionId> dispatched(
      Answered a, Callee preset, Rule rule, FunctionId canonical) {
    boolean special = rule != Rule.FID_OWNER;
    boolean missed = a.isNotSupported() || a.isUntouched();
    if (special && missed && a.callee().has(canonical)) {
      a.violated(
          rule,
          differs(preset, "answers function " + Answered.hex(canonical.value() & 0xffff_ffffL)),
          "trace shows " + (a.isUntouched() ? "no answer" : "-1, NOT_SUPPORTED"));
      return Optional.empty();
    }
    if (special && missed) {
      a.verdicts().unknown(rule, Unknown.FUNCTION_MAY_BE_MISSING);
      return Optional.empty();
    }
    if (IdentifierChecks.isUnusedByPsci(canonical)) {
      SortedSet<Integer> cleared =
          preset.policyFor(a.asCall()).cleared().registers(a.before().state());
      if (preset.policyFor(a.asCall()).unknownFunction() == UnknownFunction.NOT_SUPPORTED) {
        notSupported(a, preset, Rule.RES_UNKNOWN, cleared);
      }
      return Optional.empty();
    }
    a.holds(rule);
    return Optional.of(canonical);
  }

  private static void notSupported(
      Answered a, Callee preset, Rule rule, SortedSet<Integer> cleared) {
    if (a.isNarrow()) {
      a.violated(
          Rule.RES_SIGN,
          differs(preset, "answers -1, NOT_SUPPORTED"),
          "trace shows " + a.after().name(0) + " " + Answered.hex(a.after().first()));
      return;
    }
    Rule broken = a.isUntouched() ? Rule.RES_UNKNOWN : rule;
    verdict(
        a,
        preset,
        a.isNotSupported() ? rule : broken,
        a.isNotSupported(),
        "answers -1, NOT_SUPPORTED");
    if (a.isNotSupported() && rule != Rule.FID_ZERO_IMMEDIATE) {
      cleared(a, preset, cleared);
    }
  }

  /** The first four registers are as the preset leaves them: zero, or as they were. */
  private static void cleared(Answered a, Callee preset, SortedSet<Integer> cleared) {
    boolean seen = false;
    for (int i = 1; i <= Math.max(3, cleared.last()); i++) {
      if (!a.after().has(i) || !a.before().has(i)) {
        continue;
      }
      seen = true;
      long expected = cleared.contains(i) ? 0 : a.before().value(i);
      if (a.after().value(i) != expected) {
        a.violated(
            Rule.REG_RESULTS,
            differs(preset, "leaves " + Answered.hex(expected) + " in " + a.after().name(i)),
            "trace shows " + Answered.hex(a.after().value(i)));
        return;
      }
    }
    if (seen) {
      a.holds(Rule.REG_RESULTS);
    }
  }

  private static void verdict(Answered a, Callee preset, Rule rule, boolean as, String does) {
    if (as) {
      a.holds(rule);
    } else {
      a.violated(
          rule, differs(preset, does), "trace shows the result " + a.shown() + " of " + a.called());
    }
  }

  /**
   * What a preset contradicts is no rule of Arm by itself: the text says that it is the preset.
   *
   * @param does what the preset does, a verb first
   */
  static String differs(Callee preset, String does) {
    return "differs from preset " + preset.name() + ": it " + does;
  }

  private static String does(Answer expected) {
    if (expected instanceof Answer.Killed) {
      return "stops the caller";
    }
    return expected instanceof Answer.Undefined ? "gives UNDEFINED" : "answers " + expected.kind();
  }

  /** The rule that the answer hangs on: of the immediate, of the width, of the fields. */
  private static Rule ruleOf(Answered a, Callee preset, Answer expected) {
    if (a.immediate() != 0) {
      return Rule.FID_ZERO_IMMEDIATE;
    }
    if (a.upperHalf() != 0) {
      return Rule.FID_WIDTH;
    }
    FunctionId id = a.id();
    Naming naming = new CalledFunction(id, preset.policy().version(), a.before().state()).naming();
    boolean legacy =
        preset.policyFor(a.asCall()).legacy().psci().flatMap(psci -> psci.of(id)).isPresent();
    if (naming instanceof Naming.NoFunction none && !legacy) {
      return IdentifierChecks.ruleOf(none.reason());
    }
    if (id.hasSveHint()) {
      return Rule.FID_SVE_HINT;
    }
    return expected instanceof Answer.Dispatched || id.isGeneralQuery()
        ? Rule.FID_OWNER
        : Rule.RES_UNKNOWN;
  }
}
