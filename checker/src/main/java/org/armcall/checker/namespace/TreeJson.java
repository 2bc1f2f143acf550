// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.armcall.checker.cli.Words;
import org.armcall.traces.devicetree.DeclaredInterface;
import org.armcall.traces.devicetree.TreeFinding;

/** What device trees say about calls, as another program reads it. */
final class TreeJson {
  private TreeJson() {}

  static void add(
      ObjectNode node, List<CheckedTree> trees, Map<CheckedTree, List<TreeClash>> clashes) {
    ArrayNode read = node.putArray("deviceTrees");
    for (CheckedTree tree : trees) {
      ObjectNode one = read.addObject();
      one.put("file", tree.file());
      ArrayNode interfaces = one.putArray("interfaces");
      tree.declared().interfaces().forEach(each -> put(interfaces.addObject(), each));
      ObjectNode methods = one.putObject("enableMethods");
      tree.declared()
          .enableMethods()
          .forEach((method, nodes) -> nodes.forEach(methods.withArray(method)::add));
      ArrayNode numbers = one.putArray("clashes");
      for (TreeClash each : clashes.getOrDefault(tree, List.of())) {
        ObjectNode clash = numbers.addObject();
        clash.put("rule", TreeClash.RULE.id());
        clash.put("node", each.node());
        clash.put("sentence", each.sentence());
        clash.put("source", each.source());
      }
      ArrayNode findings = one.putArray("findings");
      tree.declared().findings().forEach(each -> put(findings.addObject(), each));
    }
  }

  private static void put(ObjectNode node, DeclaredInterface declared) {
    node.put("kind", declared.kind().text());
    node.put("node", declared.node());
    node.put("available", declared.isAvailable());
    declared.version().ifPresent(version -> node.put("version", version));
    declared.conduit().ifPresent(by -> node.put("conduit", by.name().toLowerCase(Locale.ROOT)));
    ArrayNode compatible = node.putArray("compatible");
    declared.compatible().forEach(compatible::add);
    ObjectNode ids = node.putObject("ids");
    declared.ids().forEach((name, id) -> ids.put(name, Words.hex8(id.value())));
    node.put("idsAreUsed", declared.usesItsIds());
  }

  private static void put(ObjectNode node, TreeFinding finding) {
    node.put("kind", finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    node.put("fault", finding.kind().isFault());
    node.put("node", finding.node());
    node.put("sentence", finding.sentence());
    node.put("source", finding.kind().source());
  }
}
