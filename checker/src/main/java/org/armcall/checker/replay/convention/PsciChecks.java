// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciVersion;
import org.armcall.model.psci.ResultKind;
import org.armcall.model.psci.Returning;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;

/** The rules of PSCI that one answer can break, and what an answer tells of the callee. */
final class PsciChecks {
  private PsciChecks() {}

  /**
   * Checks a call of that function; the callee is known to have PSCI, or this is how it says so.
   */
  static void check(Answered a, FunctionId id, PsciFunction function, boolean severalGuests) {
    if (function == PsciFunction.PSCI_VERSION) {
      version(a, severalGuests);
      return;
    }
    if (VersionChecks.before(a, function).isEmpty()
        && function.returning() == Returning.NEVER_ON_SUCCESS
        && a.result().signed() == 0) {
      a.violated(
          Rule.PSC_NO_RETURN,
          function.functionName() + " does not return when it succeeds",
          "it returned 0, SUCCESS");
    }
    ResultChecks.checkMandatory(a, function);
    if (function == PsciFunction.PSCI_FEATURES && !a.isNotSupported()) {
      a.callee().did(id, true);
    }
    if (function == PsciFunction.PSCI_FEATURES) {
      features(a);
    } else if (tellsNothing(a, function)) {
      a.callee()
          .said(id)
          .ifPresent(said -> a.verdicts().unknown(Rule.PSC_FEATURES, Unknown.NO_RULE_FOR_RESULT));
    } else {
      asSaid(a, id, function::functionName);
    }
  }

  private static void version(Answered a, boolean severalGuests) {
    int word = (int) a.after().first();
    FunctionId id = PsciFunction.PSCI_VERSION.id32();
    if (a.isNotSupported()) {
      a.callee().did(id, false);
      ResultChecks.checkMandatory(a, PsciFunction.PSCI_VERSION);
      return;
    }
    if (word < 0) {
      a.violated(Rule.PSC_VERSION, "major and minor, bit 31 zero", "the result " + a.shown());
      return;
    }
    Optional<Integer> before = a.callee().word(id);
    if (before.isPresent() && before.get() != word) {
      // DEN0022F.b section 5.3: the current version; that it stays the same is not said.
      a.callee().toldTwoVersions();
      a.verdicts()
          .unknown(
              Rule.PSC_VERSION,
              severalGuests ? Unknown.PERHAPS_ANOTHER_GUEST : Unknown.VERSION_CHANGED);
      return;
    }
    a.callee().word(id, word);
    a.callee().did(id, true);
    Optional<PsciVersion> version = PsciVersion.ofWord(word);
    Optional<Callee> preset = a.callee().preset();
    Optional<PsciVersion> expected = preset.map(Callee::psci);
    if (expected.isPresent() && !expected.equals(version)) {
      a.violated(
          Rule.PSC_VERSION,
          PresetChecks.differs(preset.get(), "answers PSCI " + expected.get().text()),
          "trace shows " + version.map(v -> "PSCI " + v.text()).orElse(Answered.hex(word)));
      return;
    }
    a.holds(Rule.PSC_VERSION);
    version.ifPresent(a.callee()::offers);
  }

  /** PSCI_FEATURES against what is known of the function that it was asked for. */
  private static void features(Answered a) {
    if (!a.before().has(1)) {
      a.verdicts().unknown(Rule.PSC_FEATURES, Unknown.REGISTERS_NOT_RECORDED);
      return;
    }
    FunctionId asked = new FunctionId((int) a.before().value(1));
    boolean there = !a.isNotSupported();
    String name =
        PsciFunction.of(asked)
            .map(PsciFunction::functionName)
            .orElse(Answered.hex(asked.value() & 0xffff_ffffL));
    Optional<PsciFunction> function = PsciFunction.of(asked);
    boolean mandatory = function.filter(a.callee()::isMandatory).isPresent();
    Optional<Boolean> did = a.callee().did(asked);
    if (asked.is64Bit() && a.before().state() == ExecutionState.AARCH32 && !there) {
      a.verdicts().unknown(Rule.PSC_FEATURES, Unknown.ASKED_FROM_AARCH32);
      return;
    }
    Optional<PsciVersion> before = function.flatMap(f -> VersionChecks.before(a, f));
    if (before.isPresent() && there) {
      a.violated(
          Rule.PSC_FEATURES,
          "-1: "
              + name
              + " came with PSCI "
              + function.get().since().text()
              + ", and the callee has PSCI "
              + before.get().text(),
          "the result " + a.shown());
    } else if (IdentifierChecks.isUnusedByPsci(asked) && there) {
      a.violated(Rule.PSC_FEATURES, "-1: PSCI has no function " + name, "the result " + a.shown());
    } else if (mandatory && !there) {
      a.violated(
          Rule.PSC_MANDATORY,
          name + ", mandatory in PSCI " + a.callee().psci().orElseThrow().text(),
          "PSCI_FEATURES says -1, NOT_SUPPORTED");
    } else if (did.isPresent() && did.get() != there) {
      a.violated(
          Rule.PSC_FEATURES,
          name
              + (did.get() ? " is there: it was answered" : " is not there: it said NOT_SUPPORTED"),
          "PSCI_FEATURES says " + a.shown());
    } else if (did.isPresent() || mandatory) {
      a.holds(Rule.PSC_FEATURES);
    } else {
      a.verdicts().unknown(Rule.PSC_FEATURES, Unknown.FUNCTION_NOT_CALLED);
    }
    a.callee().said(asked, there);
    if (asked.equals(Knowledge.SMCCC_VERSION) && !there) {
      a.callee().narrow(EnumSet.of(SmcccVersion.V1_0));
    }
  }

  /**
   * Whether that answer says nothing of whether the function is there: -1 may be a number of the
   * statistics (DEN0022F.b section 5.22.3), and any answer is one of MIGRATE_INFO_UP_CPU, which is
   * UNDEFINED without a Trusted OS of one processor (5.1.8).
   */
  private static boolean tellsNothing(Answered a, PsciFunction function) {
    return function == PsciFunction.MIGRATE_INFO_UP_CPU
        || function.resultKind() == ResultKind.COUNTER && a.isNotSupported();
  }

  /** A function against what PSCI_FEATURES said of it. */
  static void asSaid(Answered a, FunctionId id, Supplier<String> name) {
    boolean there = !a.isNotSupported();
    Optional<Boolean> said = a.callee().said(id);
    a.callee().did(id, there);
    if (said.isEmpty()) {
      return;
    }
    if (said.get() == there) {
      a.holds(Rule.PSC_FEATURES);
    } else {
      a.violated(
          Rule.PSC_FEATURES,
          name.get()
              + (said.get() ? ", which PSCI_FEATURES has" : " to say -1, as PSCI_FEATURES does"),
          "the result " + a.shown());
    }
  }

  /** SMCCC_VERSION tells the version, or by NOT_SUPPORTED that it is an old one. */
  static void smcccVersion(Answered a) {
    int word = (int) a.after().first();
    Optional<SmcccVersion> version = SmcccVersion.ofWord(word);
    Optional<Callee> preset = a.callee().preset();
    if (preset.isPresent() && differs(preset.get().policy().version(), word, version)) {
      SmcccVersion has = preset.get().policy().version();
      a.violated(
          Rule.RES_CODE,
          PresetChecks.differs(
              preset.get(),
              (has == SmcccVersion.V1_0 ? "has" : "answers") + " SMCCC " + has.text()),
          "trace shows " + version.map(v -> "SMCCC " + v.text()).orElse("the result " + a.shown()));
    }
    if (a.isNotSupported()) {
      a.callee().narrow(EnumSet.of(SmcccVersion.PRE_SMCCC, SmcccVersion.V1_0));
    } else {
      if (a.callee().word(Knowledge.SMCCC_VERSION).filter(before -> before != word).isPresent()) {
        a.callee().toldTwoVersions();
      }
      a.callee().word(Knowledge.SMCCC_VERSION, word);
      version.ifPresent(v -> a.callee().narrow(EnumSet.of(v)));
    }
  }

  /**
   * Whether a callee of that version answers so: 1.0 has no such function, and may have said so.
   */
  private static boolean differs(SmcccVersion preset, int word, Optional<SmcccVersion> version) {
    return (preset.isAtLeast(SmcccVersion.V1_1) || preset == SmcccVersion.V1_0 && word >= 0)
        && !version.equals(Optional.of(preset));
  }
}
