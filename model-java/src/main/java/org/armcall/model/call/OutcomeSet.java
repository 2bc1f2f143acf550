// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Collects allowed outcomes; the first reason found for a behaviour is kept. */
final class OutcomeSet {
  private final Map<Outcome, Outcome> byBehaviour = new LinkedHashMap<>();

  void add(Outcome outcome) {
    byBehaviour.putIfAbsent(outcome.behaviour(), outcome);
  }

  Set<Outcome> toSet() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(byBehaviour.values()));
  }
}
