// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One sub-command of {@code armcall}. */
public interface Command {
  /** The operands after the options, as the usage line shows them. */
  String operands();

  /** What the command does, in one sentence that ends with when it exits 0. */
  String summary();

  /** The options; {@code --json} and {@code --help} are added to every command's. */
  Options options();

  /** The long names of the options that may be given more than once. */
  default Set<String> repeatable() {
    return Set.of();
  }

  /** What else {@code armcall help COMMAND} says. */
  default String details() {
    return "";
  }

  /**
   * Runs the command.
   *
   * @throws CommandException to end with one line and an exit code
   */
  ExitCode run(CommandLine line, Terminal terminal);
}
