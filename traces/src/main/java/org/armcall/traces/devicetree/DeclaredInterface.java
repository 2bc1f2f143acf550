// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;

/**
 * That a node says somebody can be called.
 *
 * @param kind whom
 * @param node its path
 * @param offset where its first token stands in the compiled tree
 * @param compatible what it says it is compatible with, in its order
 * @param isAvailable whether its status lets it be used
 * @param conduit by which instruction; absent where the node does not say it properly, or, for
 *     those that follow PSCI, where PSCI's does not
 * @param ids the numbers that it gives, or that its binding gives where it gives none, by the name
 *     of the property, such as cpu_on
 * @param version the version, where the node says one: of PSCI "0.1", "0.2 or later" or "1.0 or
 *     later", which is how its binding distinguishes them
 */
public record DeclaredInterface(
    InterfaceKind kind,
    String node,
    int offset,
    List<String> compatible,
    boolean isAvailable,
    Optional<Conduit> conduit,
    Map<String, FunctionId> ids,
    Optional<String> version) {
  /** Keeps copies. */
  public DeclaredInterface {
    compatible = List.copyOf(compatible);
    ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
  }

  /** Whether the numbers are what a kernel calls: of PSCI in 0.1 only; elsewhere always. */
  public boolean usesItsIds() {
    return kind != InterfaceKind.PSCI || version.equals(Optional.of(PsciNode.BEFORE_0_2));
  }
}
