// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * What a property of a model says that is not named after a rule, or a test that names none.
 *
 * @param sentence what it says
 * @param rules the rules that it stands for; may be empty
 * @param sources where it is from besides; empty only where there are rules
 */
public record Law(String sentence, List<RuleEntry> rules, List<RuleEntry.Source> sources) {
  /** Copies the lists. */
  public Law {
    rules = List.copyOf(rules);
    sources = List.copyOf(sources);
  }

  /** Its own sources, then those of its rules, none twice. */
  public List<RuleEntry.Source> allSources() {
    List<RuleEntry.Source> all = new ArrayList<>(sources);
    for (RuleEntry rule : rules) {
      rule.sources().stream().filter(source -> !all.contains(source)).forEach(all::add);
    }
    return List.copyOf(all);
  }
}
