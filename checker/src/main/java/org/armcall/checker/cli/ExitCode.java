// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

/** The exit codes of every command. People script them: they do not change. */
public enum ExitCode {
  /** Everything asked for holds. */
  HOLDS(0),
  /** A rule or property is violated. */
  VIOLATED(1),
  /** The command line is wrong. */
  USAGE(2),
  /** An input cannot be read or is malformed. */
  INPUT(3),
  /** An engine failed or ran out of memory or time, or what is to be kept cannot be written. */
  ENGINE(4);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The code of that status. */
  public static ExitCode of(int status) {
    for (ExitCode code : values()) {
      if (code.status == status) {
        return code;
      }
    }
    throw new IllegalArgumentException("no exit code is " + status);
  }

  /** The status that the process ends with. */
  public int status() {
    return status;
  }
}
