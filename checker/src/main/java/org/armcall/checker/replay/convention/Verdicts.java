// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.checker.replay.Answer;
import org.armcall.checker.replay.FollowedConvention;
import org.armcall.checker.replay.Tally;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** Takes the answers of the checks: counts by itself what is not violated, for there is much. */
final class Verdicts {
  private final Tally tally;
  private Set<Rule> constructed = Set.of();
  private final long[] held = new long[Rule.values().length];
  private final Map<Unknown, long[]> undetermined = new EnumMap<>(Unknown.class);

  Verdicts(Tally tally) {
    this.tally = tally;
  }

  /** What follows is about an event in which these rules are kept by construction. */
  void holdByConstruction(Set<Rule> rules) {
    constructed = rules;
  }

  void holds(Rule rule) {
    if (!constructed.isEmpty() && constructed.contains(rule)) {
      unknown(rule, Unknown.BY_CONSTRUCTION);
    } else {
      held[rule.ordinal()]++;
    }
  }

  void unknown(Rule rule, Unknown why) {
    undetermined.computeIfAbsent(why, key -> new long[held.length])[rule.ordinal()]++;
  }

  void violated(
      Rule rule,
      TraceEvent shownBy,
      String expected,
      String observed,
      List<SourceLine> evidence,
      FollowedConvention convention) {
    tally.record(rule, shownBy, Answer.violated(expected, observed, convention), evidence);
  }

  void violated(
      Rule rule, TraceEvent shownBy, String expected, String observed, List<SourceLine> evidence) {
    tally.record(rule, shownBy, Answer.violated(expected, observed), evidence);
  }

  /** Hands over what was counted. */
  void endOfLog() {
    Set<Rule> all = EnumSet.allOf(Rule.class);
    for (Rule rule : all) {
      tally.record(rule, held[rule.ordinal()], Answer.holds());
      undetermined.forEach(
          (why, times) -> tally.record(rule, times[rule.ordinal()], Answer.unknown(why)));
    }
    java.util.Arrays.fill(held, 0);
    undetermined.clear();
  }
}
