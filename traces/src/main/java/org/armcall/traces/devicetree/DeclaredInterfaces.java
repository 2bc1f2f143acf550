// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.Declaration;

/**
 * What a device tree says about calls.
 *
 * @param interfaces who can be called, in the order of the tree
 * @param enableMethods how processors are started: each method with the nodes that have it, {@code
 *     /cpus} (a 32-bit kernel looks there too) and those below
 * @param findings what is wrong or worth a note, by node in the order of the tree, then what
 *     concerns several
 */
public record DeclaredInterfaces(
    List<DeclaredInterface> interfaces,
    Map<String, List<String>> enableMethods,
    List<TreeFinding> findings) {
  /** Keeps copies. */
  public DeclaredInterfaces {
    interfaces = List.copyOf(interfaces);
    enableMethods = Collections.unmodifiableMap(new LinkedHashMap<>(enableMethods));
    findings = List.copyOf(findings);
  }

  /** What that tree says. */
  public static DeclaredInterfaces of(DeviceTree tree) {
    List<DeclaredInterface> found = new ArrayList<>();
    List<TreeFinding> findings = new ArrayList<>();
    for (Node node : tree.nodes()) {
      kind(node).ifPresent(kind -> found.add(declared(kind, node, findings)));
    }
    List<DeclaredInterface> resolved = withConduitOfPsci(found);
    Map<String, List<String>> methods = enableMethods(tree);
    findings.addAll(TreeChecks.ofWhole(resolved, methods, tree));
    return new DeclaredInterfaces(resolved, methods, findings);
  }

  /** The node for PSCI that a kernel goes by: the first, if it is available. */
  public Optional<DeclaredInterface> psci() {
    return psci(interfaces);
  }

  /**
   * The conduits that the tree names, to be held against claims: of the functions of PSCI (its
   * standard numbers from 0.2 on), and of the numbers that the tree itself gives.
   *
   * @param file what to call the tree
   */
  public List<Declaration> declarations(String file) {
    List<Declaration> declared = new ArrayList<>();
    for (DeclaredInterface each : interfaces) {
      if (each.isAvailable() && each.conduit().isPresent()) {
        String place = file + ": " + each.node();
        if (each.usesItsIds()) {
          each.ids()
              .values()
              .forEach(id -> declared.add(declaration(each, ClaimedIds.one(id), place)));
        } else {
          declared.add(declaration(each, PsciNode.STANDARD, place));
        }
      }
    }
    return declared;
  }

  private static Declaration declaration(DeclaredInterface of, ClaimedIds ids, String place) {
    return new Declaration(of.kind().text(), ids, of.conduit().orElseThrow(), place);
  }

  static Optional<DeclaredInterface> psci(List<DeclaredInterface> interfaces) {
    return interfaces.stream()
        .filter(each -> each.kind() == InterfaceKind.PSCI)
        .findFirst()
        .filter(DeclaredInterface::isAvailable);
  }

  private static Optional<InterfaceKind> kind(Node node) {
    List<String> compatible = node.compatible();
    for (InterfaceKind kind : InterfaceKind.values()) {
      if (kind.nameIn(compatible).isPresent()) {
        return Optional.of(kind);
      }
    }
    return node.path().equals("/hypervisor")
        ? Optional.of(InterfaceKind.OTHER_HYPERVISOR)
        : Optional.empty();
  }

  private static DeclaredInterface declared(
      InterfaceKind kind, Node node, List<TreeFinding> findings) {
    List<TreeFinding> here = new ArrayList<>();
    Map<String, FunctionId> ids = new LinkedHashMap<>();
    for (String name : kind.numbers()) {
      node.property(name)
          .ifPresent(
              property ->
                  property
                      .cell()
                      .ifPresentOrElse(
                          cell -> ids.put(name, new FunctionId(cell)),
                          () -> here.add(TreeChecks.malformed(node, name))));
    }
    if (kind == InterfaceKind.SMC_WATCHDOG && node.property("arm,smc-id").isEmpty()) {
      ids.put("arm,smc-id", InterfaceKind.WATCHDOG_ID);
    }
    DeclaredInterface declared =
        new DeclaredInterface(
            kind,
            node.path(),
            node.offset(),
            node.compatible(),
            node.isAvailable(),
            conduit(kind, node),
            ids,
            version(kind, node));
    here.addAll(TreeChecks.ofNode(declared, node));
    if (declared.isAvailable()) {
      findings.addAll(here);
    }
    return declared;
  }

  private static Optional<Conduit> conduit(InterfaceKind kind, Node node) {
    return switch (kind.conduit()) {
      case METHOD, METHOD_IF_ANY ->
          node.property("method")
              .flatMap(Property::text)
              .flatMap(
                  text ->
                      switch (text) {
                        case "smc" -> Optional.of(Conduit.SMC);
                        case "hvc" -> Optional.of(Conduit.HVC);
                        default -> Optional.empty();
                      });
      case SMC -> Optional.of(Conduit.SMC);
      case HVC -> Optional.of(Conduit.HVC);
      case OF_PSCI, UNSAID -> Optional.empty();
    };
  }

  private static Optional<String> version(InterfaceKind kind, Node node) {
    return switch (kind) {
      case PSCI -> kind.nameIn(node.compatible()).map(PsciNode::version);
      case SDEI -> Optional.of("1.x");
      case XEN ->
          node.compatible().stream()
              .filter(text -> text.startsWith("xen,xen-"))
              .map(text -> text.substring("xen,xen-".length()))
              .findFirst();
      case TRUSTED_FOUNDATIONS -> {
        Optional<Integer> major = node.property("tlm,version-major").flatMap(Property::cell);
        Optional<Integer> minor = node.property("tlm,version-minor").flatMap(Property::cell);
        yield major.flatMap(
            first ->
                minor.map(
                    second ->
                        Integer.toUnsignedString(first) + "." + Integer.toUnsignedString(second)));
      }
      default -> Optional.empty();
    };
  }

  private static List<DeclaredInterface> withConduitOfPsci(List<DeclaredInterface> all) {
    Optional<Conduit> conduit = psci(all).flatMap(DeclaredInterface::conduit);
    return all.stream()
        .map(
            each ->
                each.kind().conduit() != InterfaceKind.ConduitRule.OF_PSCI
                    ? each
                    : new DeclaredInterface(
                        each.kind(),
                        each.node(),
                        each.offset(),
                        each.compatible(),
                        each.isAvailable(),
                        conduit,
                        each.ids(),
                        each.version()))
        .toList();
  }

  private static Map<String, List<String>> enableMethods(DeviceTree tree) {
    Map<String, List<String>> methods = new LinkedHashMap<>();
    List<Node> cpus = new ArrayList<>(tree.at("/cpus").stream().toList());
    tree.at("/cpus").ifPresent(all -> cpus.addAll(all.children()));
    for (Node cpu : cpus) {
      cpu.property("enable-method")
          .flatMap(Property::texts)
          .ifPresent(
              texts ->
                  methods.computeIfAbsent(texts.get(0), any -> new ArrayList<>()).add(cpu.path()));
    }
    return methods;
  }
}
