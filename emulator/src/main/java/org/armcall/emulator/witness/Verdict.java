// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of the cases of one or more images.
 *
 * @param cases how many ran
 * @param kinds how many were closest to each kind of outcome
 * @param deviations how many each known deviation explains
 * @param pairs of the cases in which both machines do what the model allows, how many did the same,
 *     and how many two of several allowed things
 * @param findings what nothing explains, each in several lines for a person
 */
public record Verdict(
    int cases,
    Map<String, Integer> kinds,
    Map<String, Integer> deviations,
    Map<String, Integer> pairs,
    List<String> findings) {
  /** Nothing ran. */
  public static final Verdict NONE = new Verdict(0, Map.of(), Map.of(), Map.of(), List.of());

  /** Copies the collections. */
  public Verdict {
    kinds = Map.copyOf(kinds);
    deviations = Map.copyOf(deviations);
    pairs = Map.copyOf(pairs);
    findings = List.copyOf(findings);
  }

  /** Both together. */
  public Verdict and(Verdict other) {
    List<String> both = new ArrayList<>(findings);
    both.addAll(other.findings);
    return new Verdict(
        cases + other.cases,
        sum(kinds, other.kinds),
        sum(deviations, other.deviations),
        sum(pairs, other.pairs),
        both);
  }

  private static Map<String, Integer> sum(Map<String, Integer> left, Map<String, Integer> right) {
    Map<String, Integer> sum = new TreeMap<>(left);
    right.forEach((key, count) -> sum.merge(key, count, Integer::sum));
    return sum;
  }
}
