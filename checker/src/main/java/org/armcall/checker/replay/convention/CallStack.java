// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.TraceEvent;

/**
 * The calls of one processor that are not answered: the innermost first, {@value #DEEPEST} deep.
 */
final class CallStack {
  static final int DEEPEST = 64;

  /** Who called: a processor at a level. */
  record Caller(OptionalInt cpu, Optional<ExceptionLevel> level) {
    Caller(OptionalInt cpu, OpenCall call) {
      this(cpu, call.taken().from());
    }
  }

  private final OptionalInt cpu;
  private final Deque<OpenCall> open = new ArrayDeque<>();
  private Optional<TraceEvent.Call> pending = Optional.empty();
  private Optional<OpenCall> failed = Optional.empty();
  private Optional<OpenCall> handled = Optional.empty();
  private Optional<OpenCall> justAnswered = Optional.empty();
  private boolean ran;

  CallStack(OptionalInt cpu) {
    this.cpu = cpu;
  }

  OptionalInt cpu() {
    return cpu;
  }

  /** An instruction or an exception of the processor was seen. */
  void runs() {
    ran = true;
  }

  boolean hasRun() {
    return ran;
  }

  void pending(TraceEvent.Call call) {
    runs();
    justAnswered = Optional.empty();
    pending = Optional.of(call);
  }

  Optional<TraceEvent.Call> takePending() {
    Optional<TraceEvent.Call> taken = pending;
    pending = Optional.empty();
    failed = Optional.empty();
    justAnswered = Optional.empty();
    return taken;
  }

  /** What was about to execute called nothing. */
  void notCalled() {
    pending = Optional.empty();
  }

  /** Adds a call; the outermost gives way where there are too many. */
  Optional<OpenCall> push(OpenCall call) {
    open.push(call);
    return open.size() > DEEPEST ? Optional.of(open.removeLast()) : Optional.empty();
  }

  /** The last exception was the trap of a call that failed its condition. */
  void failed(OpenCall call) {
    failed = Optional.of(call);
  }

  Optional<OpenCall> takeFailed() {
    Optional<OpenCall> taken = failed;
    failed = Optional.empty();
    return taken;
  }

  void handled(OpenCall call) {
    handled = Optional.of(call);
  }

  boolean hasHandled() {
    return handled.isPresent();
  }

  Optional<OpenCall> takeHandled() {
    Optional<OpenCall> taken = handled;
    handled = Optional.empty();
    return taken;
  }

  Optional<OpenCall> innermost() {
    return Optional.ofNullable(open.peek());
  }

  Iterable<OpenCall> all() {
    return open;
  }

  void pop() {
    open.pop();
  }

  /** The last event was the answer to that call. */
  void answered(OpenCall call) {
    justAnswered = Optional.of(call);
  }

  Optional<OpenCall> justAnswered() {
    return justAnswered;
  }

  /** Takes away the calls whose callees are above a level that the processor runs at. */
  List<OpenCall> returnedUnseen(ExceptionLevel now) {
    if (open.isEmpty() || !isAbove(open.peek(), now)) {
      return List.of();
    }
    List<OpenCall> gone = new ArrayList<>();
    while (!open.isEmpty() && isAbove(open.peek(), now)) {
      gone.add(open.pop());
    }
    return gone;
  }

  private static boolean isAbove(OpenCall call, ExceptionLevel now) {
    return call.taken().to().filter(to -> to.isAbove(now)).isPresent();
  }

  /** Takes away all. */
  List<OpenCall> forget() {
    List<OpenCall> all = List.copyOf(open);
    open.clear();
    return all;
  }

  /** Whether the return goes behind that call, as far as the trace shows where that is. */
  static boolean isBehind(OpenCall call, TraceEvent.Return back) {
    return call.taken().resume().isEmpty() || call.taken().resume().getAsLong() == back.pc();
  }
}
