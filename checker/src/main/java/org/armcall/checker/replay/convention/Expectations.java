// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.callee.Callee;

/**
 * What is known of the callees beforehand.
 *
 * @param everywhere the callee of each level that has none of its own
 * @param atLevel the callees of EL2 and EL3
 * @param convention the version that all follow
 */
public record Expectations(
    Optional<Callee> everywhere,
    Map<ExceptionLevel, Callee> atLevel,
    Optional<SmcccVersion> convention) {
  /** Nothing is known: the trace has to say it. */
  public static final Expectations NONE =
      new Expectations(Optional.empty(), Map.of(), Optional.empty());

  /** Copies the map. */
  public Expectations {
    atLevel = Map.copyOf(atLevel);
  }

  /** What is said of the callees and no trace shows, a sentence each. */
  public List<String> untold() {
    return Stream.concat(everywhere.stream(), atLevel.values().stream())
        .distinct()
        .sorted(Comparator.comparing(Callee::name))
        .flatMap(callee -> callee.untold().stream().map(cell -> callee.name() + ": " + cell))
        .toList();
  }

  Optional<Callee> at(ExceptionLevel level) {
    return Optional.ofNullable(atLevel.get(level)).or(() -> everywhere);
  }
}
