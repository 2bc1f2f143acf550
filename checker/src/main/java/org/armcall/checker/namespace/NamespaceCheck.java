// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.model.namespace.Breach;
import org.armcall.model.namespace.Breaches;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Clash;
import org.armcall.model.namespace.Clashes;
import org.armcall.model.namespace.OwnerRole;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.registry.RegistryFile;

/**
 * {@code armcall namespace check}: a project's claims and headers against each other and the
 * registry.
 *
 * @param files what is checked; the registry itself if there are none
 * @param asked which names of headers are of calls, whatever their value
 * @param role what software the headers are of
 * @param isVerbose whether to list the numbers of headers that are none of calls
 */
record NamespaceCheck(
    List<String> files, CallNumbers.Asked asked, HeaderRole role, boolean isVerbose) {
  static final Set<String> REPEATABLE = Set.of("prefix", "hvc-prefix");

  static final String DETAILS =
      """
      check takes a project's own claims (JSON, as in spec/registry) and C headers. Of a header it
      reads every #define and enum, in every branch of #if, and tells which are numbers of calls:
      by the macro that makes them, by value and name, or because the registry has them. Numbers
      of before the convention are small; name them with --prefix. See spec/registry/README.md.
      """;

  private static final List<String> OPTIONS = List.of("role", "prefix", "hvc-prefix", "verbose");

  static Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("role")
            .hasArg()
            .argName("ROLE")
            .desc("check: what the headers are of: " + String.join(", ", roles()))
            .build());
    options.addOption(
        Option.builder()
            .longOpt("prefix")
            .hasArg()
            .argName("P")
            .desc("check: names that begin with P are function identifiers; may be repeated")
            .build());
    options.addOption(
        Option.builder()
            .longOpt("hvc-prefix")
            .hasArg()
            .argName("P")
            .desc("check: names that begin with P are immediates of HVC; may be repeated")
            .build());
    options.addOption(
        Option.builder("v")
            .longOpt("verbose")
            .desc("check: list what a header defines and is not taken for a call")
            .build());
    return options;
  }

  private static List<String> roles() {
    return Arrays.stream(OwnerRole.values()).map(NamespaceCheck::word).toList();
  }

  private static String word(OwnerRole role) {
    return role.text().replace(' ', '-');
  }

  /** The options are those of one verb. */
  static void refuseOptionsOf(String verb, CommandLine line) {
    for (String option : OPTIONS) {
      if (!verb.equals("check") && line.hasOption(option)) {
        throw CommandException.usage("--" + option + " is of namespace check");
      }
    }
  }

  static NamespaceCheck of(CommandLine line, List<String> files) {
    Optional<OwnerRole> role = Optional.empty();
    if (line.hasOption("role")) {
      String given = line.getOptionValue("role");
      role = Arrays.stream(OwnerRole.values()).filter(each -> word(each).equals(given)).findFirst();
      if (role.isEmpty()) {
        throw CommandException.usage(
            "--role takes " + String.join(", ", roles()) + ", not '" + given + "'");
      }
    }
    return new NamespaceCheck(
        files,
        new CallNumbers.Asked(values(line, "prefix"), values(line, "hvc-prefix")),
        new HeaderRole(role),
        line.hasOption("verbose"));
  }

  private static List<String> values(CommandLine line, String option) {
    List<String> values =
        line.hasOption(option) ? List.of(line.getOptionValues(option)) : List.of();
    if (values.contains("")) {
      throw CommandException.usage("--" + option + " takes the beginning of a name, not nothing");
    }
    return values;
  }

  ExitCode run(boolean json, Terminal terminal) {
    CheckedFiles read = CheckedFiles.read(files);
    Registry all = RegistryFile.builtIn().with(read.claims());
    Set<Claim> claims =
        new LinkedHashSet<>(files.isEmpty() ? all.claims() : read.claims().claims());
    List<Clash> clashes =
        Clashes.among(all).stream()
            .filter(clash -> claims.contains(clash.first()) || claims.contains(clash.second()))
            .toList();
    List<Breach> breaches =
        Breaches.among(all).stream().filter(breach -> claims.contains(breach.claim())).toList();
    List<CallNumbers> headers =
        read.headers().stream().map(header -> CallNumbers.of(header, all, asked)).toList();
    List<HeaderFinding> findings = HeaderFindings.among(all, role, headers);
    if (json) {
      ObjectNode node = NamespaceJson.of(claims.size(), clashes, breaches);
      if (!headers.isEmpty()) {
        HeaderJson.add(node, headers, findings);
      }
      terminal.out().println(node.toPrettyString());
    } else {
      terminal.out().print(CheckText.claims(clashes, breaches, read.places()));
      terminal.out().print(HeaderText.of(headers, findings, isVerbose));
      boolean found = !clashes.isEmpty() || !breaches.isEmpty() || !findings.isEmpty();
      terminal.out().print(found || !headers.isEmpty() ? "\n" : "");
      if (headers.isEmpty() || !claims.isEmpty()) {
        terminal.out().print(CheckText.summary(claims.size(), all, clashes, breaches));
      }
      if (!headers.isEmpty()) {
        terminal.out().print(HeaderText.summary(headers, findings, all, role));
      }
    }
    return clashes.isEmpty() && breaches.isEmpty() && findings.isEmpty()
        ? ExitCode.HOLDS
        : ExitCode.VIOLATED;
  }
}
