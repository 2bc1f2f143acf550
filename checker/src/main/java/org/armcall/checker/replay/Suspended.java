// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.TraceEvent;

/**
 * Callers that were left waiting while the handler resumed another one: what a scheduler does. They
 * may be resumed much later, on any processor.
 *
 * <p>At most {@value #MOST} are remembered; the oldest give way.
 */
final class Suspended {
  static final int MOST = 65_536;

  private record Key(ExceptionLevel from, ExceptionLevel to, long resume) {}

  private final Map<Key, Deque<Open>> waiting = new LinkedHashMap<>();
  private int size;

  /** Adds one; what had to give way is given back. */
  Optional<Open> add(Open open) {
    waiting
        .computeIfAbsent(new Key(open.from(), open.to(), open.resume()), key -> new ArrayDeque<>(1))
        .addLast(open);
    size++;
    if (size <= MOST) {
      return Optional.empty();
    }
    Iterator<Deque<Open>> oldest = waiting.values().iterator();
    Deque<Open> same = oldest.next();
    Open gone = same.removeFirst();
    if (same.isEmpty()) {
      oldest.remove();
    }
    size--;
    return Optional.of(gone);
  }

  /** Takes away one that the return resumes exactly. */
  Optional<Open> takeResumed(TraceEvent.Return r) {
    return take(r, 0, open -> true);
  }

  /**
   * Takes away an HVC or SMC that the return misses by an instruction. A program at EL0 that left
   * an SVC may be at any address near it, and a processor may start at any.
   */
  Optional<Open> takeNearby(TraceEvent.Return r) {
    Predicate<Open> call =
        open ->
            open.call()
                    .flatMap(Observed::call)
                    .filter(instruction -> instruction != Call.SVC)
                    .isPresent()
                && !open.mayStart(r);
    for (long distance : new long[] {-4, -2, 2, 4}) {
      Optional<Open> near = take(r, distance, call);
      if (near.isPresent()) {
        return near;
      }
    }
    return Optional.empty();
  }

  private Optional<Open> take(TraceEvent.Return r, long distance, Predicate<Open> wanted) {
    if (r.toEl().isEmpty() || r.fromEl().isEmpty()) {
      return Optional.empty();
    }
    Key key = new Key(r.toEl().get(), r.fromEl().get(), r.pc() - distance);
    Deque<Open> same = waiting.get(key);
    if (same == null || !wanted.test(same.peekLast())) {
      return Optional.empty();
    }
    Open taken = same.removeLast();
    if (same.isEmpty()) {
      waiting.remove(key);
    }
    size--;
    return Optional.of(taken);
  }

  /** Takes away all, at the end of the log. */
  List<Open> drain() {
    List<Open> all = new ArrayList<>();
    waiting.values().forEach(all::addAll);
    waiting.clear();
    size = 0;
    return all;
  }
}
