// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.util.List;

/** Ends a command with one line for the user and an exit code. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private CommandException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line is wrong; the message says what is and what to do. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  /**
   * An option has another value than it may have.
   *
   * @param option its long name
   * @param words what it may be, in the order of its help
   */
  public static CommandException notOneOf(String option, List<String> words, String given) {
    int last = words.size() - 1;
    return usage(
        "--"
            + option
            + " is "
            + (last == 0 ? "" : String.join(", ", words.subList(0, last)) + " or ")
            + words.get(last)
            + ", not '"
            + given
            + "'");
  }

  /** An input cannot be read or is malformed; the message names it. */
  public static CommandException input(String message) {
    return new CommandException(ExitCode.INPUT, message);
  }

  /** An engine failed, or a place cannot be written to; the message says which and why. */
  public static CommandException engine(String message) {
    return new CommandException(ExitCode.ENGINE, message);
  }

  /** The code that the process ends with. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
