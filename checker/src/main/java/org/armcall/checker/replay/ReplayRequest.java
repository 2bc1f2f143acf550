// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;

/**
 * What to replay.
 *
 * @param files the logs; each is a run of its own
 * @param platform the machine they were recorded on, which sharpens the checks
 * @param rules the rules to check; all where empty
 * @param format the form of the logs
 * @param callees what is known of who answers the calls
 */
public record ReplayRequest(
    List<Path> files,
    Optional<Platform> platform,
    Set<Rule> rules,
    TraceFormat format,
    Expectations callees) {
  /** Copies the collections. */
  public ReplayRequest {
    files = List.copyOf(files);
    rules = Set.copyOf(rules);
  }

  /** Logs from whatever callees. */
  public ReplayRequest(
      List<Path> files, Optional<Platform> platform, Set<Rule> rules, TraceFormat format) {
    this(files, platform, rules, format, Expectations.NONE);
  }

  /** Logs of whatever form. */
  public ReplayRequest(List<Path> files, Optional<Platform> platform, Set<Rule> rules) {
    this(files, platform, rules, TraceFormat.AUTO, Expectations.NONE);
  }

  /** These logs against all rules, from an unknown machine. */
  public static ReplayRequest of(Path... files) {
    return new ReplayRequest(List.of(files), Optional.empty(), Set.of());
  }
}
