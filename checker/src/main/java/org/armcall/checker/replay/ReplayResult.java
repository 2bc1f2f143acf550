// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a replay found.
 *
 * @param files the logs, as the user named them
 * @param census what is in them
 * @param tally the answers of the checks
 * @param problems one line for each log that could not be read, or not to its end
 */
public record ReplayResult(List<String> files, Census census, Tally tally, List<String> problems) {
  private static final int VIOLATED = 1;
  private static final int MALFORMED = 3;

  /** The violations, by file and line. */
  public List<Judgement> violations() {
    return tally.violations();
  }

  /** How many checks held. */
  public long held() {
    return tally.byRule().values().stream().mapToLong(Tally.Count::held).sum();
  }

  /** How many checks were violated. */
  public long violated() {
    return tally.byRule().values().stream().mapToLong(Tally.Count::violated).sum();
  }

  /** How many checks could not be decided. */
  public long undetermined() {
    return tally.byRule().values().stream().mapToLong(Tally.Count::undeterminedTotal).sum();
  }

  /** Whether not one check had an answer: then nothing holds either. */
  public boolean nothingChecked() {
    return held() + violated() == 0;
  }

  /**
   * {@code violated}; {@code incomplete} where nothing is violated in what could be read, but not
   * all could be; {@code nothing checked} where no check had an answer; or {@code holds}.
   */
  public String verdict() {
    if (violated() > 0) {
      return "violated";
    }
    if (!problems.isEmpty()) {
      return "incomplete";
    }
    return nothingChecked() ? "nothing checked" : "holds";
  }

  /**
   * The exit code: 1 where a rule is violated, for that stays so whatever was not read; else 3
   * where a log was not read, or not to its end; else 0. Single lines that could not be read do not
   * change it: the result says how many there are.
   */
  public int exitCode() {
    if (violated() > 0) {
      return VIOLATED;
    }
    return problems.isEmpty() ? 0 : MALFORMED;
  }

  /** The result for machines. */
  public ObjectNode toJson() {
    return ReplayJson.of(this);
  }

  /** Whether not one event of the logs could be read: then there is nothing to tell but why. */
  public boolean readNothing() {
    return !problems.isEmpty() && census.events() == 0;
  }

  /** The result for people, many lines; empty where nothing could be read. */
  public String toText() {
    return toText(List.of());
  }

  /**
   * The same, with what the result does not show of the presets that were given.
   *
   * @param untold a sentence each
   */
  public String toText(List<String> untold) {
    return readNothing() ? "" : ReplayText.of(this, untold);
  }
}
