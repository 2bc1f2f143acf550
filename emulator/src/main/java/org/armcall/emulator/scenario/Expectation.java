// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
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
 */
public record Expectation(
    Optional<List<Decision>> decisions,
    Optional<Boolean> reliance,
    Optional<List<Rule>> violated,
    Optional<EndingKind> ending) {

  /** Nothing is expected. */
  public static final Expectation NONE =
      new Expectation(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether nothing is expected. */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * A decision of a handler.
   *
   * @param result {@code recovered}, {@code unavailable}, {@code contradicted} or {@code ignored}
   * @param immediate what it took for the immediate
   * @param dispatch {@code psci}, {@code hypercall}, {@code refused} or {@code skipped}
   */
  public record Decision(String result, OptionalInt immediate, Optional<String> dispatch) {}

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
