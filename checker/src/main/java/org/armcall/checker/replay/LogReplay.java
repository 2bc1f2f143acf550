// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.replay.convention.ByProcessor;
import org.armcall.checker.replay.convention.ConventionReplay;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;

/**
 * Follows the processors through one log, pairs exceptions with returns, and has every event
 * checked.
 */
final class LogReplay implements TraceSink {
  private final Census census;
  private final Natures natures;
  private final ExceptionChecks exceptions;
  private final Sites sites;
  private final ReturnChecks returns;
  private final Handlers handlers;
  private final ConventionReplay convention;
  private final Tally tally;
  private final Constructed constructed = new Constructed();
  private Optional<PlatformChecks> platform;
  private final ByProcessor<Processor> processors = new ByProcessor<>(cpu -> new Processor());
  private final Suspended suspended = new Suspended();
  private final Map<ExceptionLevel, Set<ExecutionState>> seenAnywhere =
      new EnumMap<>(ExceptionLevel.class);

  LogReplay(Tally tally, Census census, Optional<PlatformChecks> platform, Expectations callees) {
    this(tally, census, platform, callees, new Natures());
  }

  LogReplay(
      Tally tally,
      Census census,
      Optional<PlatformChecks> platform,
      Expectations callees,
      Natures natures) {
    this.natures = natures;
    this.tally = tally;
    this.census = census;
    this.platform = platform;
    exceptions = new ExceptionChecks(tally);
    sites = new Sites(tally);
    returns = new ReturnChecks(tally, sites);
    handlers = new Handlers(tally);
    convention = new ConventionReplay(tally, callees);
  }

  /** What a trace says of itself before its first event. */
  void header(boolean recorderSeesReliance, Optional<PlatformChecks> machine) {
    handlers.recorderSeesReliance(recorderSeesReliance);
    platform = platform.or(() -> machine);
  }

  /** The trace shows every exception and return of one guest, each with its processor. */
  void recordedWhole() {
    convention.recordedWhole();
  }

  @Override
  public void badLine(SourceLine line, String why) {
    census.badLine(line, why);
    handlers.forget();
    convention.forget();
    constructed.forget();
  }

  @Override
  public void event(TraceEvent event) {
    if (constructed.isWaiting()) {
      event(event, "");
    } else {
      take(event);
    }
  }

  @Override
  public void event(TraceEvent event, String reconstructed) {
    Set<Rule> rules = constructed.rules(event, reconstructed);
    if (rules.isEmpty()) {
      take(event);
      return;
    }
    convention.holdByConstruction(rules);
    tally.holdByConstruction(rules);
    take(event);
    convention.holdByConstruction(Set.of());
    tally.holdByConstruction(Set.of());
  }

  private void take(TraceEvent event) {
    if (event instanceof TraceEvent.Entry entry) {
      Observed observed = natures.observed(entry, handlers.takeCall(entry));
      census.count(event, Optional.of(observed));
      taken(observed, entry);
      return;
    }
    census.count(event);
    if (event instanceof TraceEvent.Handled handled) {
      handled(handled);
      Calls.answer(handled).ifPresent(convention::returned);
    } else if (event instanceof TraceEvent.Return back) {
      if (!convention.isOfMachine(back)) {
        handlers.returned(back);
        returned(back);
      }
      convention.returned(back);
    } else if (event instanceof TraceEvent.Call call) {
      handlers.called(call);
      convention.called(call);
    } else if (event instanceof TraceEvent.Skipped skipped) {
      handlers.skipped(skipped);
      convention.skipped(skipped);
    } else if (event instanceof TraceEvent.Undefined undefined) {
      handlers.undefined(undefined);
    } else if (event instanceof TraceEvent.Fetch fetch) {
      handlers.read(fetch);
    } else if (event instanceof TraceEvent.Reliance reliance) {
      handlers.relied(reliance);
    } else if (event instanceof TraceEvent.Decision decision) {
      handlers.decided(decision);
    }
  }

  private void taken(Observed o, TraceEvent.Entry entry) {
    Processor cpu = processor(o);
    o.from().ifPresent(level -> cpu.returnedUnseen(level).forEach(this::returnedUnseen));
    Optional<ExecutionState> before = stateBefore(o, cpu);
    boolean credible = exceptions.check(o, before, platform);
    if (o.call().isPresent()) {
      // Where the trace shows the instruction, its immediate is not held against other visits.
      boolean unseen = o.executedImmediate().isEmpty();
      sites.add(o, credible && unseen ? o.immediateInSyndrome() : Optional.empty());
      credible = returns.checkElr(o, before.or(o::stateInClass));
    }
    cpu.runsAt(o.to());
    o.to().ifPresent(to -> entry.toState().ifPresent(state -> cpu.saw(to, state)));
    Open.of(o, credible).flatMap(cpu::push).ifPresent(this::suspend);
    handlers.entered(o);
    boolean failed = o.call().isPresent() && ConditionChecks.failed(o);
    if (o.call().isPresent() && !failed) {
      convention.taken(Calls.taken(o));
    } else {
      convention.entered(entry, o.from());
    }
    if (failed) {
      convention.failed(Calls.taken(o));
    }
  }

  private void handled(TraceEvent.Handled handled) {
    handlers.answered(handled);
    Observed o = Observed.of(handled);
    Optional<TraceEvent.Call> made = convention.takePending(handled);
    Calls.handled(handled, o, made).ifPresent(convention::handled);
    Processor cpu = processor(o);
    exceptions.check(o, stateBefore(o, cpu), platform);
    cpu.runsAt(o.from());
  }

  /** The processor of the event; what the event tells of its last return is made use of. */
  private Processor processor(Observed o) {
    Processor cpu = processors.of(o.event().cpu());
    cpu.takeResumption()
        .ifPresent(
            resumption -> {
              resumption.followedBy(o);
              returns.followed(resumption);
            });
    return cpu;
  }

  /** The caller's execution state, as far as something apart from class and vector says it. */
  private Optional<ExecutionState> stateBefore(Observed o, Processor cpu) {
    if (o.callerState().isPresent()) {
      return o.callerState();
    }
    Optional<ExecutionState> before = o.from().flatMap(cpu::stateOf);
    return isTorn(before, o.stateInVector(), o.stateInClass())
        ? o.from().flatMap(this::onlyStateOf)
        : before;
  }

  /** Whether of the three witnesses just two speak, the vector and another, and disagree. */
  private static boolean isTorn(
      Optional<ExecutionState> before,
      Optional<ExecutionState> vector,
      Optional<ExecutionState> inClass) {
    Optional<ExecutionState> other = before.or(() -> inClass);
    boolean two = before.isPresent() != inClass.isPresent() && vector.isPresent();
    return two && !other.equals(vector);
  }

  /** The one state that the level was seen in on any processor: it breaks a tie, no more. */
  private Optional<ExecutionState> onlyStateOf(ExceptionLevel level) {
    Set<ExecutionState> seen = seenAnywhere.getOrDefault(level, Set.of());
    return seen.size() == 1 ? Optional.of(seen.iterator().next()) : Optional.empty();
  }

  private void returned(TraceEvent.Return r) {
    r.toState()
        .ifPresent(
            state ->
                seenAnywhere
                    .computeIfAbsent(
                        stateful(r.toEl()), level -> EnumSet.noneOf(ExecutionState.class))
                    .add(state));
    Optional<Processor> whose = whose(r);
    if (whose.isEmpty()) {
      for (Processor cpu : processors.values()) {
        if (cpu.level().equals(r.fromEl())) {
          cpu.perhapsReturned(r);
        }
        r.fromState().ifPresent(state -> cpu.perhapsSaw(stateful(r.fromEl()), state));
        r.toState().ifPresent(state -> cpu.perhapsSaw(stateful(r.toEl()), state));
      }
      return;
    }
    Processor cpu = whose.get();
    cpu.takeResumption().ifPresent(returns::followed);
    resume(cpu, r);
    r.fromState().ifPresent(state -> cpu.saw(stateful(r.fromEl()), state));
    r.toState().ifPresent(state -> cpu.saw(stateful(r.toEl()), state));
    cpu.runsAt(r.toEl());
  }

  /** A privileged AArch32 mode that is of EL1 or EL3 says that EL1 uses AArch32, either way. */
  private static ExceptionLevel stateful(Optional<ExceptionLevel> level) {
    return level.orElse(ExceptionLevel.EL1);
  }

  /**
   * QEMU does not say which processor returns. It is one that runs at that level: the one whose
   * caller is at this address, or an instruction away from it, or the only one.
   */
  private Optional<Processor> whose(TraceEvent.Return r) {
    if (r.cpu().isPresent()) {
      return Optional.of(processors.of(r.cpu())).filter(cpu -> mayReturn(cpu, r));
    }
    if (processors.values().size() == 1) {
      return Optional.of(processors.values().iterator().next()).filter(cpu -> mayReturn(cpu, r));
    }
    List<Processor> there = new ArrayList<>();
    List<Processor> nearby = new ArrayList<>();
    for (Processor cpu : processors.values()) {
      if (cpu.level().isPresent() && !cpu.level().equals(r.fromEl())) {
        continue;
      }
      Optional<Open> innermost = cpu.innermost(r);
      if (innermost.filter(open -> open.isResumedBy(r)).isPresent()) {
        return Optional.of(cpu);
      }
      there.add(cpu);
      if (innermost.filter(open -> ReturnChecks.isNearMiss(open, r)).isPresent()) {
        nearby.add(cpu);
      }
    }
    if (nearby.size() == 1) {
      return Optional.of(nearby.get(0));
    }
    boolean certain = there.size() == 1 && there.get(0).level().isPresent();
    return certain ? Optional.of(there.get(0)) : Optional.empty();
  }

  private static boolean mayReturn(Processor cpu, TraceEvent.Return r) {
    return cpu.level().isEmpty() || r.fromEl().isEmpty() || cpu.level().equals(r.fromEl());
  }

  private void resume(Processor cpu, TraceEvent.Return r) {
    Optional<Open> innermost = cpu.innermost(r);
    if (innermost.filter(open -> open.isResumedBy(r)).isPresent()) {
      cpu.pop();
      asExpected(cpu, innermost.get(), r);
      return;
    }
    Optional<Open> other = cpu.takeResumed(r).or(() -> suspended.takeResumed(r));
    boolean nearby = innermost.filter(open -> ReturnChecks.isNearMiss(open, r)).isPresent();
    if (other.isEmpty() && nearby) {
      cpu.pop();
      offByOne(cpu, innermost.get(), r);
      return;
    }
    innermost.ifPresent(
        open -> {
          cpu.pop();
          suspend(open);
        });
    if (other.isPresent()) {
      asExpected(cpu, other.get(), r);
    } else {
      suspended.takeNearby(r).ifPresent(open -> offByOne(cpu, open, r));
    }
  }

  private void offByOne(Processor cpu, Open open, TraceEvent.Return r) {
    if (open.call().isPresent()) {
      cpu.resumed(returns.resumedNearby(open, r));
    }
  }

  private void asExpected(Processor cpu, Open open, TraceEvent.Return r) {
    if (open.call().isPresent()) {
      cpu.resumed(returns.resumedAsExpected(open, r));
    }
  }

  private void suspend(Open open) {
    suspended.add(open).ifPresent(gone -> returns.neverResumed(gone, Unknown.RESUMED_ELSEWHERE));
  }

  /** The processor runs below the handler, which has returned: unlogged, or to somewhere else. */
  private void returnedUnseen(Open open) {
    returns.neverResumed(open, open.left() ? Unknown.RESUMED_ELSEWHERE : Unknown.RETURN_NOT_LOGGED);
  }

  /** Answers what only the whole log answers. */
  void endOfLog() {
    for (Processor cpu : processors.values()) {
      cpu.takeResumption().ifPresent(returns::followed);
      cpu.drain().forEach(open -> returns.neverResumed(open, Unknown.RETURN_NOT_LOGGED));
    }
    suspended.drain().forEach(open -> returns.neverResumed(open, Unknown.RESUMED_ELSEWHERE));
    exceptions.count();
    returns.endOfLog();
    sites.endOfLog();
    convention.endOfLog();
  }
}
