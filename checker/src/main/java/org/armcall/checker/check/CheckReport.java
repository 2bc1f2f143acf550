// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.time.Duration;
import java.util.List;

/** The results of a check, in the order of the manifest. */
public record CheckReport(Profile profile, List<CheckResult> results, Duration time) {

  private static final int ALL_AS_EXPECTED = 0;
  private static final int NOT_AS_EXPECTED = 1;
  private static final int UNREADABLE = 3;
  private static final int ENGINE_FAILED = 4;

  /** Whether the check was stopped before all models were done. */
  public boolean interrupted() {
    return has(Verdict.NotRun.class);
  }

  /**
   * The exit code: 1 when an expected verdict is not met, whatever else went wrong, because that
   * much is certain; then 3 when a model cannot be read; then 4 when an engine failed or the check
   * was stopped.
   */
  public int exitCode() {
    if (has(Verdict.Missed.class)) {
      return NOT_AS_EXPECTED;
    } else if (has(Verdict.Unreadable.class)) {
      return UNREADABLE;
    }
    return has(Verdict.Failed.class) || interrupted() ? ENGINE_FAILED : ALL_AS_EXPECTED;
  }

  /** How many models were as expected. */
  public long met() {
    return results.stream().filter(result -> result.verdict() instanceof Verdict.Met).count();
  }

  private boolean has(Class<? extends Verdict> kind) {
    return results.stream().anyMatch(result -> kind.isInstance(result.verdict()));
  }
}
