// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.List;
import java.util.Optional;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.PartialWord;

/**
 * What a level that has a syndrome register is told of a call.
 *
 * @param syndrome the word
 * @param immediate the immediate, where the word holds it architecturally
 * @param rules the rules that say so; they have no part where the level has no syndrome register
 */
record Report(PartialWord syndrome, Optional<Immediate> immediate, List<Rule> rules) {
  Report(PartialWord syndrome, Rule... rules) {
    this(syndrome, Optional.empty(), List.of(rules));
  }
}
