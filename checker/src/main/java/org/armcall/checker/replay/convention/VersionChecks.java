// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.convention.UnknownFunction;
import org.armcall.model.function.FunctionId;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.PsciVersion;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;

/**
 * What came with a later version than the callee has: a function, which it answers NOT_SUPPORTED as
 * any that is not there (RES-UNKNOWN), or a code (RES-CODE).
 *
 * <p>DEN0022F.b section 6.9, table 17, has such a function "not applicable", and section 5.3.2 says
 * what is answered then; of SMCCC see {@link ArchitectureFunction}. The version is what the user
 * says or what the callee itself answered. Nothing is held against who hands calls on, for the
 * layer below may be newer; nor where two versions were told, for then it is not known whose the
 * function is.
 */
final class VersionChecks {
  private VersionChecks() {}

  /** The version of PSCI that the callee has, where that function is of a later one. */
  static Optional<PsciVersion> before(Answered a, PsciFunction function) {
    return a.callee()
        .psci()
        .filter(version -> !function.withdrawn() && isSteady(a))
        .filter(version -> !version.isAtLeast(function.since()))
        .filter(version -> !relays(a));
  }

  private static boolean isSteady(Answered a) {
    return a.callee().isSteady();
  }

  /** Who hands a call on answers with what the layer below has. */
  private static boolean relays(Answered a) {
    return a.forwarded().isPresent()
        || a.callee()
            .preset()
            .filter(preset -> preset.policy().unknownFunction() == UnknownFunction.FORWARDED)
            .isPresent();
  }

  /** The codes that a function may answer by the callee's version; by any where that is open. */
  static Set<PsciResult> codes(Answered a, PsciFunction function) {
    return version(a, function).map(function::results).orElse(function.results());
  }

  /** The version of PSCI that the function is held to, where it is known. */
  private static Optional<PsciVersion> version(Answered a, PsciFunction function) {
    return a.callee().psci().filter(version -> isSteady(a) && version.isAtLeast(function.since()));
  }

  /** In which version the callee has the function, in words; empty where that is not known. */
  static String in(Answered a, PsciFunction function) {
    return version(a, function).map(known -> " in PSCI " + known.text()).orElse("");
  }

  /** Which later version has that code of the function, in words; empty where none has. */
  static String laterCode(Answered a, PsciFunction function) {
    Optional<PsciVersion> known = version(a, function);
    Optional<PsciResult> code = a.result().psci();
    if (known.isEmpty() || code.isEmpty()) {
      return "";
    }
    return Arrays.stream(PsciVersion.values())
        .filter(later -> later.isAtLeast(known.get()))
        .filter(later -> function.results(later).contains(code.get()))
        .findFirst()
        .map(later -> ", " + code.get().name() + ", which came with PSCI " + later.text())
        .orElse("");
  }

  /** Whether the function of PSCI is later than the callee's version; that is held against it. */
  static boolean isTooNew(Answered a, PsciFunction function) {
    Optional<PsciVersion> has = before(a, function);
    if (has.isEmpty()) {
      unsteady(
          a, a.callee().psci().filter(version -> !version.isAtLeast(function.since())).isPresent());
      return false;
    }
    tooNew(
        a, "PSCI " + has.get().text(), function.functionName(), "PSCI " + function.since().text());
    return true;
  }

  /** The same of an Arm Architecture call. */
  static boolean isTooNew(Answered a, FunctionId id) {
    Optional<ArchitectureFunction> function = ArchitectureFunction.of(id);
    if (function.isEmpty() || !areBefore(a, function.get().since()) || relays(a)) {
      return false;
    }
    if (!isSteady(a)) {
      unsteady(a, true);
      return false;
    }
    tooNew(
        a,
        "SMCCC " + latest(a).text(),
        function.get().name(),
        "SMCCC " + function.get().since().text());
    return true;
  }

  /** Whether each version that the callee may have is one of the convention before that one. */
  private static boolean areBefore(Answered a, SmcccVersion since) {
    return a.callee().versions().stream()
        .noneMatch(version -> version == SmcccVersion.PRE_SMCCC || version.isAtLeast(since));
  }

  private static SmcccVersion latest(Answered a) {
    return a.callee().versions().stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  private static void unsteady(Answered a, boolean perhaps) {
    if (perhaps && !isSteady(a) && !a.isNotSupported()) {
      a.verdicts().unknown(Rule.RES_UNKNOWN, Unknown.TWO_VERSIONS);
    }
  }

  private static void tooNew(Answered a, String has, String function, String since) {
    if (a.isNotSupported()) {
      a.holds(Rule.RES_UNKNOWN);
      return;
    }
    String came = function + " came with " + since;
    Optional<Callee> preset = a.callee().preset();
    a.violated(
        Rule.RES_UNKNOWN,
        preset.isPresent()
            ? PresetChecks.differs(
                preset.get(), "has " + has + " and answers -1, NOT_SUPPORTED: " + came)
            : "-1, NOT_SUPPORTED: " + came + ", and the callee has " + has,
        a.isUntouched() ? a.after().name(0) + " as it was" : "the result " + a.shown());
  }

  /**
   * The code of the convention that the result is and that came with a later version than the
   * callee has. A workaround has no result, and what no document lists has codes of its own.
   */
  static Optional<SmcccResult> laterCode(Answered a, FunctionId id) {
    return ArchitectureFunction.of(id)
        .filter(function -> function.kind() != ArchitectureFunction.Kind.NOTHING)
        .flatMap(function -> a.result().smccc())
        .filter(code -> isSteady(a) && areBefore(a, code.since()));
  }

  /** The codes of the convention in the version that the callee has, in words. */
  static String codes(Answered a) {
    return "a code of SMCCC "
        + latest(a).text()
        + ": "
        + Arrays.stream(SmcccResult.values())
            .filter(code -> code.isIn(latest(a)))
            .map(code -> code.name() + " " + code.code())
            .collect(Collectors.joining(", "));
  }
}
