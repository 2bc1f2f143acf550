// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.psci.Presence;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.ResultKind;
import org.armcall.model.psci.Returning;
import org.armcall.model.rule.Rule;

/** The rules about result codes: which there may be, how they are extended, who says them. */
final class ResultChecks {
  /** What a layer says of itself is not what the layer below says of itself. */
  private static final Set<FunctionId> OF_ITSELF =
      Set.of(
          Knowledge.SMCCC_VERSION,
          new FunctionId(0x8000_0001),
          PsciFunction.PSCI_VERSION.id32(),
          PsciFunction.PSCI_FEATURES.id32());

  private static final int STATES = 3;

  private ResultChecks() {}

  /** A call of PSCI, once it is known that the callee has PSCI; false if the result is no code. */
  static boolean checkPsci(Answered a, PsciFunction function) {
    boolean signed = function.resultKind() == ResultKind.CODE || isState(function);
    if (signed && a.isNarrow()) {
      a.violated(
          Rule.RES_SIGN,
          "an error code sign-extended to " + a.width().bits() + " bits",
          a.after().name(0) + " " + Answered.hex(a.after().first()));
      return false;
    }
    long result = a.result().signed();
    if (result < 0) {
      a.holds(Rule.RES_SIGN);
    }
    if (function == PsciFunction.PSCI_VERSION) {
      return true;
    }
    if (function.returning() == Returning.NEVER_ON_SUCCESS && result == 0) {
      return true;
    }
    Optional<PsciResult> code = a.result().psci();
    boolean value =
        function.resultKind() == ResultKind.VALUE && (isState(function) ? isState(result) : true);
    boolean allowed =
        code.filter(c -> function.results().contains(c)).isPresent()
            || code.filter(c -> c == PsciResult.NOT_SUPPORTED).isPresent()
            || value && !a.result().isError();
    if (allowed) {
      a.holds(Rule.RES_CODE);
    } else {
      a.violated(
          Rule.RES_CODE,
          "of " + function.functionName() + " " + allowed(function),
          "the result " + a.shown());
    }
    return allowed;
  }

  private static boolean isState(PsciFunction function) {
    return function == PsciFunction.AFFINITY_INFO || function == PsciFunction.MIGRATE_INFO_TYPE;
  }

  private static boolean isState(long result) {
    return result >= 0 && result < STATES;
  }

  private static String allowed(PsciFunction function) {
    String codes =
        function.results().stream()
            .map(code -> code.name() + " " + code.code())
            .collect(Collectors.joining(", "));
    String value = isState(function) ? "0, 1, 2" : "a value";
    if (function.resultKind() == ResultKind.VALUE) {
      return codes.isEmpty() ? value : value + ", " + codes;
    }
    return codes.isEmpty() ? "no result: it does not return" : codes;
  }

  /** A call of the Arm Architecture range, whose codes are those of the convention. */
  static void checkArchitecture(Answered a, FunctionId id) {
    if (id.owner() != OwningEntity.ARM_ARCHITECTURE
        || a.callee().versions().contains(SmcccVersion.PRE_SMCCC)) {
      return;
    }
    if (a.isNarrow()) {
      a.violated(
          Rule.RES_SIGN,
          "an error code sign-extended to " + a.width().bits() + " bits",
          a.after().name(0) + " " + Answered.hex(a.after().first()));
      return;
    }
    long result = a.result().signed();
    boolean version = id.equals(Knowledge.SMCCC_VERSION);
    boolean allowed =
        result >= 0
            || version && result == SmcccResult.NOT_SUPPORTED.code()
            || !version && a.result().isError();
    if (allowed) {
      a.holds(Rule.RES_CODE);
    } else {
      a.violated(
          Rule.RES_CODE,
          version ? "a version with bit 31 zero, or -1, NOT_SUPPORTED" : "a code of the convention",
          "the result " + a.shown());
    }
  }

  /** A layer that passes a call on says what it was told (RES-SHIM). */
  static void checkShim(Answered a) {
    Optional<OpenCall.Inner> inner = a.forwarded();
    if (inner.isEmpty() || OF_ITSELF.contains(a.id())) {
      return;
    }
    long told =
        a.width().bits() == 32 ? (int) inner.get().after().first() : inner.get().after().first();
    long says = a.result().signed();
    if (told == says) {
      a.holds(Rule.RES_SHIM);
    } else {
      a.violated(
          Rule.RES_SHIM,
          "the result " + shown(told) + " of the layer that it asked",
          "the result " + a.shown());
    }
  }

  private static String shown(long value) {
    return value < 0 && value >= -64 ? Long.toString(value) : Answered.hex(value);
  }

  /** Whether an answer shows that the callee has the function (PSC-MANDATORY). */
  static void checkMandatory(Answered a, PsciFunction function) {
    if (a.callee().psci().isEmpty()) {
      return;
    }
    boolean mandatory =
        function.presence(a.callee().psci().get()) == Presence.MANDATORY
            && !function.results().contains(PsciResult.NOT_SUPPORTED);
    if (mandatory && a.isNotSupported()) {
      a.violated(
          Rule.PSC_MANDATORY,
          function.functionName() + ", mandatory in PSCI " + a.callee().psci().get().text(),
          "-1, NOT_SUPPORTED");
    } else if (mandatory) {
      a.holds(Rule.PSC_MANDATORY);
    }
  }

  /** The checks that need to know the callee's PSCI have no answer. */
  static void psciNotKnown(Answered a) {
    a.verdicts().unknown(Rule.RES_CODE, Unknown.PSCI_NOT_KNOWN);
  }
}
