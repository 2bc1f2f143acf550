// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.CalledFunction;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.Naming;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.convention.UnknownFunction;
import org.armcall.model.function.FunctionId;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciVersion;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.event.SourceLine;

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
      if (a.immediate() != 0 && a.isBeforeTheConvention() && isOfConvention(preset)) {
        notClaimed(a, preset, rule);
        return Optional.empty();
      }
      return dispatched(a, preset, rule, dispatched.canonical());
    }
    if (expected instanceof Answer.NotSupported refused) {
      notSupported(a, preset, rule, refused.cleared());
    } else if (expected instanceof Answer.Untouched) {
      verdict(a, preset, rule, a.isUntouched(), does(expected));
    } else if (expected instanceof Answer.Forwarded) {
      forwarded(a, preset, rule);
    } else if (!(expected instanceof Answer.Vendor) || saysVersion(a)) {
      verdict(a, preset, rule, false, does(expected));
    }
    return Optional.empty();
  }

  /** Only a recording that shows the layer below says that it was not asked. */
  private static void forwarded(Answered a, Callee preset, Rule rule) {
    if (a.forwarded().isEmpty() && !a.showsLayerBelow()) {
      a.verdicts().unknown(rule, Unknown.LAYER_BELOW_NOT_RECORDED);
    } else {
      verdict(a, preset, rule, a.forwarded().isPresent(), does(new Answer.Forwarded()));
    }
  }

  private static boolean isOfConvention(Callee preset) {
    return preset.policy().version() != SmcccVersion.PRE_SMCCC;
  }

  /**
   * Whether the answer is that of PSCI_VERSION or SMCCC_VERSION: as plain calls had it, or of any
   * version from 1.0 on, for no vendor's interface answers to that identifier so.
   */
  private static boolean saysVersion(Answered a) {
    int answer = (int) a.after().first();
    if (a.id().equals(PsciFunction.PSCI_VERSION.id32())
        && PsciVersion.ofWord(answer).filter(version -> version != PsciVersion.V0_2).isPresent()) {
      return true;
    }
    return a.id().equals(Knowledge.SMCCC_VERSION) && SmcccVersion.ofWord(answer).isPresent()
        || !a.isNotSupported()
            && a.callee().word(a.id()).filter(word -> word == answer).isPresent();
  }

  /**
   * By an immediate that the preset does not look at, a number from before the convention that it
   * does not claim: its own programs would have called it with 0, so that it is an unknown
   * function.
   */
  private static void notClaimed(Answered a, Callee preset, Rule rule) {
    CalleePolicy policy = preset.policyFor(a.asCall());
    switch (policy.unknownFunction()) {
      case NOT_SUPPORTED:
        notSupported(a, preset, rule, policy.cleared().registers(a.before().state()));
        break;
      case LEFT:
        verdict(a, preset, rule, a.isUntouched(), does(new Answer.Untouched()));
        break;
      case FORWARDED:
        forwarded(a, preset, rule);
        break;
      default:
        verdict(a, preset, rule, false, does(new Answer.Killed()));
        break;
    }
  }

  /**
   * A call that was not answered where it was made, or not at all.
   *
   * @param asUndefined whether the caller goes on where it is told of UNDEFINED
   */
  static void notAnswered(
      Answered asMade, Callee preset, boolean returnedElsewhere, boolean asUndefined) {
    Answer expected = preset.answers(asMade.asCall());
    Rule rule = ruleOf(asMade, preset, expected);
    boolean explained =
        returnedElsewhere
            ? expected instanceof Answer.Undefined
            : expected instanceof Answer.Killed;
    boolean depends = dependsOnTheConduit(asMade, preset);
    if (explained && !depends) {
      asMade.verdicts().holds(rule);
    } else if (asUndefined && !depends && isDecided(expected)) {
      asMade.violated(
          rule,
          differs(preset, does(expected)),
          "trace shows no answer to "
              + asMade.called()
              + ": the caller goes on at the vector "
              + Answered.hex(asMade.by().pc()));
    } else {
      asMade.verdicts().unknown(rule, Unknown.ANSWER_NOT_SEEN);
    }
  }

  /**
   * Whether a call of which the preset says that its caller goes on was not answered, for its
   * callee ended the machine meanwhile; then that is named. A function of a plain call that has to
   * return is held against every callee (SEQ-ENDS).
   *
   * @param asMade the call
   * @param by the call that ends the machine
   */
  static boolean stopped(Answered asMade, OpenCall by, Callee preset) {
    Answer expected = preset.answers(asMade.asCall());
    boolean goesOn =
        expected instanceof Answer.Undefined
            || expected instanceof Answer.NotSupported
            || expected instanceof Answer.Untouched
            || asMade.immediate() != 0
                && expected instanceof Answer.Dispatched dispatched
                && FunctionFacts.of(dispatched.canonical()).returns();
    if (!goesOn || dependsOnTheConduit(asMade, preset)) {
      return false;
    }
    List<SourceLine> evidence = new ArrayList<>(asMade.call().evidence(Optional.empty()));
    evidence.addAll(by.evidence(Optional.empty()));
    asMade
        .verdicts()
        .violated(
            ruleOf(asMade, preset, expected),
            by.taken().event(),
            differs(preset, does(expected)),
            "trace shows that the callee of "
                + asMade.called()
                + " ends the machine with function "
                + Answered.hex(by.before().orElseThrow().first() & 0xffff_ffffL),
            evidence,
            asMade.callee().followed());
    return true;
  }

  /** Whether it is no answer to be UNDEFINED, whatever functions the callee has. */
  private static boolean isDecided(Answer expected) {
    return expected instanceof Answer.NotSupported
        || expected instanceof Answer.Untouched
        || expected instanceof Answer.Killed
        || expected instanceof Answer.Dispatched dispatched
            && FunctionFacts.of(dispatched.canonical()).returns();
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
    CalleePolicy policy = preset.policyFor(a.asCall());
    if (isUnknown(a, preset, canonical)) {
      if (policy.unknownFunction() == UnknownFunction.FORWARDED && !a.showsLayerBelow()) {
        a.verdicts().unknown(Rule.REG_RESULTS, Unknown.LAYER_BELOW_NOT_RECORDED);
      } else {
        cleared(a, preset, policy.cleared().registers(a.before().state()));
      }
    }
    return Optional.of(canonical);
  }

  /**
   * Whether it is answered as what the callee does not know: no document has the function, which
   * would have results of its own, and no layer below was asked.
   */
  private static boolean isUnknown(Answered a, Callee preset, FunctionId canonical) {
    return a.isNotSupported()
        && canonical.isFast()
        && isOfConvention(preset)
        && !FunctionFacts.of(canonical).isDocumented()
        && preset.policy().legacy().psci().flatMap(psci -> psci.of(a.id())).isEmpty()
        && a.call().inner().isEmpty();
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
    if (a.isNotSupported()) {
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

  /** What a preset does that gives this answer, a verb first. */
  static String does(Answer expected) {
    if (expected instanceof Answer.Killed) {
      return "stops the caller";
    }
    if (expected instanceof Answer.Undefined) {
      return "gives UNDEFINED";
    }
    if (expected instanceof Answer.NotSupported) {
      return "answers -1, NOT_SUPPORTED";
    }
    if (expected instanceof Answer.Untouched) {
      return "answers nothing and leaves all registers as they were";
    }
    if (expected instanceof Answer.Forwarded) {
      return "asks the layer below";
    }
    return expected instanceof Answer.Dispatched dispatched
        ? "answers function " + Answered.hex(dispatched.canonical().value() & 0xffff_ffffL)
        : "takes it for a call of its own interface";
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
