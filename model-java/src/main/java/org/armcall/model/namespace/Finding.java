// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.List;
import java.util.stream.Stream;
import org.armcall.model.rule.Rule;

/** Something that is wrong with claims: with one alone, or with two together. */
public sealed interface Finding permits Breach, Clash, ConduitMismatch, UnlikeTwins {
  /** The rule that is broken. */
  Rule rule();

  /** The claims that break it, in the order of the registry. */
  List<Claim> claims();

  /** What is wrong, in one sentence. */
  String sentence();

  /** All that is wrong in a registry: what clashes, then twins, then breaches. */
  static List<Finding> among(Registry registry) {
    return Stream.of(Clashes.among(registry), UnlikeTwins.among(registry), Breaches.among(registry))
        .<Finding>flatMap(List::stream)
        .toList();
  }
}
