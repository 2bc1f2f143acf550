// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;

/**
 * What a check found at one place of a log.
 *
 * @param rule the rule that was checked
 * @param verdict the answer
 * @param file the file as the user named it
 * @param line the line that shows it, from 1
 * @param cpu the processor, where the log says it
 * @param expected what the rule asks for, in words
 * @param observed what the log says
 * @param evidence the lines of the record, as they stand in the log
 * @param convention the one that the callee was held to, where the rule is about its answer
 */
public record Judgement(
    Rule rule,
    Verdict verdict,
    String file,
    long line,
    OptionalInt cpu,
    String expected,
    String observed,
    List<SourceLine> evidence,
    Optional<FollowedConvention> convention) {

  /** The three answers of a check. */
  public enum Verdict {
    HOLDS,
    VIOLATED,
    /** The log does not say enough. */
    UNDETERMINED
  }

  /** Copies the evidence. */
  public Judgement {
    evidence = List.copyOf(evidence);
  }
}
