// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/**
 * The rules about the order of calls and answers. They are held against logs that show every
 * exception and return: elsewhere an answer out of order is one that was not seen.
 */
final class SequenceChecks {
  private final Verdicts verdicts;

  SequenceChecks(Verdicts verdicts) {
    this.verdicts = verdicts;
  }

  /** A call got its answer. */
  void answered(CallStack cpu, OpenCall call) {
    verdicts.holds(Rule.SEQ_CALLER);
    verdicts.holds(Rule.SEQ_ONE_ANSWER);
    if (cpu.innermost()
        .filter(outer -> outer.taken().to().equals(call.taken().from()))
        .isPresent()) {
      verdicts.holds(Rule.SEQ_NESTING);
    }
  }

  /**
   * A return, before it is paired.
   *
   * @param ran whether the processor was seen to run: else the call that is answered may have been
   *     made before the log, or in lines that are missing
   */
  void check(CallStack cpu, boolean ran, TraceEvent.Return back, Collection<CallStack> all) {
    Optional<OpenCall> again =
        cpu.justAnswered()
            .filter(call -> isAnswerTo(call, back) && call.taken().resume().isPresent());
    if (again.isPresent()) {
      verdicts.violated(
          Rule.SEQ_ONE_ANSWER,
          back,
          "one answer to each call",
          "the same call answered again, at " + Answered.hex(back.pc()),
          again.get().evidence(Optional.of(back)));
      return;
    }
    Optional<OpenCall> innermost = cpu.innermost();
    if (innermost.isPresent() && innermost.get().taken().to().equals(back.fromEl())) {
      otherLevel(innermost.get(), back);
      return;
    }
    if (innermost.isPresent() && isBelow(back.fromEl(), innermost.get().taken().to())) {
      outOfOrder(cpu, innermost.get(), back);
      return;
    }
    if (ran && innermost.isEmpty() && back.fromEl().equals(Optional.of(ExceptionLevel.EL3))) {
      otherProcessor(cpu, back, all);
    }
  }

  static boolean isAnswerTo(OpenCall call, TraceEvent.Return back) {
    return call.taken().to().equals(back.fromEl())
        && call.taken().from().equals(back.toEl())
        && CallStack.isBehind(call, back);
  }

  private static boolean isBelow(Optional<ExceptionLevel> level, Optional<ExceptionLevel> other) {
    return level.isPresent() && other.isPresent() && other.get().isAbove(level.get());
  }

  private void otherLevel(OpenCall call, TraceEvent.Return back) {
    boolean wrong =
        call.taken().resume().isPresent()
            && call.taken().resume().getAsLong() == back.pc()
            && !call.taken().from().equals(back.toEl());
    if (wrong) {
      verdicts.violated(
          Rule.SEQ_CALLER,
          back,
          "the answer to EL" + call.taken().from().map(ExceptionLevel::number).orElse(0),
          "an answer to EL" + back.toEl().map(ExceptionLevel::number).orElse(0),
          call.evidence(Optional.of(back)));
    }
  }

  /** The callee of an outer call answers it while its own call waits for an answer. */
  private void outOfOrder(CallStack cpu, OpenCall inner, TraceEvent.Return back) {
    for (OpenCall outer : cpu.all()) {
      if (outer != inner && outer.taken().resume().isPresent() && isAnswerTo(outer, back)) {
        List<org.armcall.traces.event.SourceLine> evidence = outer.evidence(Optional.empty());
        evidence.addAll(inner.evidence(Optional.of(back)));
        verdicts.violated(
            Rule.SEQ_NESTING,
            back,
            "the answer to the inner call first, of function "
                + inner.before().map(regs -> Answered.hex(regs.first())).orElse("not recorded"),
            "the answer to the outer call",
            evidence);
        return;
      }
    }
  }

  /** Firmware moves no caller to another processor. */
  private void otherProcessor(CallStack cpu, TraceEvent.Return back, Collection<CallStack> all) {
    for (CallStack other : all) {
      Optional<OpenCall> call =
          other == cpu ? Optional.empty() : other.innermost().filter(c -> isAnswerTo(c, back));
      if (call.isPresent() && call.get().taken().resume().isPresent()) {
        verdicts.violated(
            Rule.SEQ_CALLER,
            back,
            "the answer on the processor that called",
            "an answer on another",
            call.get().evidence(Optional.of(back)));
        return;
      }
    }
  }
}
