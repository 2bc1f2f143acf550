// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.armcall.traces.format.LogFormat;

/** Why checks have no answer, in words: each reason once, with how to record what it lacks. */
final class UndeterminedText {
  private UndeterminedText() {}

  /** How many checks have no answer for each reason, of all rules. */
  static Map<Unknown, Long> reasons(Tally tally) {
    Map<Unknown, Long> reasons = new EnumMap<>(Unknown.class);
    tally
        .byRule()
        .values()
        .forEach(
            count ->
                count.undetermined().forEach((why, times) -> reasons.merge(why, times, Long::sum)));
    return reasons;
  }

  /**
   * The reasons, on lines of their own; empty where there are none.
   *
   * @param title what stands behind "Undetermined, "
   */
  static String of(Tally tally, Set<LogFormat> formats, String title) {
    Map<Unknown, Long> reasons = reasons(tally);
    if (reasons.isEmpty()) {
      return "";
    }
    Map<Unknown, String> rules = new EnumMap<>(Unknown.class);
    tally
        .byRule()
        .forEach(
            (rule, count) ->
                count
                    .undetermined()
                    .keySet()
                    .forEach(why -> rules.merge(why, rule.id(), (a, b) -> a + " " + b)));
    StringBuilder out = new StringBuilder("\nUndetermined, ").append(title).append('\n');
    reasons.forEach(
        (why, times) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "%7d  %s\n         (%s; to decide it: %s)\n",
                    times,
                    why.text(),
                    rules.get(why),
                    why.remedy(formats))));
    return out.append('\n').toString();
  }
}
