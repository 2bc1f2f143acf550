// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.replay.Tally;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/**
 * Pairs the calls of a log with their answers, by processor and level, and has each pair checked.
 *
 * <p>An answer is a return to the level of the caller, from the level of the callee, behind the
 * call. A handler that returns elsewhere has not answered: it may run another guest.
 */
public final class ConventionReplay {
  private final Verdicts verdicts;
  private final Expectations expectations;
  private final SequenceChecks sequence;
  private final AnswerChecks answers;
  private final StartChecks starts;
  private final EndChecks ends;
  private final ByProcessor<CallStack> processors = new ByProcessor<>(CallStack::new);
  private final Map<ExceptionLevel, Knowledge> callees = new EnumMap<>(ExceptionLevel.class);
  private boolean whole;

  /** Checks one log, and counts in that tally. */
  public ConventionReplay(Tally tally, Expectations expectations) {
    verdicts = new Verdicts(tally);
    this.expectations = expectations;
    sequence = new SequenceChecks(verdicts);
    starts = new StartChecks(verdicts);
    ends = new EndChecks(verdicts);
    answers = new AnswerChecks(verdicts, starts);
  }

  /**
   * Says that the log shows every exception and return, each with its processor, and one guest at
   * most at each level.
   */
  public void recordedWhole() {
    whole = true;
    answers.oneGuest();
  }

  /**
   * Says that in the event that follows these rules are kept by construction; to be taken back
   * behind it.
   */
  public void holdByConstruction(Set<Rule> rules) {
    verdicts.holdByConstruction(rules);
  }

  /** Lines are missing: what is open may have been answered. */
  public void forget() {
    processors.clear();
    callees.values().forEach(callee -> callee.threads().forget());
    answers.forget();
    starts.forget();
    ends.forget();
  }

  private CallStack of(TraceEvent event) {
    return processors.of(event.cpu());
  }

  /** A call instruction is about to execute. */
  public void called(TraceEvent.Call call) {
    of(call).pending(call);
  }

  /** The condition of a call failed: nothing is called. */
  public void skipped(TraceEvent.Skipped skipped) {
    of(skipped).notCalled();
  }

  /** The call that the next event of the processor is of, taken away. */
  public Optional<TraceEvent.Call> takePending(TraceEvent event) {
    return of(event).takePending();
  }

  /** An exception is taken from that level. */
  public void entered(TraceEvent event, Optional<ExceptionLevel> from) {
    CallStack cpu = of(event);
    cpu.runs();
    cpu.takePending();
    from.ifPresent(level -> cpu.returnedUnseen(level).forEach(this::unanswered));
  }

  /** A call reached its callee. */
  public void taken(TakenCall call) {
    CallStack cpu = of(call.event());
    entered(call.event(), call.from());
    if (call.mayBeOfConvention()) {
      cpu.push(new OpenCall(call)).ifPresent(this::unanswered);
    }
  }

  /** What was taken last is the trap of a call that failed its condition, and so is no call. */
  public void failed(TakenCall call) {
    if (call.mayBeOfConvention()) {
      of(call.event()).failed(new OpenCall(call));
    }
  }

  /** The machine itself answers a call; what follows it shows the answer. */
  public void handled(TakenCall call) {
    CallStack cpu = of(call.event());
    entered(call.event(), call.from());
    cpu.takeHandled().ifPresent(this::unanswered);
    if (call.mayBeOfConvention()) {
      cpu.handled(new OpenCall(call));
    }
  }

  private void unanswered(OpenCall call) {
    answers.unanswered(call, knowledge(call), Optional.empty());
  }

  private Knowledge knowledge(OpenCall call) {
    ExceptionLevel level = call.taken().to().orElse(ExceptionLevel.EL3);
    return callees.computeIfAbsent(
        level, el -> new Knowledge(expectations.at(el), expectations.convention()));
  }

  /** Whether the return is the answer of the machine to the call before it, and no exception's. */
  public boolean isOfMachine(TraceEvent.Return back) {
    return back.fromEl().isEmpty()
        && back.fromState().isEmpty()
        && processors.has(back.cpu())
        && of(back).hasHandled();
  }

  /** A handler returns, or the machine has answered. */
  public void returned(TraceEvent.Return back) {
    Optional<CallStack> whose = whose(back);
    if (whose.isEmpty()) {
      answeredSomewhere(back);
      return;
    }
    CallStack cpu = whose.get();
    cpu.takeFailed()
        .filter(call -> SequenceChecks.isAnswerTo(call, back))
        .ifPresent(call -> answers.failed(call, back, knowledge(call)));
    if (isOfMachine(back)) {
      cpu.takeHandled()
          .ifPresent(
              call -> {
                sequence.answered(cpu, call);
                answered(cpu, call, back);
              });
      return;
    }
    cpu.takeHandled().ifPresent(this::unanswered);
    boolean ran = cpu.hasRun();
    if (!ran && back.cpu().isPresent()) {
      starts.started(back);
    }
    cpu.runs();
    if (back.fromEl().isEmpty() || back.toEl().isEmpty()) {
      cpu.forget().forEach(this::unanswered);
      return;
    }
    if (whole) {
      sequence.check(cpu, ran, back, processors.values());
      ends.resumed(cpu, back);
    }
    resumed(cpu, back);
  }

  /** QEMU does not say which processor returns; where there is one it is that. */
  private Optional<CallStack> whose(TraceEvent.Return back) {
    if (back.cpu().isPresent()) {
      return Optional.of(of(back));
    }
    return processors.values().size() == 1
        ? Optional.of(processors.values().iterator().next())
        : Optional.empty();
  }

  /** Of whichever processor the return is, one of the calls that it may answer was answered. */
  private void answeredSomewhere(TraceEvent.Return back) {
    if (back.fromEl().isEmpty() || back.toEl().isEmpty()) {
      return;
    }
    List<OpenCall> calls =
        processors.values().stream()
            .flatMap(cpu -> cpu.innermost().stream())
            .filter(call -> call.taken().resume().isPresent())
            .filter(call -> SequenceChecks.isAnswerTo(call, back))
            .toList();
    if (!calls.isEmpty() && answers.answeredUnseen(calls, back, knowledge(calls.get(0)))) {
      calls.forEach(OpenCall::isJudged);
    }
  }

  private void resumed(CallStack cpu, TraceEvent.Return back) {
    cpu.returnedUnseen(back.fromEl().get()).forEach(this::unanswered);
    Optional<OpenCall> innermost = cpu.innermost();
    if (innermost.isEmpty() || !innermost.get().taken().to().equals(back.fromEl())) {
      return;
    }
    OpenCall call = innermost.get();
    Optional<ExceptionLevel> from = call.taken().from();
    if (from.equals(back.toEl()) && CallStack.isBehind(call, back)) {
      cpu.pop();
      sequence.answered(cpu, call);
      cpu.answered(call);
      answered(cpu, call, back);
    } else if (!back.toEl().equals(back.fromEl())) {
      cpu.pop();
      boolean elsewhere = from.equals(back.toEl());
      answers.unanswered(call, knowledge(call), elsewhere ? Optional.of(back) : Optional.empty());
      if (whole && elsewhere) {
        ends.leftBehind(cpu, call, knowledge(call), back);
      }
    }
  }

  private void answered(CallStack cpu, OpenCall call, TraceEvent.Return back) {
    Knowledge callee = knowledge(call);
    Optional<RegisterFile> got = RegisterFile.of(back.regs());
    answers.answered(call, back, got, callee, new CallStack.Caller(cpu.cpu(), call));
    if (whole) {
      ends.answered(call, callee);
    }
    if (call.before().isEmpty() || got.isEmpty()) {
      cpu.innermost().ifPresent(OpenCall::servedUnseen);
    } else {
      cpu.innermost()
          .ifPresent(
              outer ->
                  outer.served(
                      new OpenCall.Inner(call.taken(), call.before().get(), got.get(), back)));
    }
  }

  /** Answers what only the whole log answers. */
  public void endOfLog() {
    for (CallStack cpu : processors.values()) {
      cpu.takeHandled().ifPresent(this::unanswered);
      List<OpenCall> open = cpu.forget();
      if (whole && open.size() > 1 && EndChecks.isEndedBy(open.get(1), open.get(0))) {
        answers.stopped(open.get(1), open.get(0), knowledge(open.get(1)));
      }
      open.forEach(call -> answers.neverAnswered(call, knowledge(call)));
      if (whole && open.size() > 1) {
        ends.neverAnswered(open.get(1), open.get(0), knowledge(open.get(1)));
      }
    }
    ends.endOfLog();
    starts.endOfLog();
    verdicts.endOfLog();
  }
}
