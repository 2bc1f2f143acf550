// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.checker.replay.convention.ConventionReplay;
import org.armcall.checker.replay.convention.TakenCall;
import org.armcall.checker.replay.convention.TrappedState;
import org.armcall.checker.replay.engine.EventOutput;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.CanonicalSink;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;

/**
 * Hands the events of a trace that concern the calling convention to {@code TraceConvention.tla},
 * each as the action that it is.
 *
 * <p>The trace's Begin is written before its first event, once its header is known.
 */
final class ConventionFeed implements TraceSink, CanonicalSink {
  private static final String NONE = "none";
  private static final int UNSEEN = -1;
  private static final List<String> CALL =
      List.of("cpu", "insn", "from", "to", "imm", "resume", "line", "sure", "trap", "failed");
  private static final List<String> RETURN =
      List.of(
          "cpu", "from", "to", "mode", "state", "pc", "near", "line", "regs", "vector", "moved");

  /** To the addresses of the instructions next to an address. */
  private static final int[] NEAR = {-4, -2, 2, 4};

  private final EventOutput out;
  private final CalleeOutput callees;
  private final Census census;
  private final ConventionReplay checks;
  private final Map<OptionalInt, TraceEvent.Call> pending = new HashMap<>();

  /** By processor, the exception that was its last event, where it has a return address. */
  private final Map<OptionalInt, Open> last = new HashMap<>();

  private final Constructed constructed = new Constructed();
  private final Natures natures = new Natures();
  private boolean whole;
  private boolean begun;
  private long resumed;

  /**
   * A feed for one log.
   *
   * @param checks the same checks in Java, of which those count that have no answer
   */
  ConventionFeed(EventOutput out, CalleeOutput callees, Census census, ConventionReplay checks) {
    this.out = out;
    this.callees = callees;
    this.census = census;
    this.checks = checks;
  }

  /** How many returns went straight behind the call before them, whose address the trace shows. */
  long resumed() {
    return resumed;
  }

  @Override
  public void header(TraceHeader header) {
    whole = !LogFormat.isPartial(header.source().format());
    if (whole) {
      checks.recordedWhole();
    }
    census.recorded(LogFormat.ofText(header.source().format()).orElse(LogFormat.CANONICAL));
  }

  @Override
  public void event(OptionalLong line, TraceEvent event) {
    event(event);
  }

  @Override
  public void event(OptionalLong line, TraceEvent event, String reconstructed) {
    event(event, reconstructed);
  }

  @Override
  public void badLine(SourceLine line, String why) {
    census.badLine(line, why);
    pending.clear();
    last.clear();
    checks.forget();
    constructed.forget();
    try {
      action("Lost", line.number(), OptionalInt.empty(), 0);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
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
    checks.holdByConstruction(rules);
    take(event);
    checks.holdByConstruction(Set.of());
  }

  private void take(TraceEvent event) {
    try {
      if (event instanceof TraceEvent.Entry entry) {
        Optional<TraceEvent.Call> made = Optional.ofNullable(pending.remove(entry.cpu()));
        Observed observed = natures.observed(entry, made);
        census.count(event, Optional.of(observed));
        entry(observed);
        return;
      }
      census.count(event);
      if (event instanceof TraceEvent.Call call) {
        pending.put(call.cpu(), call);
        checks.called(call);
        action("Call", call.line(), call.cpu(), 2);
        out.number(call.cpu());
        out.registers(call.regs());
      } else if (event instanceof TraceEvent.Return back) {
        back(back);
      } else if (event instanceof TraceEvent.Handled handled) {
        handled(handled);
        Optional<TraceEvent.Return> answer = Calls.answer(handled);
        if (answer.isPresent()) {
          back(answer.get());
        }
      } else if (event instanceof TraceEvent.Skipped skipped) {
        pending.remove(skipped.cpu());
        checks.skipped(skipped);
        action("Skipped", skipped.line(), skipped.cpu(), 1);
        out.number(skipped.cpu());
      } else if (event instanceof TraceEvent.Undefined undefined) {
        action("UndefinedCall", undefined.line(), undefined.cpu(), 1);
        out.number(undefined.cpu());
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private void action(String name, long line, OptionalInt cpu, int arguments) throws IOException {
    begin();
    out.event(name, line, cpu, arguments);
  }

  /** Says what is known of the recording, once. */
  void begin() throws IOException {
    if (!begun) {
      begun = true;
      out.event("Begin", 0, OptionalInt.empty(), 1);
      callees.write(out, whole);
    }
  }

  private void entry(Observed o) throws IOException {
    action("Entry", o.event().line(), o.event().cpu(), 2);
    Optional<Open> open = whole ? Open.of(o, isSure(o)) : Optional.empty();
    waits(o, open);
    if (o.call().isPresent() && !ConditionChecks.failed(o)) {
      TakenCall taken = Calls.taken(o);
      if (!taken.resume().equals(resume(open))) {
        last.remove(o.event().cpu());
      }
      checks.taken(taken);
      call(o, word(taken), OptionalInt.empty(), taken.resume());
      trap(taken.trapped(), false);
      immediate(taken.immediate());
    } else if (o.call().equals(Optional.of(Call.SMC)) && callees.hasPresets()) {
      // Its condition failed: an exception that is no call, and a preset says what becomes of it.
      checks.entered(o.event(), o.from());
      TakenCall failed = Calls.taken(o);
      checks.failed(failed);
      call(o, NONE, OptionalInt.empty(), whole ? resume(open) : failed.resume());
      trap(Optional.empty(), true);
      out.number(failed.immediate());
    } else {
      checks.entered(o.event(), o.from());
      call(o, NONE, OptionalInt.empty(), resume(open));
      trap(Optional.empty(), false);
      out.number(UNSEEN);
    }
  }

  /** What of PSTATE may be moved on for the caller of a trapped SMC; for presets only. */
  private void trap(Optional<TrappedState> trapped, boolean failed) throws IOException {
    boolean shown = trapped.isPresent() && callees.hasPresets();
    out.tuple(shown ? 3 : 0);
    if (shown) {
      out.word(trapped.get().untouched());
      out.word(trapped.get().onlyIt());
      out.word(trapped.get().everything());
    }
    out.flag(failed);
  }

  private void waits(Observed o, Optional<Open> open) {
    if (open.isPresent()) {
      last.put(o.event().cpu(), open.get());
    } else {
      last.remove(o.event().cpu());
    }
  }

  private static OptionalLong resume(Optional<Open> open) {
    return open.isPresent() ? OptionalLong.of(open.get().resume()) : OptionalLong.empty();
  }

  /** Whether the trace shows where the call is, and the return address agrees. */
  private static boolean isSure(Observed o) {
    OptionalLong shown =
        o.isTrap() ? o.called().map(TraceEvent.Call::pc).orElse(OptionalLong.empty()) : o.next();
    return o.call().isPresent() && shown.isPresent() && shown.equals(o.elr());
  }

  private void immediate(OptionalInt value) throws IOException {
    if (value.isPresent()) {
      out.number(value);
    } else {
      out.notLogged();
    }
  }

  private void handled(TraceEvent.Handled handled) throws IOException {
    Observed o = Observed.of(handled);
    Optional<TraceEvent.Call> made = Optional.ofNullable(pending.remove(handled.cpu()));
    action("Handled", handled.line(), handled.cpu(), 1);
    Optional<TakenCall> taken = Calls.handled(handled, o, made);
    last.remove(handled.cpu());
    checks.takePending(handled);
    taken.ifPresent(checks::handled);
    if (taken.isPresent()) {
      call(o, word(taken.get()), taken.get().immediate(), OptionalLong.empty());
    } else {
      call(o, NONE, OptionalInt.empty(), OptionalLong.empty());
    }
    trap(Optional.empty(), false);
  }

  /**
   * What was called with. The model has no word for "HVC or SMC": it is an SMC there. With
   * immediate 0, which is all that such a call has, they differ only for presets that refuse one of
   * them.
   */
  private static String word(TakenCall taken) {
    return taken.insn().orElse(Call.SMC).mnemonic();
  }

  private void call(Observed o, String insn, OptionalInt immediate, OptionalLong resume)
      throws IOException {
    out.record(CALL);
    out.number(o.event().cpu());
    out.text(insn);
    out.number(level(o.from()));
    out.number(level(o.to()));
    out.number(immediate);
    out.word(resume);
    line(o.event());
    out.flag(isSure(o));
  }

  private void line(TraceEvent event) throws IOException {
    out.number((int) Math.min(event.line(), Integer.MAX_VALUE));
  }

  /**
   * Where a handler resumes, in a recording that shows it all, is looked at more closely, unless it
   * is where the exception before it said.
   */
  private void near(TraceEvent.Return back) throws IOException {
    Optional<Open> before = Optional.ofNullable(last.remove(back.cpu()));
    boolean exact = before.filter(open -> open.isResumedBy(back)).isPresent();
    resumed += exact && before.flatMap(Open::call).isPresent() ? 1 : 0;
    boolean looked = whole && !exact;
    out.tuple(looked ? NEAR.length : 0);
    for (int i = 0; looked && i < NEAR.length; i++) {
      out.word(back.pc() + NEAR[i]);
    }
  }

  /** The trace has ended; where it is empty, it begins. */
  void end() throws IOException {
    checks.endOfLog();
    begin();
    out.event("End", 0, OptionalInt.empty(), 0);
  }

  private void back(TraceEvent.Return back) throws IOException {
    checks.returned(back);
    action("Return", back.line(), back.cpu(), 1);
    out.record(RETURN);
    out.number(back.cpu());
    out.number(level(back.fromEl()));
    out.number(level(back.toEl()));
    out.text(state(back.fromState()));
    out.text(state(back.toState()));
    out.word(back.pc());
    near(back);
    line(back);
    out.registers(back.regs());
    out.flag(back.toEl().equals(Optional.of(ExceptionLevel.EL1)) && (back.pc() & 0x7ff) == 0x200);
    out.word(callees.hasPresets() ? TrappedState.after(back.regs()) : OptionalLong.empty());
  }

  private static int level(Optional<ExceptionLevel> level) {
    return level.map(ExceptionLevel::number).orElse(UNSEEN);
  }

  private static String state(Optional<ExecutionState> state) {
    return state.map(s -> s == ExecutionState.AARCH32 ? "a32" : "a64").orElse(NONE);
  }
}
