// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.List;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** Takes the answers of the checks. */
interface Answers {
  /**
   * Takes an answer.
   *
   * @param at how the line of the event begins that shows it
   */
  void record(Rule rule, TraceEvent event, String at, Answer answer);

  /**
   * Takes an answer that several events lead to.
   *
   * @param event the one that shows it
   * @param evidence the lines of all of them
   */
  void record(Rule rule, TraceEvent event, Answer answer, List<SourceLine> evidence);
}
