// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.List;
import java.util.Optional;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.Returning;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/** Holds one call and its answer against the rules of identifiers, registers, results and PSCI. */
final class AnswerChecks {
  private final Verdicts verdicts;
  private final StartChecks starts;
  private final RegisterChecks registers = new RegisterChecks();
  private boolean severalGuests = true;

  AnswerChecks(Verdicts verdicts, StartChecks starts) {
    this.verdicts = verdicts;
    this.starts = starts;
  }

  /** A level has one guest at most. */
  void oneGuest() {
    severalGuests = false;
  }

  void forget() {
    registers.forget();
  }

  /** A call was answered where it was made. */
  void answered(
      OpenCall call,
      TraceEvent.Return by,
      Optional<RegisterFile> after,
      Knowledge callee,
      Object caller) {
    if (call.taken().immediate().isEmpty()) {
      callee.threads().forget();
      verdicts.unknown(Rule.FID_ZERO_IMMEDIATE, Unknown.IMMEDIATE_NOT_LOGGED);
      return;
    }
    if (call.before().isEmpty() || after.isEmpty()) {
      callee.threads().forget();
      if (!answeredUnseen(List.of(call), by, callee)) {
        notRecorded(call, callee);
      }
      return;
    }
    registers.saw(caller, call.before().get());
    registers.saw(caller, after.get());
    Answered a =
        new Answered(call, call.before().get(), after.get(), by, callee, verdicts, !severalGuests);
    if (a.before().state() != a.after().state() || severalGuests && isAnother(a)) {
      callee.threads().forget();
      verdicts.unknown(Rule.REG_PRESERVED, Unknown.ANOTHER_CALLER);
      return;
    }
    boolean smc = call.taken().conduit().equals(Optional.of(Conduit.SMC));
    if (a.immediate() == 0 && EntryPoint.isResumedAt(a.before(), by, a.after())) {
      callee.threads().forget();
      verdicts.unknown(Rule.RES_CODE, Unknown.ANSWER_OR_START);
      return;
    }
    callee.preset().ifPresent(preset -> CareChecks.movedOn(a, preset));
    if (a.immediate() != 0) {
      if (callee.preset().isPresent()) {
        PresetChecks.check(a, callee.preset().get());
      } else if (smc) {
        IdentifierChecks.checkImmediate(a);
      }
      return;
    }
    YieldingChecks.check(a, !severalGuests);
    Optional<FunctionId> function =
        callee.preset().isPresent()
            ? PresetChecks.check(a, callee.preset().get())
            : IdentifierChecks.check(a);
    Optional<PsciFunction> psci = function.flatMap(id -> FunctionFacts.of(id).psci());
    boolean known = callee.psci().isPresent() || PsciFunction.PSCI_VERSION == psci.orElse(null);
    boolean noMoreResults =
        psci.isPresent() && known
            || a.isNotSupported()
                && a.id().isFast()
                && !callee.versions().contains(SmcccVersion.PRE_SMCCC);
    if (a.isBeforeTheConvention()) {
      verdicts.unknown(Rule.REG_PRESERVED, Unknown.BEFORE_THE_CONVENTION);
    } else {
      registers.check(a, caller, noMoreResults);
      callee.preset().ifPresent(preset -> CareChecks.scratch(a, preset, noMoreResults));
      ResultChecks.checkShim(a);
    }
    function.ifPresent(id -> function(a, id, psci, known));
  }

  /** The callee of a trapped call that failed its condition went back behind it. */
  void failed(OpenCall call, TraceEvent.Return by, Knowledge callee) {
    Optional<RegisterFile> after = RegisterFile.of(by.regs());
    if (callee.preset().isEmpty() || call.before().isEmpty() || after.isEmpty()) {
      return;
    }
    Answered a =
        new Answered(call, call.before().get(), after.get(), by, callee, verdicts, !severalGuests);
    if (a.before().state() == a.after().state() && !(severalGuests && isAnother(a))) {
      CareChecks.failed(a, callee.preset().get());
    }
  }

  /** Whether one of these calls was answered against the preset, whatever the registers held. */
  boolean answeredUnseen(List<OpenCall> calls, TraceEvent.Return by, Knowledge callee) {
    return callee.preset().isPresent() && UnseenChecks.check(calls, by, callee, verdicts);
  }

  /** Of those registers that everybody preserves most are others: it is another caller. */
  private static boolean isAnother(Answered a) {
    int same = 0;
    int other = 0;
    int first = a.before().state() == ExecutionState.AARCH64 ? 19 : 4;
    for (int i = first; i <= a.before().last(); i++) {
      if (a.before().has(i) && a.after().has(i)) {
        boolean equal = a.before().value(i) == a.after().value(i);
        same += equal ? 1 : 0;
        other += equal ? 0 : 1;
      }
    }
    return other > same;
  }

  private void function(Answered a, FunctionId id, Optional<PsciFunction> psci, boolean psciKnown) {
    if (psci.isPresent() && psciKnown) {
      PsciFunction function = psci.get();
      if (ResultChecks.checkPsci(a, function)) {
        PsciChecks.check(a, id, function, severalGuests);
      }
      registers.checkUpperHalves(a, function);
      if (function == PsciFunction.CPU_ON && a.result().signed() == 0) {
        starts.accepted(a);
      }
      return;
    }
    if (psci.isPresent()) {
      ResultChecks.psciNotKnown(a);
      return;
    }
    ResultChecks.checkArchitecture(a, id);
    if (id.owner() == OwningEntity.ARM_ARCHITECTURE) {
      PsciChecks.asSaid(a, id, () -> "function " + Answered.hex(id.value() & 0xffff_ffffL));
    } else if (!a.isNotSupported()) {
      a.callee().did(id, true);
    }
    if (id.equals(YieldingChecks.UID) && (int) a.after().first() == YieldingChecks.OPTEE) {
      a.callee().saysThatItIsOptee();
    }
    if (id.equals(Knowledge.SMCCC_VERSION)) {
      PsciChecks.smcccVersion(a);
    }
  }

  private void notRecorded(OpenCall call, Knowledge callee) {
    boolean smc = call.taken().conduit().equals(Optional.of(Conduit.SMC));
    if (call.taken().immediate().orElse(0) != 0) {
      if (smc || callee.preset().isPresent()) {
        verdicts.unknown(Rule.FID_ZERO_IMMEDIATE, Unknown.REGISTERS_NOT_RECORDED);
      }
      return;
    }
    verdicts.unknown(Rule.FID_OWNER, Unknown.REGISTERS_NOT_RECORDED);
    verdicts.unknown(Rule.REG_PRESERVED, Unknown.REGISTERS_NOT_RECORDED);
    verdicts.unknown(Rule.RES_CODE, Unknown.REGISTERS_NOT_RECORDED);
    verdicts.unknown(Rule.PSC_FEATURES, Unknown.REGISTERS_NOT_RECORDED);
  }

  /**
   * A call was not answered where it was made.
   *
   * @param elsewhere the return of its handler to the caller's level, to another address
   */
  void unanswered(OpenCall call, Knowledge callee, Optional<TraceEvent.Return> elsewhere) {
    if (call.wasJudged()) {
      return;
    }
    if (call.taken().immediate().isEmpty()) {
      verdicts.unknown(Rule.FID_ZERO_IMMEDIATE, Unknown.IMMEDIATE_NOT_LOGGED);
      return;
    }
    if (call.before().isEmpty()) {
      notRecorded(call, callee);
      return;
    }
    preset(call, callee, elsewhere);
  }

  private void preset(OpenCall call, Knowledge callee, Optional<TraceEvent.Return> elsewhere) {
    if (callee.preset().isPresent()) {
      Answered made = asMade(call, callee, elsewhere);
      boolean undefined =
          !severalGuests
              && made.before().state() == ExecutionState.AARCH64
              && elsewhere.filter(AnswerChecks::isAtVector).isPresent();
      PresetChecks.notAnswered(made, callee.preset().get(), elsewhere.isPresent(), undefined);
    }
  }

  /** Of a call without an answer nothing is asked but what it was. */
  private Answered asMade(OpenCall call, Knowledge callee, Optional<TraceEvent.Return> elsewhere) {
    RegisterFile before = call.before().orElseThrow();
    TraceEvent.Return none =
        new TraceEvent.Return(
            call.taken().event().cpu(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            java.util.Map.of());
    return new Answered(
        call, before, before, elsewhere.orElse(none), callee, verdicts, !severalGuests);
  }

  /** The callee of one call ended the machine by another that serves it. */
  void stopped(OpenCall outer, OpenCall inner, Knowledge callee) {
    if (callee.preset().isPresent()
        && outer.taken().immediate().isPresent()
        && outer.before().isPresent()
        && PresetChecks.stopped(
            asMade(outer, callee, Optional.empty()), inner, callee.preset().get())) {
      outer.isJudged();
    }
  }

  /**
   * Whether EL1 goes on where it is told of UNDEFINED: VBAR_EL1 has 2048 bytes, and 0x200 is of
   * synchronous exceptions from EL1 itself with its own stack pointer.
   */
  private static boolean isAtVector(TraceEvent.Return back) {
    return back.toEl().filter(el -> el == ExceptionLevel.EL1).isPresent()
        && (back.pc() & 0x7ff) == 0x200;
  }

  /** The log ends before an answer. */
  void neverAnswered(OpenCall call, Knowledge callee) {
    boolean plain = call.taken().immediate().orElse(1) == 0 && call.before().isPresent();
    Optional<PsciFunction> function =
        plain && callee.psci().isPresent()
            ? PsciFunction.of(new FunctionId((int) call.before().get().first()))
            : Optional.empty();
    if (function.filter(f -> f.returning() == Returning.NEVER_ON_SUCCESS).isPresent()) {
      verdicts.holds(Rule.PSC_NO_RETURN);
      return;
    }
    unanswered(call, callee, Optional.empty());
  }
}
