// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import org.armcall.traces.format.LogFormat;

/**
 * One reader of logs as a program that Jazzer starts. Its argument is the name of a {@link
 * LogFormat}, or {@link #PLANTED} for a fault that coverage leads to.
 */
public final class LogTarget {
  /** Fails on what begins with {@code hvc}, which no seed does and no chance finds so soon. */
  static final String PLANTED = "planted";

  private static String target = PLANTED;

  private LogTarget() {}

  /** What Jazzer calls first. */
  public static void fuzzerInitialize(String[] args) {
    target = args[0];
  }

  /** What Jazzer calls for each input. */
  public static void fuzzerTestOneInput(byte[] log) {
    if (!target.equals(PLANTED)) {
      LogContract.isKept(LogFormat.valueOf(target), log);
    } else if (log.length > 2 && log[0] == 'h') {
      if (log[1] == 'v') {
        if (log[2] == 'c') {
          throw new IllegalStateException("the planted fault");
        }
      }
    }
  }
}
