// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.armcall.checker.cli.Words;
import org.armcall.model.function.FunctionId;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.devicetree.DeclaredInterface;
import org.armcall.traces.devicetree.TreeFinding;

/** What device trees say about calls, as a person reads it. */
final class TreeText {
  private TreeText() {}

  /** What is wrong with the trees and what is worth a note, then what each names. */
  static String of(
      List<CheckedTree> trees, Map<CheckedTree, List<TreeClash>> clashes, Registry registry) {
    StringBuilder text = new StringBuilder();
    for (CheckedTree tree : trees) {
      for (TreeClash each : clashes.getOrDefault(tree, List.of())) {
        text.append(
            NamespaceText.line(
                "%s: %s: %s (%s)", tree.file(), each.node(), each.sentence(), TreeClash.RULE.id()));
        text.append(NamespaceText.line("  %s", each.source()));
      }
      tree.declared().findings().forEach(each -> text.append(finding(tree.file(), each)));
    }
    trees.forEach(tree -> text.append(tree(tree, registry)));
    return text.toString();
  }

  private static String finding(String file, TreeFinding finding) {
    return NamespaceText.line(
            "%s: %s: %s%s",
            file, finding.node(), finding.kind().isFault() ? "" : "note: ", finding.sentence())
        + NamespaceText.line("  %s", finding.kind().source());
  }

  private static String tree(CheckedTree tree, Registry registry) {
    StringBuilder text = new StringBuilder();
    List<DeclaredInterface> named = tree.declared().interfaces();
    text.append(
        NamespaceText.line(
            "%s: device tree, %s",
            tree.file(), CheckText.counted(named.size(), "interface", "interfaces")));
    for (DeclaredInterface each : named) {
      text.append(
          NamespaceText.line(
              "  %-24s %s%s, %s%s",
              each.node(),
              each.kind().text(),
              each.version().map(version -> " " + version).orElse(""),
              each.conduit().map(by -> "by " + by).orElse("no usable conduit named"),
              each.isAvailable() ? "" : ", disabled"));
      if (each.usesItsIds()) {
        each.ids().forEach((name, id) -> text.append(number(name, id, registry)));
      }
    }
    for (Map.Entry<String, List<String>> method : tree.declared().enableMethods().entrySet()) {
      text.append(
          NamespaceText.line(
              "  %-24s %s", "enable-method " + method.getKey(), processors(method.getValue())));
    }
    return text.toString();
  }

  private static String processors(List<String> nodes) {
    return nodes.size() == 1 ? nodes.get(0) : nodes.get(0) + " and " + (nodes.size() - 1) + " more";
  }

  /** A number that the tree gives, and whose it is besides. */
  private static String number(String name, FunctionId id, Registry registry) {
    String others =
        registry.claimsOf(id).stream()
            .filter(claim -> !claim.isBlock())
            .map(Claim::title)
            .collect(Collectors.joining("; "));
    return NamespaceText.line(
        "    %-22s %s%s",
        name, Words.hex8(id.value()), others.isEmpty() ? "" : ", elsewhere " + others);
  }

  static String summary(
      List<CheckedTree> trees, Map<CheckedTree, List<TreeClash>> clashes, Registry registry) {
    int faults = trees.stream().mapToInt(tree -> tree.faults().size()).sum();
    int notes = trees.stream().mapToInt(tree -> tree.declared().findings().size()).sum() - faults;
    int numbers = clashes.values().stream().mapToInt(List::size).sum();
    return NamespaceText.line(
        "%s, %s, %s: %s held against %d claims",
        CheckText.counted(numbers, "clash", "clashes"),
        CheckText.counted(faults, "fault", "faults"),
        CheckText.counted(notes, "note", "notes"),
        CheckText.counted(trees.size(), "device tree", "device trees"),
        registry.claims().size());
  }
}
