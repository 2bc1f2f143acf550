// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * The checks of an exception by itself: its syndrome, where it goes, and what it saves.
 *
 * <p>What they say follows from the nature of the exception and the state of its caller. Where
 * nothing is violated it is said once, and for the other exceptions of the nature repeated; at most
 * {@value #MOST} judgements wait to be counted.
 */
final class ExceptionChecks {
  private static final int MOST = 1024;

  private final Tally tally;
  private final SyndromeChecks syndrome;
  private final RoutingChecks routing;
  private final SavedStateChecks savedState;
  private final List<NatureAnswers> waiting = new ArrayList<>();
  private NatureAnswers judgement = new NatureAnswers();

  ExceptionChecks(Tally tally) {
    this.tally = tally;
    Answers answers = new Noting();
    syndrome = new SyndromeChecks(answers);
    routing = new RoutingChecks(answers);
    savedState = new SavedStateChecks(answers);
  }

  /** Hands on what the checks say, and notes it. */
  private final class Noting implements Answers {
    @Override
    public void record(Rule rule, TraceEvent event, String at, Answer answer) {
      judgement.say(rule, answer);
      tally.record(rule, event, at, answer);
    }

    @Override
    public void record(Rule rule, TraceEvent event, Answer answer, List<SourceLine> evidence) {
      judgement.say(rule, answer);
      tally.record(rule, event, answer, evidence);
    }
  }

  /**
   * Checks an exception.
   *
   * @param before the caller's execution state, as {@link CallerState#before}
   * @return whether its syndrome is credible
   */
  boolean check(Observed o, Optional<ExecutionState> before, Optional<PlatformChecks> platform) {
    // What holds by construction is not of the nature: the next of it may have been observed.
    boolean constructed = tally.isConstructed();
    Optional<NatureAnswers> known = constructed ? Optional.empty() : o.nature().judgement(before);
    if (known.isPresent()) {
      if (known.get().repeat()) {
        waitFor(known.get());
      }
      platform.ifPresent(checks -> checks.check(o, callerState(o, before)));
      return known.get().isCredible();
    }
    judgement = new NatureAnswers();
    CallerState caller = callerState(o, before);
    judgement.end(syndrome.check(o, caller));
    routing.check(o, caller);
    platform.ifPresent(checks -> checks.check(o, caller));
    if (o.entry().isPresent()) {
      savedState.check(o);
    }
    if (judgement.mayBeRepeated() && !constructed) {
      o.nature().judged(before, judgement);
    }
    return judgement.isCredible();
  }

  private static CallerState callerState(Observed o, Optional<ExecutionState> before) {
    return new CallerState(before, witness(o), o.stateInVector());
  }

  private static String witness(Observed o) {
    if (o.called().flatMap(TraceEvent.Call::isa).isPresent()) {
      return "the call";
    }
    return o.spsr().isPresent() ? "SPSR" : "the exception returns to its level";
  }

  private void waitFor(NatureAnswers repeated) {
    if (waiting.size() == MOST) {
      count();
    }
    waiting.add(repeated);
  }

  /** Counts what was repeated. */
  void count() {
    waiting.forEach(repeated -> repeated.handOver(tally));
    waiting.clear();
  }
}
