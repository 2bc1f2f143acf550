// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.model.namespace.FreeNumbers;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.registry.RegistryFile;

/**
 * {@code armcall namespace alloc}: proposes numbers that nobody has.
 *
 * @param applicant who wants them
 * @param immediates whether immediates of HVC are wanted, not function numbers
 * @param from the lowest to propose
 * @param count how many, one after the other
 * @param files a project's own claims, which are kept clear of too
 */
record NamespaceAlloc(
    Applicant applicant, boolean immediates, int from, int count, List<String> files) {
  static final String DETAILS =
      """
      alloc proposes the lowest function numbers of WHOM's range (hypervisor, firmware, silicon, oem,
      cpu, trusted-os, trusted-application) that no claim has, as 32-bit and as 64-bit identifiers,
      or with --immediate immediates of HVC; and says what it checked and what is left to you.
      FILEs are a project's own claims.
      """;

  static Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("for")
            .hasArg()
            .argName("WHOM")
            .desc("alloc: who is to have the numbers")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("count")
            .hasArg()
            .argName("N")
            .desc("alloc: how many, one after the other; default 1")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("from")
            .hasArg()
            .argName("N")
            .desc("alloc: the lowest function number or immediate to propose")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("immediate")
            .desc("alloc: immediates of HVC, not function numbers")
            .get());
    return options;
  }

  static NamespaceAlloc of(CommandLine line, List<String> files) {
    if (!line.hasOption("for")) {
      throw CommandException.usage(
          "namespace alloc needs to know for whom, for example: namespace alloc --for hypervisor");
    }
    boolean immediates = line.hasOption("immediate");
    int end = immediates ? FreeNumbers.IMMEDIATES : FreeNumbers.FUNCTIONS;
    int lowest = immediates ? 1 : 0;
    int from = number(line, "from", lowest, lowest, end - 1);
    return new NamespaceAlloc(
        Applicant.of(line.getOptionValue("for")),
        immediates,
        from,
        number(line, "count", 1, 1, end - from),
        files);
  }

  private static int number(CommandLine line, String option, int otherwise, int low, int high) {
    if (!line.hasOption(option)) {
      return otherwise;
    }
    String given = line.getOptionValue(option);
    try {
      long value = Long.decode(given);
      if (value >= low && value <= high) {
        return (int) value;
      }
    } catch (NumberFormatException none) {
      // The message is the same.
    }
    throw CommandException.usage(
        "--" + option + " is " + low + " to " + high + " here, not '" + given + "'");
  }

  ExitCode run(boolean json, Terminal terminal) {
    CheckedFiles read = CheckedFiles.read(files);
    if (!read.headers().isEmpty() || !read.trees().isEmpty()) {
      throw CommandException.usage(
          "namespace alloc takes files of claims (JSON); check takes headers and device trees too");
    }
    Registry all = RegistryFile.builtIn().with(read.claims());
    Allocation proposed =
        immediates
            ? Allocation.immediates(applicant, from, count, all)
            : Allocation.functions(applicant, from, count, all);
    terminal.out().print(json ? proposed.json().toPrettyString() + "\n" : proposed.text());
    return ExitCode.HOLDS;
  }
}
