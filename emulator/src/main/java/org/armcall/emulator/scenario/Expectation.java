// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.rule.Rule;

/**
 * What a scenario is expected to show. A part that is empty is not looked at.
 *
 * @param decisions what the handler decides, in order
 * @param reliance whether anything relies on bits that it may not rely on
 * @param violated the rules that a replay of the trace finds violated, and no others
 * @param ending how the run ends
 * @param executed the immediates of the calls that are executed, in order
 * @param immediates those that the handler may go by, and no others
 * @param counts how often something happens
 * @param processors where the processors are at the end; there may be more processors
 */
public record Expectation(
    Optional<List<Decision>> decisions,
    Optional<Boolean> reliance,
    Optional<List<Rule>> violated,
    Optional<EndingKind> ending,
    Optional<List<Integer>> executed,
    Optional<List<Integer>> immediates,
    Map<Count, Range> counts,
    List<Finish> processors) {

  /** Nothing is expected. */
  public static final Expectation NONE =
      new Expectation(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          List.of());

  /** Copies the collections. */
  public Expectation {
    decisions = decisions.map(List::copyOf);
    violated = violated.map(List::copyOf);
    executed = executed.map(List::copyOf);
    immediates = immediates.map(List::copyOf);
    Map<Count, Range> sorted = new EnumMap<>(Count.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
    processors = List.copyOf(processors);
  }

  /** Whether nothing is expected. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** These decisions, besides. */
  public Expectation decides(List<Decision> all) {
    return new Expectation(
        Optional.of(all), reliance, violated, ending, executed, immediates, counts, processors);
  }

  /** Whether there is a reliance, besides. */
  public Expectation relies(Optional<Boolean> expected) {
    return new Expectation(
        decisions, expected, violated, ending, executed, immediates, counts, processors);
  }

  /** These rules violated, besides. */
  public Expectation violates(List<Rule> rules) {
    return new Expectation(
        decisions, reliance, Optional.of(rules), ending, executed, immediates, counts, processors);
  }

  /** Such an end, besides. */
  public Expectation ends(EndingKind kind) {
    return new Expectation(
        decisions, reliance, violated, Optional.of(kind), executed, immediates, counts, processors);
  }

  /** Calls with these immediates, besides. */
  public Expectation executes(List<Integer> all) {
    return new Expectation(
        decisions, reliance, violated, ending, Optional.of(all), immediates, counts, processors);
  }

  /** No immediate but these, besides. */
  public Expectation among(List<Integer> all) {
    return new Expectation(
        decisions, reliance, violated, ending, executed, Optional.of(all), counts, processors);
  }

  /** So many of something, besides. */
  public Expectation counts(Count what, Range range) {
    Map<Count, Range> more = new EnumMap<>(Count.class);
    more.putAll(counts);
    more.put(what, range);
    return new Expectation(
        decisions, reliance, violated, ending, executed, immediates, more, processors);
  }

  /** Processors there at the end, besides. */
  public Expectation ends(List<Finish> all) {
    return new Expectation(
        decisions, reliance, violated, ending, executed, immediates, counts, all);
  }

  /** What is expected of cpu0 at the end. */
  public Finish first() {
    return processors.isEmpty() ? Finish.ANY : processors.get(0);
  }

  /**
   * A decision of a handler.
   *
   * @param result {@code recovered}, {@code unavailable}, {@code contradicted} or {@code ignored}
   * @param immediate what it took for the immediate
   * @param dispatch {@code psci}, {@code hypercall}, {@code refused} or {@code skipped}
   * @param reason what stands in its reason, among other words
   */
  public record Decision(
      String result, OptionalInt immediate, Optional<String> dispatch, Optional<String> reason) {
    /** One whose reason is not looked at. */
    public Decision(String result, OptionalInt immediate, Optional<String> dispatch) {
      this(result, immediate, dispatch, Optional.empty());
    }
  }

  /** How a run ends, in a word. */
  public enum EndingKind {
    HALTED("halted"),
    LIMIT("limit"),
    SCHEDULE("schedule-ended"),
    NOBODY("nobody-left"),
    NOT_MODELLED("not-modelled"),
    FAULTED("faulted");

    private final String word;

    EndingKind(String word) {
      this.word = word;
    }

    /** The word in scenarios. */
    public String word() {
      return word;
    }
  }
}
