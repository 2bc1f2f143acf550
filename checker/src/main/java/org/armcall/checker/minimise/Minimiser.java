// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.armcall.checker.replay.EventReplay;
import org.armcall.checker.replay.Judgement;

/**
 * Looks for the fewest events of a window in which the violation is still the first of its rule.
 */
final class Minimiser {
  private final EventReplay replay;
  private final Judgement violation;
  private final Bound bound;
  private int replays;
  private long replayed;
  private boolean stopped;

  Minimiser(EventReplay replay, Judgement violation) {
    this(replay, violation, Bound.THOROUGH);
  }

  Minimiser(EventReplay replay, Judgement violation, Bound bound) {
    this.replay = replay;
    this.violation = violation;
    this.bound = bound;
  }

  /** How many replays it took so far. */
  int replays() {
    return replays;
  }

  /** Whether it ended before it was sure that no event more can be left out. */
  boolean stopped() {
    return stopped;
  }

  /** Whether the first violation of the rule in these events is the one that was found. */
  boolean fails(List<KeptEvent> events) {
    if (replays == bound.replays() || replayed > bound.events()) {
      stopped = true;
      return false;
    }
    replays++;
    replayed += events.size();
    List<Judgement> found =
        replay.violations(violation.rule(), () -> events.stream().map(KeptEvent::event).iterator());
    return !found.isEmpty() && found.get(0).line() == violation.line();
  }

  /**
   * Events of these that fail, and of which none can be left out; empty if these do not fail.
   *
   * @param events the events of a window
   * @param prefix how many of them are not behind the violation
   */
  Optional<List<KeptEvent>> minimal(List<KeptEvent> events, int prefix) {
    return failing(events, prefix).map(this::minimal);
  }

  private List<KeptEvent> minimal(List<KeptEvent> events) {
    List<KeptEvent> now = events;
    int before;
    do {
      before = now.size();
      now = without(now, CallGroups.outermost(now));
      now = without(now, CallGroups.each(now));
      now = without(now, now.stream().map(List::of).toList());
    } while (now.size() < before);
    return now;
  }

  /**
   * The events up to the violation; or with as few behind it as one can see fast, for a rule that
   * speaks of what follows; or the last before it, for where a window begins it may show something
   * that the log does not.
   */
  private Optional<List<KeptEvent>> failing(List<KeptEvent> events, int prefix) {
    for (int behind = 0; prefix + behind < events.size(); behind = behind * 2 + 1) {
      List<KeptEvent> first = events.subList(0, prefix + behind);
      if (fails(first)) {
        return Optional.of(first);
      }
    }
    if (fails(events)) {
      return Optional.of(events);
    }
    for (int last = prefix / 2; last > 0; last /= 2) {
      List<KeptEvent> near = events.subList(prefix - last, prefix);
      if (fails(near)) {
        return Optional.of(near);
      }
    }
    return Optional.empty();
  }

  private List<KeptEvent> without(List<KeptEvent> events, List<List<KeptEvent>> groups) {
    List<List<KeptEvent>> left =
        DeltaDebugging.minimal(groups, some -> fails(ordered(some.stream())));
    return left.size() == groups.size() ? events : ordered(left.stream());
  }

  private static List<KeptEvent> ordered(Stream<List<KeptEvent>> groups) {
    List<KeptEvent> events = new ArrayList<>();
    groups.forEach(events::addAll);
    events.sort(Comparator.comparingLong(KeptEvent::number));
    return events;
  }
}
