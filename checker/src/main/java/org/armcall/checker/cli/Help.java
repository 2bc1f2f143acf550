// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Prints what a command is for and which options it has. */
public final class Help {
  private Help() {}

  /** The options of a command and those that every command has. */
  public static Options complete(Options own) {
    Options all = new Options();
    own.getOptions().forEach(all::addOption);
    all.addOption(Option.builder().longOpt("json").desc("print the result as JSON").get());
    all.addOption(Option.builder("h").longOpt("help").desc("explain the command").get());
    return all;
  }

  /**
   * The command line as the user typed it, as far as the parser kept it: operands first, then
   * options.
   */
  public static List<String> typed(String name, CommandLine line) {
    List<String> words = new ArrayList<>(List.of("armcall", name));
    words.addAll(line.getArgList());
    for (Option option : line.getOptions()) {
      words.add("--" + option.getLongOpt());
      Optional.ofNullable(option.getValue()).ifPresent(words::add);
    }
    return words;
  }

  /** Prints the usage line and the summary. */
  public static void printSummary(String name, Command command, PrintStream out) {
    out.println("  " + name + " " + command.operands());
    out.println("      " + command.summary());
  }

  /** Prints everything about the command. */
  public static void print(String name, Command command, PrintStream out) {
    out.println("armcall " + name + " " + command.operands());
    out.println();
    out.println(command.summary());
    out.println();
    for (Option option : complete(command.options()).getOptions()) {
      String value =
          option.hasArg()
              ? " " + (option.getArgName() == null ? "VALUE" : option.getArgName())
              : "";
      out.printf("  %-30s %s%n", "--" + option.getLongOpt() + value, option.getDescription());
    }
    if (!command.details().isEmpty()) {
      out.println();
      out.print(command.details());
    }
  }
}
