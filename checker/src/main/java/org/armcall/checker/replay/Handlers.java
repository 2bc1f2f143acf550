// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.armcall.checker.replay.convention.ByProcessor;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/**
 * Follows what the handlers of a trace do: which call each exception is of, what is read and
 * decided, and where it returns.
 *
 * <p>Where lines are missing everything is forgotten: a decision would else be held against another
 * call than its own.
 */
final class Handlers {
  private static final int DEEPEST = 64;

  /** What one processor is doing. */
  private static final class Doing {
    private final Deque<Handling> open = new ArrayDeque<>();
    private Optional<TraceEvent.Call> call = Optional.empty();
    private Optional<TraceEvent.Skipped> skipped = Optional.empty();
  }

  private final Tally tally;
  private final EncodingChecks encodings;
  private final DecisionChecks decisions;
  private final ConditionChecks conditions;
  private final EmulationChecks emulations;
  private final ByProcessor<Doing> processors = new ByProcessor<>(cpu -> new Doing());
  private boolean seesReliance;

  Handlers(Tally tally) {
    this.tally = tally;
    encodings = new EncodingChecks(tally);
    decisions = new DecisionChecks(tally);
    conditions = new ConditionChecks(tally);
    emulations = new EmulationChecks(tally);
  }

  /** Whether the recorder reports every reliance on bits that may not be relied on. */
  void recorderSeesReliance(boolean sees) {
    seesReliance = sees;
  }

  private Doing doing(TraceEvent event) {
    return processors.of(event.cpu());
  }

  /** Lines are missing: nothing that was known can be relied on. */
  void forget() {
    processors.clear();
  }

  void called(TraceEvent.Call call) {
    Doing doing = doing(call);
    doing.call = encodings.check(call);
    doing.skipped = Optional.empty();
  }

  /** The call that the next exception of the processor is of, taken away. */
  Optional<TraceEvent.Call> takeCall(TraceEvent.Entry entry) {
    Doing doing = doing(entry);
    Optional<TraceEvent.Call> call = doing.call;
    doing.call = Optional.empty();
    doing.skipped = Optional.empty();
    return call;
  }

  /** The machine answered the call itself: the next exception is of another. */
  void answered(TraceEvent.Handled handled) {
    Doing doing = doing(handled);
    doing.call = Optional.empty();
    doing.skipped = Optional.empty();
  }

  void entered(Observed entry) {
    Doing doing = doing(entry.event());
    doing.open.push(new Handling(entry));
    if (doing.open.size() > DEEPEST) {
      doing.open.removeLast();
    }
  }

  void undefined(TraceEvent.Undefined undefined) {
    encodings.check(undefined);
  }

  void skipped(TraceEvent.Skipped skipped) {
    encodings.check(skipped);
    Doing doing = doing(skipped);
    doing.call = Optional.empty();
    doing.skipped = Optional.of(skipped);
  }

  void read(TraceEvent.Fetch fetch) {
    Optional<Handling> handling = Optional.ofNullable(doing(fetch).open.peek());
    handling.ifPresent(
        h -> {
          h.read(fetch);
          CodeChecks.straddle(h, fetch)
              .ifPresent(
                  answer -> tally.record(Rule.IMM_PAGE_STRADDLE, fetch, answer, h.evidence(fetch)));
        });
  }

  void relied(TraceEvent.Reliance reliance) {
    Optional<Handling> handling = Optional.ofNullable(doing(reliance).open.peek());
    if (handling.isEmpty()) {
      tally.record(
          Rule.IMM_RELIANCE,
          reliance,
          Answer.unknown(Unknown.RELIANCE_ELSEWHERE),
          reliance.source());
      return;
    }
    handling.get().relied();
    tally.record(
        Rule.IMM_RELIANCE,
        reliance,
        Answer.violated(
            "no reserved and no UNKNOWN bit in what a handler goes by",
            reliance.what()
                + " depends on bits 0x"
                + Long.toHexString(reliance.bits())
                + (reliance.origin().isEmpty() ? "" : ": " + String.join(", ", reliance.origin()))),
        handling.get().evidence(reliance));
  }

  void decided(TraceEvent.Decision decision) {
    Doing doing = doing(decision);
    if (doing.skipped.isPresent()) {
      conditions.checkSkipped(doing.skipped.get(), decision);
      return;
    }
    Handling handling = doing.open.peek();
    if (handling == null || handling.entry().call().isEmpty()) {
      tally.record(
          Rule.IMM_EXECUTED_ONLY,
          decision,
          Answer.unknown(Unknown.CALL_NOT_RECORDED),
          decision.source());
      return;
    }
    decisions.check(handling, decision, seesReliance);
    handling.decided(decision);
  }

  /** A handler returns: those that are nested in it have returned unseen. */
  void returned(TraceEvent.Return back) {
    Deque<Handling> open = doing(back).open;
    boolean there = back.fromEl().isEmpty() || isOpen(open, back.fromEl());
    while (there && !open.isEmpty()) {
      Handling handling = open.pop();
      if (back.fromEl().isEmpty() || handling.entry().to().equals(back.fromEl())) {
        emulations.check(handling, back);
        break;
      }
    }
  }

  private static boolean isOpen(Deque<Handling> open, Optional<ExceptionLevel> level) {
    for (Handling handling : open) {
      if (handling.entry().to().equals(level)) {
        return true;
      }
    }
    return false;
  }
}
