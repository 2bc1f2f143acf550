// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.rule.Rule;

/**
 * The chain of rules that led to an outcome, in the order in which they were asked.
 *
 * @param rules the rules, without repetition
 */
public record Because(List<Rule> rules) {
  /** No rule yet. */
  public static final Because NOTHING = new Because(List.of());

  /** Copies the list. */
  public Because {
    rules = List.copyOf(rules);
  }

  /** This chain and one more rule; a rule that is in it already stays where it is. */
  public Because and(Rule rule) {
    if (rules.contains(rule)) {
      return this;
    }
    List<Rule> longer = new ArrayList<>(rules);
    longer.add(rule);
    return new Because(longer);
  }
}
