// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ConduitMismatch;
import org.armcall.model.namespace.Declaration;
import org.armcall.model.namespace.Finding;
import org.armcall.model.namespace.OwnerRole;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.registry.RegistryFile;

/**
 * {@code armcall namespace check}: a project's claims, headers and device trees against each other
 * and the registry.
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
      check takes a project's own claims (JSON, as in spec/registry), C headers, and device trees (.dtb,
      or .dts where the device-tree compiler is installed). Of a header it
      reads every #define and enum, in every branch of #if, and tells which are numbers of calls:
      by the macro that makes them, by value and name, or because the registry has them. Numbers
      of before the convention are small; name them with --prefix. See spec/registry/README.md.
      """;

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
    List<Finding> found = findings(read, all, claims);
    Map<CheckedTree, List<TreeClash>> inTrees = new LinkedHashMap<>();
    read.trees().forEach(tree -> inTrees.put(tree, TreeClash.of(tree, all)));
    List<CallNumbers> headers =
        read.headers().stream().map(header -> CallNumbers.of(header, all, asked)).toList();
    List<HeaderFinding> findings = HeaderFindings.among(all, role, headers);
    if (json) {
      ObjectNode node = NamespaceJson.of(claims.size(), found, read.places());
      if (!headers.isEmpty()) {
        HeaderJson.add(node, headers, findings);
      }
      if (!read.trees().isEmpty()) {
        TreeJson.add(node, read.trees(), inTrees);
      }
      terminal.out().println(node.toPrettyString());
    } else {
      String text =
          CheckText.findings(found, read.places())
              + HeaderText.of(headers, findings, isVerbose)
              + TreeText.of(read.trees(), inTrees, all);
      terminal.out().print(text + (text.isEmpty() ? "" : "\n"));
      if (headers.isEmpty() && read.trees().isEmpty() || !claims.isEmpty()) {
        terminal
            .out()
            .print(
                CheckText.summary(
                    files.isEmpty() ? all.claims().size() : read.claims().claims().size(), found));
      }
      if (!headers.isEmpty()) {
        terminal.out().print(HeaderText.summary(headers, findings, all, role));
      }
      if (!read.trees().isEmpty()) {
        terminal.out().print(TreeText.summary(read.trees(), inTrees, all));
      }
    }
    boolean holds =
        found.isEmpty()
            && findings.isEmpty()
            && inTrees.values().stream().allMatch(List::isEmpty)
            && read.trees().stream().allMatch(tree -> tree.faults().isEmpty());
    return holds ? ExitCode.HOLDS : ExitCode.VIOLATED;
  }

  /** What is wrong with the claims that are checked, alone, together, and beside the trees. */
  private static List<Finding> findings(CheckedFiles read, Registry all, Set<Claim> claims) {
    List<Finding> found = new ArrayList<>(Finding.among(all));
    found.removeIf(finding -> finding.claims().stream().noneMatch(claims::contains));
    List<Declaration> declared =
        read.trees().stream()
            .flatMap(tree -> tree.declared().declarations(tree.file()).stream())
            .toList();
    found.addAll(ConduitMismatch.among(read.claims().claims(), declared));
    return found;
  }
}
