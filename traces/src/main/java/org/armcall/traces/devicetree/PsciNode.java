// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.model.function.FunctionId;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.psci.PsciFunction;

/** What the binding of PSCI says about names and numbers. */
final class PsciNode {
  static final String BEFORE_0_2 = "0.1";

  /** Its numbers from 0.2 on, 32-bit and 64-bit: 0 to 0x1f (DEN0022F.b section 5.1). */
  static final ClaimedIds STANDARD = new ClaimedIds.Masked(0xbfff_ffe0, 0x8400_0000);

  /** The names in the order that the binding demands: the most special first. */
  static final List<String> NEWEST_FIRST = List.of("arm,psci-1.0", "arm,psci-0.2", "arm,psci");

  private PsciNode() {}

  static String version(String name) {
    return name.equals("arm,psci")
        ? BEFORE_0_2
        : name.substring("arm,psci-".length()) + " or later";
  }

  /** The standard's numbers of the function that a property is about, since PSCI 0.2. */
  static Set<Integer> standard(String property) {
    PsciFunction function = PsciFunction.valueOf(property.toUpperCase(Locale.ROOT));
    Set<Integer> ids = new TreeSet<>();
    ids.add(function.id32().value());
    function.id64().map(FunctionId::value).ifPresent(ids::add);
    return ids;
  }
}
