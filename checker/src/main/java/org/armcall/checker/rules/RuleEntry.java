// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.rules;

import java.util.List;
import java.util.Set;
import org.armcall.model.rule.Rule;

/**
 * One rule of the catalogue.
 *
 * @param rule its id
 * @param sentence what it says
 * @param sources where Arm, or who else, says it; never empty
 * @param witnesses evidence that is neither the specification nor the Java model; may be empty for
 *     ENC and IMM
 * @param appliesTo where the build insists on the id: spec, model, test, replay, emulator, law,
 *     scenario
 */
public record RuleEntry(
    Rule rule,
    String sentence,
    List<Source> sources,
    List<Source> witnesses,
    Set<String> appliesTo) {

  /**
   * A place in a document.
   *
   * @param document the document, or the machine
   * @param place the section, function or case in it
   */
  public record Source(String document, String place) {
    @Override
    public String toString() {
      return place.isEmpty() ? document : document + ", " + place;
    }
  }
}
