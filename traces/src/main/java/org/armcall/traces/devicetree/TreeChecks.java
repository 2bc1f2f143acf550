// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;

/** What is wrong with what a tree says about calls. */
final class TreeChecks {
  private static final Set<InterfaceKind> HYPERVISORS =
      EnumSet.of(InterfaceKind.XEN, InterfaceKind.GUNYAH, InterfaceKind.OTHER_HYPERVISOR);

  private final DeclaredInterface declared;
  private final Node node;
  private final List<TreeFinding> found = new ArrayList<>();

  private TreeChecks(DeclaredInterface declared, Node node) {
    this.declared = declared;
    this.node = node;
  }

  /** What is wrong with one node. */
  static List<TreeFinding> ofNode(DeclaredInterface declared, Node node) {
    TreeChecks checks = new TreeChecks(declared, node);
    switch (declared.kind().conduit()) {
      case METHOD -> checks.method(true);
      case METHOD_IF_ANY -> checks.method(false);
      default -> {}
    }
    switch (declared.kind()) {
      case PSCI -> checks.psci();
      case SCMI -> checks.scmi();
      default -> {}
    }
    return checks.found;
  }

  static TreeFinding malformed(Node node, String property) {
    return new TreeFinding(
        TreeFinding.Kind.ID_MALFORMED,
        node.path(),
        node.offset(),
        property + " is not one cell of 32 bits, and says no number.");
  }

  private void add(TreeFinding.Kind kind, String sentence) {
    found.add(new TreeFinding(kind, declared.node(), declared.offset(), sentence));
  }

  private void method(boolean isDemanded) {
    Optional<Property> method = node.property("method");
    if (method.isEmpty() && !isDemanded) {
      return;
    }
    if (method.isEmpty()) {
      add(
          TreeFinding.Kind.METHOD_MISSING,
          "it does not say by which method "
              + declared.kind().text()
              + " is called; no call is made.");
    } else if (declared.conduit().isEmpty()) {
      add(
          TreeFinding.Kind.METHOD_UNKNOWN,
          "the method of "
              + declared.kind().text()
              + " is "
              + method
                  .get()
                  .texts()
                  .map(all -> all.stream().collect(Collectors.joining("\", \"", "\"", "\"")))
                  .orElse("no text")
              + ", neither \"smc\" nor \"hvc\"; no call is made.");
    }
  }

  private void psci() {
    Map<String, FunctionId> ids = declared.ids();
    boolean isOfOldToo = declared.compatible().contains("arm,psci");
    if (isOfOldToo
        && !(node.property("cpu_on").isPresent() && node.property("cpu_off").isPresent())) {
      add(
          TreeFinding.Kind.IDS_MISSING,
          declared.usesItsIds()
              ? "PSCI 0.1 has no numbers of its own, and cpu_on or cpu_off is missing: that function"
                  + " cannot be called."
              : "it says that it is compatible with PSCI 0.1, whose kernels find no cpu_on or no"
                  + " cpu_off.");
    }
    alike(ids);
    if (!isOfOldToo && !ids.isEmpty()) {
      List<String> others =
          ids.entrySet().stream()
              .filter(id -> !PsciNode.standard(id.getKey()).contains(id.getValue().value()))
              .map(id -> String.format("%s 0x%08x", id.getKey(), id.getValue().value()))
              .toList();
      add(
          others.isEmpty() ? TreeFinding.Kind.IDS_REDUNDANT : TreeFinding.Kind.IDS_IGNORED,
          others.isEmpty()
              ? "the numbers of "
                  + String.join(", ", ids.keySet())
                  + " are the standard's; none is used."
              : "from PSCI 0.2 on the numbers are the standard's, and "
                  + String.join(", ", others)
                  + " is not used.");
    }
    List<String> named =
        declared.compatible().stream().filter(PsciNode.NEWEST_FIRST::contains).toList();
    if (!named.equals(PsciNode.NEWEST_FIRST.stream().filter(named::contains).toList())) {
      add(
          TreeFinding.Kind.VERSIONS_REVERSED,
          "\""
              + named.get(0)
              + "\" stands before a newer version, so a kernel takes it for PSCI "
              + declared.version().orElse("?")
              + ".");
    }
  }

  private void alike(Map<String, FunctionId> ids) {
    List<Map.Entry<String, FunctionId>> all = List.copyOf(ids.entrySet());
    for (int one = 0; one < all.size(); one++) {
      for (Map.Entry<String, FunctionId> other : all.subList(one + 1, all.size())) {
        if (other.getValue().equals(all.get(one).getValue())) {
          add(
              TreeFinding.Kind.IDS_ALIKE,
              String.format(
                  "%s and %s have one number, 0x%08x.",
                  all.get(one).getKey(), other.getKey(), other.getValue().value()));
        }
      }
    }
  }

  private void scmi() {
    if (node.property("arm,smc-id").isEmpty()) {
      add(TreeFinding.Kind.CALL_WITHOUT_ID, "arm,smc-id is missing: there is no number to call.");
    }
  }

  /** What is wrong with the nodes together. */
  static List<TreeFinding> ofWhole(
      List<DeclaredInterface> interfaces,
      Map<String, List<String>> enableMethods,
      DeviceTree tree) {
    List<TreeFinding> found = new ArrayList<>();
    Optional<DeclaredInterface> psci = DeclaredInterfaces.psci(interfaces);
    List<String> started = enableMethods.getOrDefault("psci", List.of());
    if (psci.isEmpty() && !started.isEmpty()) {
      found.add(
          new TreeFinding(
              TreeFinding.Kind.PSCI_MISSING,
              started.get(0),
              tree.at(started.get(0)).map(Node::offset).orElse(0),
              (started.size() == 1 ? "it is" : "it and " + (started.size() - 1) + " more are")
                  + " to be started by PSCI, and no node that is in use says how to call it, unless"
                  + " firmware adds one."));
    }
    List<DeclaredInterface> several =
        interfaces.stream().filter(each -> each.kind() == InterfaceKind.PSCI).toList();
    for (DeclaredInterface other : several.subList(Math.min(1, several.size()), several.size())) {
      if (!other.isAvailable()) {
        continue;
      }
      found.add(
          new TreeFinding(
              TreeFinding.Kind.PSCI_TWICE,
              other.node(),
              other.offset(),
              "a kernel goes by the first node for PSCI, " + several.get(0).node() + "."));
    }
    conduits(interfaces).ifPresent(found::add);
    psci.filter(each -> each.conduit().equals(Optional.of(Conduit.SMC)))
        .flatMap(
            each ->
                interfaces.stream()
                    .filter(other -> other.isAvailable() && HYPERVISORS.contains(other.kind()))
                    .findFirst()
                    .map(
                        hypervisor ->
                            new TreeFinding(
                                TreeFinding.Kind.SMC_UNDER_HYPERVISOR,
                                each.node(),
                                each.offset(),
                                "PSCI is called by SMC beside the hypervisor of "
                                    + hypervisor.node()
                                    + ", which sees that call only if it traps SMC.")))
        .ifPresent(found::add);
    return found;
  }

  private static Optional<TreeFinding> conduits(List<DeclaredInterface> interfaces) {
    List<DeclaredInterface> said =
        interfaces.stream()
            .filter(each -> each.isAvailable() && each.conduit().isPresent())
            .filter(each -> !HYPERVISORS.contains(each.kind()))
            .toList();
    Set<Conduit> conduits =
        said.stream()
            .map(each -> each.conduit().orElseThrow())
            .collect(Collectors.toCollection(TreeSet::new));
    return conduits.size() < 2
        ? Optional.empty()
        : Optional.of(
            new TreeFinding(
                TreeFinding.Kind.CONDUITS_DIFFER,
                said.get(0).node(),
                said.get(0).offset(),
                said.stream()
                        .map(
                            each ->
                                each.kind().text() + " by " + each.conduit().orElseThrow().name())
                        .distinct()
                        .collect(Collectors.joining(", "))
                    + "."));
  }
}
