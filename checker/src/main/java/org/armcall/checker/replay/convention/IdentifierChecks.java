// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.CalleeSemantics;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.Naming;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.PsciVersion;
import org.armcall.model.rule.Rule;

/**
 * The rules about which function a call names, where no preset says what the callee makes of it.
 *
 * <p>A function that is not there is answered NOT_SUPPORTED; so a call is known to have been taken
 * for none only where that function is known to be there.
 */
final class IdentifierChecks {
  private static final long UPPER = 1L << 32;

  /** By which versions the upper half of X0 takes no part; found when a call first has one. */
  private static final class UpperHalf {
    private static final Map<SmcccVersion, Boolean> TAKES_NO_PART =
        new EnumMap<>(SmcccVersion.class);

    static {
      ConventionCall call =
          new ConventionCall(
              Conduit.SMC,
              new Immediate(0, 16),
              UPPER | PsciFunction.PSCI_VERSION.id32().value() & 0xffff_ffffL,
              ExecutionState.AARCH64);
      for (SmcccVersion version : SmcccVersion.values()) {
        TAKES_NO_PART.put(
            version,
            CalleeSemantics.allowed(version, call).stream()
                .noneMatch(answer -> answer instanceof Answer.NotSupported));
      }
    }
  }

  private IdentifierChecks() {}

  /** The rule that such an identifier names no function by. */
  static Rule ruleOf(Naming.Reason reason) {
    return switch (reason) {
      case RESERVED_BITS -> Rule.FID_RESERVED_BITS;
      case RESERVED_OWNER -> Rule.FID_OWNER;
      case SMC64_FROM_AARCH32 -> Rule.FID_64_FROM_32;
    };
  }

  /** A number of PSCI's that no version of PSCI uses for a call of that width. */
  static boolean isUnusedByPsci(FunctionId id) {
    return FunctionFacts.of(id).isUnusedByPsci();
  }

  /** Checks the identifier; the function that was called, where it is certain that it was. */
  static Optional<FunctionId> check(Answered a) {
    Named by = a.callee().named(a.id(), a.before().state());
    Optional<Naming.Reason> none = by.none();
    if (none.isEmpty()) {
      return named(a);
    }
    if (by.byAll()) {
      noFunction(a, ruleOf(none.get()), "is no function");
    } else if (a.id().hasSveHint() && none.get() == Naming.Reason.RESERVED_BITS) {
      a.verdicts().unknown(Rule.FID_SVE_HINT, Unknown.CONVENTION_NOT_KNOWN);
    } else {
      a.verdicts().unknown(ruleOf(none.get()), Unknown.CONVENTION_NOT_KNOWN);
    }
    return Optional.empty();
  }

  private static void noFunction(Answered a, Rule rule, String why) {
    if (a.isNotSupported()) {
      a.holds(rule);
      a.holds(Rule.RES_UNKNOWN);
    } else if (isMismatchOf02(a)) {
      if (a.callee().psci().isPresent()) {
        a.holds(rule);
      } else {
        a.verdicts().unknown(rule, Unknown.PSCI_MAY_BE_0_2);
      }
    } else if (a.isNarrow()) {
      a.violated(Rule.RES_SIGN, "-1, NOT_SUPPORTED, sign-extended", "the result " + a.shown());
    } else if (a.isUntouched()) {
      a.violated(
          Rule.RES_UNKNOWN,
          "-1, NOT_SUPPORTED: " + Answered.hex(a.id().value() & 0xffff_ffffL) + " " + why,
          a.after().name(0) + " as it was");
    } else {
      a.violated(
          rule,
          "-1, NOT_SUPPORTED: " + Answered.hex(a.id().value() & 0xffff_ffffL) + " " + why,
          "the result " + a.shown());
    }
  }

  /**
   * Whether PSCI 0.2 may have answered so: INVALID_PARAMETERS to the 64-bit identifier of a
   * function from AArch32 (DEN0022F.b section 5.2.1, note).
   */
  private static boolean isMismatchOf02(Answered a) {
    return a.before().state() == ExecutionState.AARCH32
        && a.id().is64Bit()
        && a.result().signed() == PsciResult.INVALID_PARAMETERS.code()
        && PsciFunction.of(a.id()).filter(PsciFunction::comparedWidths).isPresent()
        && a.callee().psci().orElse(PsciVersion.V0_2) == PsciVersion.V0_2;
  }

  private static Optional<FunctionId> named(Answered a) {
    boolean hint = a.id().hasSveHint();
    FunctionId canonical = hint ? a.id().withoutSveHint() : a.id();
    boolean plain = true;
    if (a.upperHalf() != 0) {
      plain = takesNoPart(a, Rule.FID_WIDTH, canonical, ignoresUpperHalf(a.callee()));
    }
    if (hint && plain) {
      plain = takesNoPart(a, Rule.FID_SVE_HINT, canonical, Optional.of(true));
    }
    if (!plain) {
      return Optional.empty();
    }
    boolean convention = !a.callee().versions().contains(SmcccVersion.PRE_SMCCC);
    if (convention && isUnusedByPsci(canonical)) {
      noFunction(a, Rule.RES_UNKNOWN, "is no function of PSCI");
      return Optional.empty();
    }
    if (convention) {
      a.holds(Rule.FID_OWNER);
    }
    return Optional.of(canonical);
  }

  private static Optional<Boolean> ignoresUpperHalf(Knowledge callee) {
    boolean all = callee.versions().stream().allMatch(UpperHalf.TAKES_NO_PART::get);
    boolean some = callee.versions().stream().anyMatch(UpperHalf.TAKES_NO_PART::get);
    return all == some ? Optional.of(all) : Optional.empty();
  }

  /** Whether the function was called all the same. */
  private static boolean takesNoPart(
      Answered a, Rule rule, FunctionId canonical, Optional<Boolean> demanded) {
    if (!a.isNotSupported() && !a.isUntouched()) {
      a.holds(rule);
      return true;
    }
    if (!a.callee().has(canonical)) {
      a.verdicts().unknown(rule, Unknown.FUNCTION_MAY_BE_MISSING);
    } else if (demanded.isEmpty()) {
      a.verdicts().unknown(rule, Unknown.CONVENTION_NOT_KNOWN);
    } else if (demanded.get()) {
      a.violated(
          rule,
          "the answer of function " + Answered.hex(canonical.value() & 0xffff_ffffL),
          (a.isUntouched() ? "no answer" : "-1, NOT_SUPPORTED")
              + " to the identifier "
              + Answered.hex(a.before().first()));
    } else {
      a.holds(rule);
    }
    return false;
  }

  /** A call whose immediate is not zero is none of the convention. */
  static void checkImmediate(Answered a) {
    if (!a.call().taken().conduit().equals(Optional.of(Conduit.SMC))) {
      return;
    }
    FunctionId id = a.id();
    boolean passedOn =
        a.forwarded().filter(inner -> inner.call().immediate().orElse(1) == 0).isPresent();
    boolean said =
        a.callee().word(id).filter(word -> word == (int) a.after().first()).isPresent()
            && !a.isNotSupported();
    if (passedOn || said) {
      a.violated(
          Rule.FID_ZERO_IMMEDIATE,
          "no function of the convention: the immediate is 0x" + Integer.toHexString(a.immediate()),
          passedOn
              ? "passed on with immediate 0, as function " + Answered.hex(id.value() & 0xffffffffL)
              : "the answer of function " + Answered.hex(id.value() & 0xffff_ffffL));
    } else if (a.isNotSupported() || a.isUntouched()) {
      a.holds(Rule.FID_ZERO_IMMEDIATE);
    } else {
      a.verdicts().unknown(Rule.FID_ZERO_IMMEDIATE, Unknown.WHOSE_ANSWER);
    }
  }
}
