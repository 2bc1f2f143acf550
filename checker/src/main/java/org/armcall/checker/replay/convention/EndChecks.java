// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.Returning;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * SEQ-ENDS: a fast call returns, or is one of the functions that do not.
 *
 * <p>Of a log that shows every exception and return: a hypervisor whose one guest is resumed
 * elsewhere than behind its call, and not there later either, has not returned; nor has one that
 * turned the machine off or reset it meanwhile. Only functions whose own specification says that
 * they return are held to it. At most {@value #MOST} calls wait for the end of the log.
 */
final class EndChecks {
  static final int MOST = 1024;

  private static final int IMMEDIATE_WIDTH = 16;

  private record Left(CallStack cpu, OpenCall call, TraceEvent.Return to) {}

  private final Verdicts verdicts;
  private final List<Left> left = new ArrayList<>();

  EndChecks(Verdicts verdicts) {
    this.verdicts = verdicts;
  }

  /** A call was answered behind it. */
  void answered(OpenCall call, Knowledge callee) {
    if (hasToReturn(call, callee)) {
      verdicts.holds(Rule.SEQ_ENDS);
    }
  }

  /** The callee went back to the caller's level, but not behind the call. */
  void leftBehind(CallStack cpu, OpenCall call, Knowledge callee, TraceEvent.Return to) {
    boolean ofHypervisor = call.taken().to().filter(el -> el == ExceptionLevel.EL2).isPresent();
    if (!ofHypervisor || !hasToReturn(call, callee) || isNear(call, to)) {
      return;
    }
    if (left.size() == MOST) {
      verdicts.unknown(Rule.SEQ_ENDS, Unknown.ANSWER_NOT_SEEN);
    } else {
      left.add(new Left(cpu, call, to));
    }
  }

  /** An instruction off: RET-RESUME says so. */
  private static boolean isNear(OpenCall call, TraceEvent.Return to) {
    return call.taken().resume().isEmpty()
        || Math.abs(call.taken().resume().getAsLong() - to.pc()) <= 4;
  }

  /** Whoever returns there has the caller go on: an exception was injected before its answer. */
  void resumed(CallStack cpu, TraceEvent.Return back) {
    for (Iterator<Left> all = left.iterator(); all.hasNext(); ) {
      Left one = all.next();
      boolean there =
          one.cpu() == cpu
              && one.call().taken().from().equals(back.toEl())
              && CallStack.isBehind(one.call(), back);
      if (there) {
        all.remove();
        verdicts.holds(Rule.SEQ_ENDS);
      }
    }
  }

  /**
   * Whether the callee of one call ended the machine by another that serves it, instead of an
   * answer.
   */
  static boolean isEndedBy(OpenCall outer, OpenCall inner) {
    return outer.taken().to().equals(inner.taken().from()) && endsTheMachine(inner);
  }

  /** The log ends while one call serves another, and neither is answered. */
  void neverAnswered(OpenCall outer, OpenCall inner, Knowledge outerCallee) {
    if (isEndedBy(outer, inner) && hasToReturn(outer, outerCallee)) {
      List<SourceLine> evidence = new ArrayList<>(outer.evidence(Optional.empty()));
      evidence.addAll(inner.evidence(Optional.empty()));
      verdicts.violated(
          Rule.SEQ_ENDS,
          inner.taken().event(),
          "an answer to function " + function(outer),
          "the callee ends the machine with function " + function(inner),
          evidence);
    }
  }

  /** Lines are missing. */
  void forget() {
    left.clear();
  }

  /** Who was not seen to go on by then. */
  void endOfLog() {
    for (Left one : left) {
      verdicts.violated(
          Rule.SEQ_ENDS,
          one.to(),
          "an answer to function "
              + function(one.call())
              + ", at "
              + Answered.hex(one.call().taken().resume().orElseThrow()),
          "no answer: the caller goes on at " + Answered.hex(one.to().pc()) + " instead",
          one.call().evidence(Optional.of(one.to())));
    }
    left.clear();
  }

  private static String function(OpenCall call) {
    return Answered.hex(call.before().orElseThrow().first() & 0xffff_ffffL);
  }

  private static boolean endsTheMachine(OpenCall call) {
    return isPlain(call)
        && PsciFunction.of(new FunctionId((int) call.before().orElseThrow().first()))
            .filter(f -> f != PsciFunction.CPU_OFF)
            .filter(f -> !f.withdrawn() && f.returning() == Returning.NEVER_ON_SUCCESS)
            .isPresent();
  }

  private static boolean isPlain(OpenCall call) {
    return call.taken().immediate().orElse(1) == 0 && call.before().isPresent();
  }

  private static boolean hasToReturn(OpenCall call, Knowledge callee) {
    if (!isPlain(call) || callee.versions().contains(SmcccVersion.PRE_SMCCC)) {
      return false;
    }
    RegisterFile before = call.before().orElseThrow();
    FunctionId id = new FunctionId((int) before.first());
    return FunctionFacts.of(id).returns()
        && callee
            .preset()
            .map(preset -> preset.answers(plain(call, before)))
            .filter(a -> a instanceof Answer.Killed || a instanceof Answer.Undefined)
            .isEmpty();
  }

  private static ConventionCall plain(OpenCall call, RegisterFile before) {
    return new ConventionCall(
        call.taken().conduit().orElse(Conduit.SMC),
        new Immediate(0, IMMEDIATE_WIDTH),
        before.first(),
        before.state());
  }
}
