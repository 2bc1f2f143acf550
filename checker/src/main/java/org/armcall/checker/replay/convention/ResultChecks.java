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

/**
 * The rules about result codes: which there may be, how they are extended, who says them.
 *
 * <p>What a section of DEN0022F.b leaves open is not held against a callee: the statistics use all
 * bits (5.22.3), MIGRATE_INFO_UP_CPU is UNDEFINED without a Trusted OS of one processor (5.1.8), a
 * vendor's SYSTEM_RESET2 has codes of its own (5.13.5), and SYSTEM_SUSPEND does not return when it
 * succeeds (5.1.19) but is equivalent to CPU_SUSPEND (5.20), which may.
 */
final class ResultChecks {
  /** What a layer says of itself is not what the layer below says of itself. */
  private static final Set<FunctionId> OF_ITSELF =
      Set.of(
          Knowledge.SMCCC_VERSION,
          new FunctionId(0x8000_0001),
          PsciFunction.PSCI_VERSION.id32(),
          PsciFunction.PSCI_FEATURES.id32());

  /** Whose functions no hypervisor has of its own. */
  private static final Set<OwningEntity> ELSEWHERE =
      Set.of(OwningEntity.VENDOR_EL3, OwningEntity.TRUSTED_APPLICATION, OwningEntity.TRUSTED_OS);

  private static final int STATES = 3;

  private ResultChecks() {}

  /** A call of PSCI, once it is known that the callee has PSCI; false if the result is no code. */
  static boolean checkPsci(Answered a, PsciFunction function) {
    if (isCode(function) && a.isNarrow()) {
      a.violated(
          Rule.RES_SIGN,
          "an error code sign-extended to " + a.width().bits() + " bits",
          a.after().name(0) + " " + Answered.hex(a.after().first()));
      return false;
    }
    long result = a.result().signed();
    boolean counter = function.resultKind() == ResultKind.COUNTER;
    if (result < 0 && !counter) {
      a.holds(Rule.RES_SIGN);
    }
    if (function == PsciFunction.PSCI_VERSION) {
      return true;
    }
    if (VersionChecks.isTooNew(a, function)) {
      return counter
          || function.returning() == Returning.NEVER_ON_SUCCESS && result == 0
          || isAllowed(a, function)
          || leftOpen(a, function).isPresent();
    }
    if (counter) {
      a.holds(Rule.RES_CODE);
      return true;
    }
    if (function.returning() == Returning.NEVER_ON_SUCCESS && result == 0) {
      return true;
    }
    if (isAllowed(a, function)) {
      a.holds(Rule.RES_CODE);
      return true;
    }
    Optional<Unknown> open = leftOpen(a, function);
    if (open.isPresent()) {
      a.verdicts().unknown(Rule.RES_CODE, open.get());
    } else {
      a.violated(
          Rule.RES_CODE,
          "of "
              + function.functionName()
              + VersionChecks.in(a, function)
              + " "
              + allowed(a, function),
          "the result " + a.shown() + VersionChecks.laterCode(a, function));
      return false;
    }
    return true;
  }

  /** Whether what it answers is a code, so that a narrow one is a mistake. */
  static boolean isCode(PsciFunction function) {
    return function.resultKind() == ResultKind.CODE || isState(function);
  }

  /** By the version that the callee has; by any from 0.2 on where it is not known. */
  private static boolean isAllowed(Answered a, PsciFunction function) {
    long result = a.result().signed();
    Optional<PsciResult> code = a.result().psci();
    if (code.isPresent() && VersionChecks.codes(a, function).contains(code.get())) {
      return true;
    }
    boolean value =
        function.resultKind() == ResultKind.VALUE && (!isState(function) || isState(result));
    boolean vendors =
        function == PsciFunction.SYSTEM_RESET2
            && a.before().has(1)
            && (int) a.before().value(1) < 0
            && PsciResult.isOfVendorReset(result);
    return code.filter(c -> c == PsciResult.NOT_SUPPORTED).isPresent()
        || value && !a.result().isError()
        || vendors;
  }

  /** Why nothing is held against a result that is none of the function's codes. */
  private static Optional<Unknown> leftOpen(Answered a, PsciFunction function) {
    boolean open =
        function == PsciFunction.SYSTEM_SUSPEND && a.result().signed() == 0
            || function == PsciFunction.MIGRATE_INFO_UP_CPU;
    if (open) {
      return Optional.of(Unknown.NO_RULE_FOR_RESULT);
    }
    boolean unseen = function == PsciFunction.SYSTEM_RESET2 && !a.before().has(1);
    return unseen && PsciResult.isOfVendorReset(a.result().signed())
        ? Optional.of(Unknown.RESET_TYPE_NOT_RECORDED)
        : Optional.empty();
  }

  private static boolean isState(PsciFunction function) {
    return function == PsciFunction.AFFINITY_INFO || function == PsciFunction.MIGRATE_INFO_TYPE;
  }

  private static boolean isState(long result) {
    return result >= 0 && result < STATES;
  }

  private static String allowed(Answered a, PsciFunction function) {
    String codes =
        VersionChecks.codes(a, function).stream()
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
    if (VersionChecks.isTooNew(a, id)) {
      return;
    }
    Optional<SmcccResult> later = VersionChecks.laterCode(a, id);
    if (later.isPresent()) {
      a.violated(
          Rule.RES_CODE,
          VersionChecks.codes(a),
          "the result "
              + a.shown()
              + ", "
              + later.get().name()
              + ", which came with SMCCC "
              + later.get().since().text());
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
      askedForAnother(a);
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

  /**
   * Who hands on the answer of another's function has asked for that function: the one call that
   * was made below is of the same owner, that owner is neither layer's own, and the answer is its.
   */
  private static void askedForAnother(Answered a) {
    Optional<OpenCall.Inner> inner = a.call().onlyInner();
    if (inner.isEmpty()
        || !ELSEWHERE.contains(a.id().owner())
        || inner.get().call().immediate().orElse(1) != 0) {
      return;
    }
    FunctionId asked = new FunctionId((int) inner.get().before().first());
    boolean handedOn = (int) inner.get().after().first() == (int) a.after().first();
    boolean sameKind = asked.isFast() && a.id().isFast() && asked.owner() == a.id().owner();
    if (sameKind
        && handedOn
        && !asked.withoutSveHint().equals(a.id().withoutSveHint())
        && asked.number() != a.id().number()) {
      a.violated(
          Rule.RES_SHIM,
          "the answer of function " + Answered.hex(a.id().value() & 0xffff_ffffL),
          "the answer of function " + Answered.hex(asked.value() & 0xffff_ffffL));
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

  /**
   * The checks that need to know the callee's PSCI have no answer; but who has a 64-bit function of
   * PSCI has 0.2 or later, and so PSCI_VERSION. (0.1 has numbers of 32-bit calls, whichever a
   * device tree gives.)
   */
  static void psciNotKnown(Answered a) {
    FunctionId version = PsciFunction.PSCI_VERSION.id32();
    boolean refused = a.callee().did(version).filter(there -> !there).isPresent();
    boolean answered = a.id().is64Bit() && !a.isNotSupported() && !a.isUntouched();
    if (refused && answered && a.result().psci().isPresent()) {
      a.violated(
          Rule.PSC_MANDATORY,
          "PSCI_VERSION, mandatory wherever there is function "
              + Answered.hex(a.id().value() & 0xffff_ffffL),
          "-1, NOT_SUPPORTED, before");
      return;
    }
    a.verdicts().unknown(Rule.RES_CODE, Unknown.PSCI_NOT_KNOWN);
  }
}
