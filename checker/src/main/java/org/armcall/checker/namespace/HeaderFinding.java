// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.List;
import org.armcall.model.rule.Rule;
import org.armcall.traces.header.DefinedNumber;

/**
 * What is wrong with a number of a header.
 *
 * @param rule the rule that is broken
 * @param number the number
 * @param sentence what is wrong, in one sentence
 * @param sources who says the other side
 */
record HeaderFinding(Rule rule, DefinedNumber number, String sentence, List<String> sources) {
  HeaderFinding {
    sources = List.copyOf(sources);
  }
}
