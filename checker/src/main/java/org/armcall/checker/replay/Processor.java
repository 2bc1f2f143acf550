// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.TraceEvent;

/** What the log has told of one processor so far. */
final class Processor {
  private static final int DEEPEST = 64;

  private final Map<ExceptionLevel, ExecutionState> states = new EnumMap<>(ExceptionLevel.class);
  private final Deque<Open> open = new ArrayDeque<>();
  private Optional<ExceptionLevel> level = Optional.empty();
  private Optional<Resumption> resumption = Optional.empty();

  /** The level that it runs at, where that is known. */
  Optional<ExceptionLevel> level() {
    return level;
  }

  void runsAt(Optional<ExceptionLevel> now) {
    level = now;
  }

  Optional<ExecutionState> stateOf(ExceptionLevel el) {
    return Optional.ofNullable(states.get(el));
  }

  /** A level was seen in that execution state; below an AArch32 level all use AArch32. */
  void saw(ExceptionLevel el, ExecutionState state) {
    if (states.get(el) == state) {
      return;
    }
    states.put(el, state);
    for (ExceptionLevel other : ExceptionLevel.values()) {
      if (state == ExecutionState.AARCH32 && el.isAbove(other)) {
        states.put(other, state);
      } else if (state == ExecutionState.AARCH64 && other.isAbove(el)) {
        states.remove(other, ExecutionState.AARCH32);
      }
    }
  }

  /** Some processor, perhaps this one, was seen with that state: what says otherwise is dropped. */
  void perhapsSaw(ExceptionLevel el, ExecutionState state) {
    for (ExceptionLevel other : ExceptionLevel.values()) {
      if (state == ExecutionState.AARCH32 && !other.isAbove(el)) {
        states.remove(other, ExecutionState.AARCH64);
      } else if (state == ExecutionState.AARCH64 && !el.isAbove(other)) {
        states.remove(other, ExecutionState.AARCH32);
      }
    }
  }

  /** An exception is taken; what is forgotten because it is nested too deeply is given back. */
  Optional<Open> push(Open taken) {
    open.push(taken);
    return open.size() > DEEPEST ? Optional.of(open.removeLast()) : Optional.empty();
  }

  /**
   * Takes away the exceptions whose handlers must have returned unseen, since the processor runs
   * below them.
   */
  List<Open> returnedUnseen(ExceptionLevel now) {
    if (open.isEmpty() || !open.peek().to().isAbove(now)) {
      return List.of();
    }
    List<Open> gone = new ArrayList<>();
    while (!open.isEmpty() && open.peek().to().isAbove(now)) {
      gone.add(open.pop());
    }
    return gone;
  }

  /** The innermost exception, if its handler runs at the level that the return comes from. */
  Optional<Open> innermost(TraceEvent.Return r) {
    return Optional.ofNullable(open.peek()).filter(o -> o.isOf(r));
  }

  /** A return that may be this processor's goes to an address where nobody waits. */
  void perhapsReturned(TraceEvent.Return r) {
    if (innermost(r).isPresent()) {
      open.push(open.pop().perhapsLeft());
    }
  }

  void pop() {
    open.pop();
  }

  /** Takes away the innermost exception that the return resumes exactly. */
  Optional<Open> takeResumed(TraceEvent.Return r) {
    Iterator<Open> all = open.iterator();
    while (all.hasNext()) {
      Open candidate = all.next();
      if (candidate.isResumedBy(r)) {
        all.remove();
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Takes away all that is open, at the end of the log. */
  List<Open> drain() {
    List<Open> all = List.copyOf(open);
    open.clear();
    return all;
  }

  /** The return whose caller has made no step since, as far as the log shows; taken away. */
  Optional<Resumption> takeResumption() {
    Optional<Resumption> last = resumption;
    resumption = Optional.empty();
    return last;
  }

  void resumed(Resumption last) {
    resumption = Optional.of(last);
  }
}
