// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Rule;

/**
 * The rules that a reader of a finding may want to know beside the broken one.
 *
 * @param close those that the finding names, and the closest of the same family
 * @param others the rest of the family
 */
record RelatedRules(List<RuleEntry> close, List<RuleEntry> others) {
  private static final int MOST_CLOSE = 3;

  static RelatedRules of(RuleCatalogue catalogue, RuleEntry rule, Finding finding) {
    List<RuleEntry> all = catalogue.entries();
    int at = all.indexOf(rule);
    List<RuleEntry> named =
        all.stream()
            .filter(entry -> entry != rule && isNamed(entry.rule(), rule, finding))
            .toList();
    // Rules of the same event have words of their ids in common, or stand beside each other.
    Comparator<RuleEntry> closest =
        Comparator.<RuleEntry>comparingInt(entry -> -sharedWords(entry.rule(), rule.rule()))
            .thenComparingInt(entry -> Math.abs(all.indexOf(entry) - at));
    List<RuleEntry> family =
        all.stream()
            .filter(entry -> entry != rule && entry.rule().family() == rule.rule().family())
            .filter(entry -> !named.contains(entry))
            .sorted(closest)
            .toList();
    int room = Math.max(0, MOST_CLOSE - named.size());
    // One alone is not worth folding away.
    int more = family.size() <= room + 1 ? family.size() : room;
    List<RuleEntry> close = new java.util.ArrayList<>(named);
    close.addAll(family.subList(0, more));
    List<RuleEntry> others =
        all.stream().filter(family.subList(more, family.size())::contains).toList();
    return new RelatedRules(List.copyOf(close), others);
  }

  private static boolean isNamed(Rule other, RuleEntry rule, Finding finding) {
    return (rule.sentence() + ' ' + finding.expected() + ' ' + finding.observed())
        .contains(other.id());
  }

  private static int sharedWords(Rule one, Rule other) {
    Set<String> words = words(one);
    words.retainAll(words(other));
    // Of the same instruction is closer than, say, of an immediate too.
    return words.stream().mapToInt(word -> word.matches("(HVC|SMC|SVC).*") ? 2 : 1).sum();
  }

  /** Of the id without its family. */
  private static Set<String> words(Rule rule) {
    List<String> parts = List.of(rule.id().split("-"));
    Set<String> words = new HashSet<>(parts.subList(1, parts.size()));
    words.remove("NO");
    return words;
  }
}
