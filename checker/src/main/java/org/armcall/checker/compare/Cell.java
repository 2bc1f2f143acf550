// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.design.Assumption;
import org.armcall.model.design.Column;
import org.armcall.model.design.Counterexample;
import org.armcall.model.design.Design;
import org.armcall.model.design.DesignProperty;
import org.armcall.model.design.Verdict;

/**
 * One answer.
 *
 * @param design of which design
 * @param column where
 * @param property about what
 * @param verdict the answer
 */
record Cell(Design design, Column column, DesignProperty property, Verdict verdict) {

  /**
   * What is found under one completion.
   *
   * @param assumed what was assumed, in order; empty where nothing was open
   * @param verdict safe, unsafe or no call
   */
  record Leaf(Map<Assumption, Boolean> assumed, Verdict verdict) {
    /** Whether the assumption was made here, and how. */
    Optional<Boolean> assumed(Assumption assumption) {
      return Optional.ofNullable(assumed.get(assumption));
    }
  }

  /** What is found under each completion, the ones where the assumption holds first. */
  List<Leaf> leaves() {
    List<Leaf> leaves = new ArrayList<>();
    collect(verdict, new LinkedHashMap<>(), leaves);
    return leaves;
  }

  private static void collect(
      Verdict verdict, Map<Assumption, Boolean> assumed, List<Leaf> leaves) {
    if (verdict instanceof Verdict.Undecided open) {
      Map<Assumption, Boolean> so = new LinkedHashMap<>(assumed);
      so.put(open.missing(), true);
      collect(open.ifSo(), so, leaves);
      Map<Assumption, Boolean> not = new LinkedHashMap<>(assumed);
      not.put(open.missing(), false);
      collect(open.ifNot(), not, leaves);
    } else {
      leaves.add(new Leaf(assumed, verdict));
    }
  }

  /** The counterexample of the cell: at most one completion has one. */
  Optional<Counterexample> counterexample() {
    return leaves().stream()
        .map(Leaf::verdict)
        .filter(Verdict.Unsafe.class::isInstance)
        .map(unsafe -> ((Verdict.Unsafe) unsafe).witness())
        .findFirst();
  }

  /** The verdict where the core traps SMC without EL3, if that was open. */
  Verdict whereTrapped() {
    return verdict instanceof Verdict.Undecided open && open.missing() == Assumption.SMC_TRAPPED
        ? open.ifSo()
        : verdict;
  }
}
