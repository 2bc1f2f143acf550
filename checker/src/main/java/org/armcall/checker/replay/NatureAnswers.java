// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.rule.Rule;

/** What the checks say of every exception of one nature; nothing of it is a violation. */
final class NatureAnswers {
  private record Said(Rule rule, Answer answer) {}

  private final List<Said> answers = new ArrayList<>();
  private boolean violated;
  private boolean credible;
  private long times;

  /** One of the answers. */
  void say(Rule rule, Answer answer) {
    violated |= answer.isViolation();
    answers.add(new Said(rule, answer));
  }

  /** All was said. */
  void end(boolean isCredible) {
    credible = isCredible;
  }

  /** Whether the same may be said of another exception: a violation is each one's own. */
  boolean mayBeRepeated() {
    return !violated;
  }

  /** Whether the syndrome is credible. */
  boolean isCredible() {
    return credible;
  }

  /** The same is said of another exception; true where it is the first since it was handed over. */
  boolean repeat() {
    return times++ == 0;
  }

  /** Hands over the answers to the exceptions that it was repeated for. */
  void handOver(Tally tally) {
    answers.forEach(said -> tally.record(said.rule(), times, said.answer()));
    times = 0;
  }
}
