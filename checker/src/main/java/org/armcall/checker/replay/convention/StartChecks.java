// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * The starts that CPU_ON asked for, held against the first return of a processor that did not run
 * (PSC-CPU-ON). At most {@value #MOST} wait.
 */
final class StartChecks {
  static final int MOST = 1024;

  private record Waiting(
      Optional<ExceptionLevel> callee,
      Optional<ExceptionLevel> caller,
      long entry,
      long context,
      List<SourceLine> evidence) {}

  private final List<Waiting> waiting = new ArrayList<>();
  private final Verdicts verdicts;

  StartChecks(Verdicts verdicts) {
    this.verdicts = verdicts;
  }

  /** CPU_ON was answered with SUCCESS. */
  void accepted(Answered a) {
    if (!a.before().has(2) || !a.before().has(3) || waiting.size() == MOST) {
      verdicts.unknown(Rule.PSC_CPU_ON, Unknown.REGISTERS_NOT_RECORDED);
      return;
    }
    long mask = a.width() == CallWidth.CALL64 ? -1 : 0xffff_ffffL;
    waiting.add(
        new Waiting(
            a.call().taken().to(),
            a.call().taken().from(),
            a.before().value(2) & mask,
            a.before().value(3) & mask,
            a.call().evidence(Optional.of(a.by()))));
  }

  /** A processor that did not run runs now. */
  void started(TraceEvent.Return at) {
    List<Waiting> possible = new ArrayList<>();
    for (Waiting start : waiting) {
      if (start.callee().equals(at.fromEl()) && start.caller().equals(at.toEl())) {
        possible.add(start);
      }
    }
    if (possible.isEmpty()) {
      return;
    }
    for (Waiting start : possible) {
      if (isAsAsked(start, at)) {
        waiting.remove(start);
        if (at.regs().isEmpty()) {
          verdicts.unknown(Rule.PSC_CPU_ON, Unknown.REGISTERS_NOT_RECORDED);
        } else {
          verdicts.holds(Rule.PSC_CPU_ON);
        }
        return;
      }
    }
    Waiting start = possible.get(0);
    waiting.remove(start);
    List<SourceLine> evidence = new ArrayList<>(start.evidence());
    evidence.addAll(at.source());
    verdicts.violated(
        Rule.PSC_CPU_ON,
        at,
        "the start at "
            + Answered.hex(start.entry())
            + " with context "
            + Answered.hex(start.context()),
        "a start at "
            + Answered.hex(at.pc())
            + RegisterFile.of(at.regs())
                .map(regs -> " with " + regs.name(0) + " " + Answered.hex(regs.first()))
                .orElse(""),
        evidence);
  }

  private static boolean isAsAsked(Waiting start, TraceEvent.Return at) {
    Optional<RegisterFile> registers = RegisterFile.of(at.regs());
    boolean narrow =
        registers.filter(r -> r.state() == ExecutionState.AARCH32).isPresent()
            || at.toState().equals(Optional.of(ExecutionState.AARCH32));
    // Bit 0 of an AArch32 entry point asks for T32.
    long entry = narrow ? start.entry() & 0xffff_fffeL : start.entry();
    return at.pc() == entry && registers.filter(r -> !sameContext(r, start.context())).isEmpty();
  }

  private static boolean sameContext(RegisterFile registers, long context) {
    return registers.state() == ExecutionState.AARCH32
        ? (int) registers.first() == (int) context
        : registers.first() == context;
  }

  /** Lines are missing. */
  void forget() {
    waiting.clear();
  }

  /** Who was not seen to start by then. */
  void endOfLog() {
    waiting.forEach(start -> verdicts.unknown(Rule.PSC_CPU_ON, Unknown.ANSWER_NOT_SEEN));
    waiting.clear();
  }
}
