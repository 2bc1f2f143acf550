// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.rules.RuleCatalogue;

/**
 * What is to be shown of some results. The findings are not held: each format reads them again, one
 * at a time.
 */
final class Report {
  /** Places that are named of a finding that shows often. */
  static final int PLACES = 20;

  /**
   * Findings of a rule that are told in full: those that show first. Who reads a hundred has seen
   * what the rule is about, and thousands told alike are a directory that nobody can send.
   */
  static final int IN_FULL = 100;

  /**
   * How often a finding shows.
   *
   * @param what the rule or property
   * @param places the first of them
   */
  record Shown(String what, long times, List<String> places) {}

  /**
   * What to leave out.
   *
   * @param known ids of findings that are not new
   * @param only ids of the findings to show; all where it is empty
   * @param foreseen whether a model that fails as the manifest expects is shown
   */
  record Choice(Set<String> known, Set<String> only, boolean foreseen) {}

  private final List<KeptResult> results;
  private final Choice choice;
  private final Imaging imaging;
  private final RuleCatalogue catalogue = RuleCatalogue.load();
  private final Map<String, Shown> shown = new LinkedHashMap<>();
  private final Map<String, Integer> ofRule = new HashMap<>();
  private final Set<String> inShort = new HashSet<>();
  private long count;
  private long known;

  Report(List<KeptResult> results, Choice choice) {
    this(results, choice, new Imaging(Images.UNKNOWN));
  }

  Report(List<KeptResult> results, Choice choice, Imaging imaging) {
    this.results = List.copyOf(results);
    this.choice = choice;
    this.imaging = imaging;
    for (KeptResult result : results) {
      result.forEach(catalogue, choice.foreseen(), this::take);
    }
  }

  private void take(Finding finding) {
    if (choice.known().contains(finding.id())) {
      known++;
      return;
    }
    if (!isChosen(finding)) {
      return;
    }
    count++;
    Shown before = shown.get(finding.id());
    if (before == null) {
      if (ofRule.merge(finding.what(), 1, Integer::sum) > IN_FULL && choice.only().isEmpty()) {
        inShort.add(finding.id());
      }
      shown.put(
          finding.id(),
          new Shown(finding.what(), 1, new ArrayList<>(List.of(finding.place().text()))));
      return;
    }
    if (before.places().size() < PLACES) {
      before.places().add(finding.place().text());
    }
    shown.put(finding.id(), new Shown(before.what(), before.times() + 1, before.places()));
  }

  private boolean isChosen(Finding finding) {
    return !choice.known().contains(finding.id())
        && (choice.only().isEmpty() || choice.only().contains(finding.id()));
  }

  List<KeptResult> results() {
    return results;
  }

  RuleCatalogue catalogue() {
    return catalogue;
  }

  /** How many findings there are, those that show again included. */
  long count() {
    return count;
  }

  /** How many were left out because the baseline has them. */
  long known() {
    return known;
  }

  /** Whether the finding of that id is told in short, as others of its rule came before it. */
  boolean isInShort(String id) {
    return inShort.contains(id);
  }

  /** How many are told in short. */
  int inShort() {
    return inShort.size();
  }

  private Finding told(KeptResult result, Finding finding) {
    return isInShort(finding.id())
        ? finding.inShort(
            IN_FULL
                + " findings of "
                + finding.what()
                + " are told in full. This one: armcall report "
                + result.operand()
                + " --only "
                + finding.id()
                + " --format text")
        : finding;
  }

  /** Every finding once, by its id, in the order in which they show. */
  Map<String, Shown> shown() {
    return Collections.unmodifiableMap(shown);
  }

  /** Every finding of one result. */
  void forEach(KeptResult result, Consumer<Finding> sink) {
    long[] number = new long[1];
    result.forEach(
        catalogue,
        choice.foreseen(),
        finding -> {
          number[0]++;
          if (isChosen(finding)) {
            sink.accept(told(result, finding.with(imaging.of(finding, result, number[0]))));
          }
        });
  }

  /** Every finding of all results. */
  void forEach(Consumer<Finding> sink) {
    results.forEach(result -> forEach(result, sink));
  }

  /**
   * Every finding of one result that has not shown before, in the order of {@link #shown}.
   *
   * @throws CommandException if the result was replaced since it was opened
   */
  void forEachOnce(KeptResult result, Set<String> seen, Consumer<Finding> sink) {
    forEach(
        result,
        finding -> {
          if (!shown.containsKey(finding.id())) {
            throw CommandException.input(
                result.operand() + " changed while it was read; repeat the command");
          }
          if (seen.add(finding.id())) {
            sink.accept(finding);
          }
        });
  }
}
