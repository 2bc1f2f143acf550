// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.checker.replay.Judgement.Verdict;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * Counts the answers of the checks and keeps the violations.
 *
 * <p>Of the violations the first {@value #KEPT} are kept whole, the rest are counted.
 */
public final class Tally implements Answers {
  /** How many violations are kept whole. */
  public static final int KEPT = 10_000;

  /** The answers to one rule. */
  public record Count(long held, long violated, Map<Unknown, Long> undetermined) {
    /** How many could not be decided. */
    public long undeterminedTotal() {
      return undetermined.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private final Set<Rule> wanted;
  private final long[] held = new long[Rule.values().length];
  private final long[] violated = new long[Rule.values().length];
  private final long[][] undetermined = new long[Rule.values().length][Unknown.values().length];
  private final List<Judgement> violations = new ArrayList<>();
  private Set<Rule> constructed = Set.of();
  private String file = "";

  /** Counts these rules only; all where the set is empty. */
  Tally(Set<Rule> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * What follows, up to the next call, is about an event in which these rules are kept by
   * construction: that they hold says nothing.
   */
  void holdByConstruction(Set<Rule> rules) {
    constructed = rules;
  }

  /** Whether some rule is kept by construction in the event that is looked at. */
  boolean isConstructed() {
    return !constructed.isEmpty();
  }

  /** What follows is about that file. */
  void startFile(String name) {
    file = name;
  }

  @Override
  public void record(Rule rule, TraceEvent event, String at, Answer answer) {
    if (answer.isViolation()) {
      record(rule, event, event.lineOf(at), answer, event.source());
    } else {
      record(rule, 1, answer);
    }
  }

  @Override
  public void record(Rule rule, TraceEvent event, Answer answer, List<SourceLine> evidence) {
    record(rule, event, event.line(), answer, evidence);
  }

  private void record(
      Rule rule, TraceEvent event, long line, Answer answer, List<SourceLine> evidence) {
    if (!wanted.isEmpty() && !wanted.contains(rule)) {
      return;
    }
    if (answer instanceof Answer.Violated broken) {
      violated[rule.ordinal()]++;
      if (violations.size() < KEPT) {
        violations.add(
            new Judgement(
                rule,
                Verdict.VIOLATED,
                file,
                line,
                event.cpu(),
                broken.expected(),
                broken.observed(),
                evidence,
                broken.convention()));
      }
    } else {
      record(rule, 1, answer);
    }
  }

  /** The same answer so many times, for checks that are decided at the end of a log. */
  public void record(Rule rule, long times, Answer answer) {
    if (times == 0 || (!wanted.isEmpty() && !wanted.contains(rule))) {
      return;
    }
    if (answer instanceof Answer.Undetermined unknown) {
      undetermined[rule.ordinal()][unknown.reason().ordinal()] += times;
    } else if (answer instanceof Answer.Holds) {
      if (isConstructed() && constructed.contains(rule)) {
        undetermined[rule.ordinal()][Unknown.BY_CONSTRUCTION.ordinal()] += times;
      } else {
        held[rule.ordinal()] += times;
      }
    } else {
      throw new IllegalArgumentException("a violation belongs to an event");
    }
  }

  /** The answers by rule, of the rules that had any. */
  public Map<Rule, Count> byRule() {
    Map<Rule, Count> counts = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      Count count = new Count(held[rule.ordinal()], violated[rule.ordinal()], undetermined(rule));
      if (count.held() + count.violated() + count.undeterminedTotal() > 0) {
        counts.put(rule, count);
      }
    }
    return Collections.unmodifiableMap(counts);
  }

  private Map<Unknown, Long> undetermined(Rule rule) {
    Map<Unknown, Long> reasons = new EnumMap<>(Unknown.class);
    for (Unknown reason : Unknown.values()) {
      long times = undetermined[rule.ordinal()][reason.ordinal()];
      if (times > 0) {
        reasons.put(reason, times);
      }
    }
    return Collections.unmodifiableMap(reasons);
  }

  /** The violations that were kept, in the order of the files and lines. */
  public List<Judgement> violations() {
    return Collections.unmodifiableList(violations);
  }

  /** Adds what another counted, of files behind those of this one. */
  void add(Tally other) {
    for (Rule rule : Rule.values()) {
      int i = rule.ordinal();
      held[i] += other.held[i];
      violated[i] += other.violated[i];
      for (int reason = 0; reason < undetermined[i].length; reason++) {
        undetermined[i][reason] += other.undetermined[i][reason];
      }
    }
    int room = KEPT - violations.size();
    violations.addAll(
        other.violations.subList(0, Math.min(Math.max(room, 0), other.violations.size())));
  }

  /** Puts the violations of the file in the order of its lines; some are found at its end only. */
  void endFile() {
    int first = violations.size();
    while (first > 0 && violations.get(first - 1).file().equals(file)) {
      first--;
    }
    violations
        .subList(first, violations.size())
        .sort(java.util.Comparator.comparingLong(Judgement::line));
  }
}
