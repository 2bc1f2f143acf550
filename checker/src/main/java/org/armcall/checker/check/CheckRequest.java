// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to check.
 *
 * @param spec the directory that holds the manifest
 * @param names which models, as {@link Manifest#select} takes them; all when empty
 * @param workers how many engine processes at a time
 * @param timeLimit for each model whose manifest entry has none
 * @param out the run directory; none when empty
 * @param commandLine as the user typed it, for the run directory
 */
public record CheckRequest(
    Path spec,
    List<String> names,
    Profile profile,
    int workers,
    Duration timeLimit,
    Optional<Path> out,
    List<String> commandLine) {

  /** As many engine processes at a time as was measured to be best on two cores. */
  public static final int DEFAULT_WORKERS = 2;

  /** Long enough for the largest model of the profile on a slow machine. */
  public static Duration defaultTimeLimit(Profile profile) {
    return profile == Profile.QUICK ? Duration.ofMinutes(5) : Duration.ofHours(1);
  }
}
