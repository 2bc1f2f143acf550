// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.List;
import org.armcall.model.rule.Rule;

/**
 * A call that goes wrong under a design, step by step.
 *
 * @param id its name, which does not change while the model does not
 * @param design the design
 * @param property what is broken
 * @param column where
 * @param steps what happens, in words
 * @param rules the rules that say so
 */
public record Counterexample(
    String id,
    Design design,
    DesignProperty property,
    Column column,
    List<String> steps,
    List<Rule> rules) {
  /** Copies the lists. */
  public Counterexample {
    steps = List.copyOf(steps);
    rules = List.copyOf(rules);
  }
}
