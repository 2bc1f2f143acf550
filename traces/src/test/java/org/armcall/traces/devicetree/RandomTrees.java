// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Trees of every shape, and of the names that the subject of these trees knows. */
final class RandomTrees {
  private static final String OF_NODES = "abcxyz019,._+-";
  private static final String OF_PROPERTIES = OF_NODES + "#?";

  private RandomTrees() {}

  /** Up to four levels of up to three nodes: more of the same kind shows nothing new. */
  static Arbitrary<TestTree> any() {
    return nodes(3, Arbitraries.of(""));
  }

  private static Arbitrary<TestTree> nodes(int levels, Arbitrary<String> name) {
    Arbitrary<List<TestTree>> below =
        levels == 0
            ? Arbitraries.just(List.of())
            : nodes(levels - 1, names()).list().ofMaxSize(3).uniqueElements(node -> node.name);
    return Combinators.combine(name, properties(), below)
        .as(
            (named, properties, children) -> {
              TestTree node = TestTree.node(named, children.toArray(new TestTree[0]));
              node.properties.putAll(properties);
              return node;
            });
  }

  private static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars(OF_NODES).ofMinLength(1).ofMaxLength(9),
        Arbitraries.of("psci", "cpus", "cpu@0", "firmware", "hypervisor", "optee"));
  }

  private static Arbitrary<Map<String, byte[]>> properties() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars(OF_PROPERTIES).ofMinLength(1).ofMaxLength(9),
            Arbitraries.of("compatible", "method", "cpu_on", "cpu_off", "enable-method", "status"));
    Arbitrary<byte[]> texts =
        Arbitraries.of("arm,psci-1.0", "arm,psci", "smc", "hvc", "xen,xen", "psci", "okay", "a\0b")
            .map(text -> (text + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(9);
    return Arbitraries.maps(names, Arbitraries.oneOf(texts, bytes)).ofMaxSize(4);
  }
}
