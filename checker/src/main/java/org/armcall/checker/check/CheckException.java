// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

/** A check that cannot start: what is wrong, and the exit code of the command. */
public final class CheckException extends Exception {

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** An input cannot be read or is malformed. */
  public static final int INPUT = 3;

  /** An engine is not there. */
  public static final int ENGINE = 4;

  private final int exitCode;

  /** Made with an exit code that is one of {@link #USAGE}, {@link #INPUT} and {@link #ENGINE}. */
  public CheckException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The exit code of the command. */
  public int exitCode() {
    return exitCode;
  }
}
