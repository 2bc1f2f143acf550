// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.armcall.emulator.scenario.Scenario;

/**
 * A scenario on its way to a smaller one that still breaks the same rules, in ways in which it
 * broke them, and no others.
 */
final class Shrinking {
  /** Runs for one scenario; it ends with what it has by then. */
  static final int RUNS = 10_000;

  private final ScenarioTrial whole;
  private Scenario now;
  private int runs;
  private boolean stopped;

  /**
   * Begins.
   *
   * @param first the scenario
   * @param whole what it did
   */
  Shrinking(Scenario first, ScenarioTrial whole) {
    now = first;
    this.whole = whole;
  }

  /** What it has come to. */
  Scenario now() {
    return now;
  }

  int runs() {
    return runs;
  }

  /** Whether it ended before it was sure that no part more can go. */
  boolean stopped() {
    return stopped;
  }

  private boolean fails(Scenario candidate) {
    if (runs == RUNS) {
      stopped = true;
      return false;
    }
    runs++;
    Optional<ScenarioTrial> trial = ScenarioTrial.of(candidate);
    return trial.isPresent()
        && trial.get().violated().equals(whole.violated())
        && whole.faults().containsAll(trial.get().faults())
        && (whole.isCutShort() || !trial.get().isCutShort())
        && ScenarioTrial.isWritable(candidate);
  }

  /** Goes on with the candidate if it breaks the same rules. */
  boolean offer(Scenario candidate) {
    if (candidate.equals(now) || !fails(candidate)) {
      return false;
    }
    now = candidate;
    return true;
  }

  /**
   * Goes on with as few of the items as do; with none, if that does.
   *
   * @param with the scenario with some of them
   */
  <T> void some(List<T> items, Function<List<T>, Scenario> with) {
    if (items.isEmpty() || offer(with.apply(List.of()))) {
      return;
    }
    List<T> left = DeltaDebugging.minimal(items, some -> fails(with.apply(some)));
    if (left.size() < items.size()) {
      now = with.apply(left);
    }
  }

  /**
   * Goes on with a record as the plain one is, or with each component of it so that can be.
   *
   * @param record what it is now
   * @param with the scenario with another
   */
  <R extends Record> void plainer(Supplier<R> record, R plain, Function<R, Scenario> with) {
    if (record.get().equals(plain) || offer(with.apply(plain))) {
      return;
    }
    for (String part : RecordParts.differing(record.get(), plain)) {
      offer(with.apply(RecordParts.withThatOf(plain, record.get(), part)));
    }
  }
}
