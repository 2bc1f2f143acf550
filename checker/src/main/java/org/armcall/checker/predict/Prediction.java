// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.Outcome;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.ProcessorState;

/**
 * The model's answer to a case.
 *
 * @param outcomes the allowed outcomes, in the order in which the rules found them
 * @param rules every rule that had a part, in order
 */
public record Prediction(List<Outcome> outcomes, List<Rule> rules) {

  /** The union of the outcomes over the case's states. */
  public static Prediction of(Case question) {
    Map<Outcome, Outcome> outcomes = new LinkedHashMap<>();
    Set<Rule> rules = new LinkedHashSet<>();
    for (ProcessorState state : question.states()) {
      for (Outcome outcome :
          CallSemantics.outcomes(question.platform(), state, question.instruction())) {
        outcomes.putIfAbsent(outcome.behaviour(), outcome);
        rules.addAll(outcome.because().rules());
      }
    }
    return new Prediction(new ArrayList<>(outcomes.values()), new ArrayList<>(rules));
  }
}
