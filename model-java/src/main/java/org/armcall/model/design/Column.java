// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.convention.Conduit;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;

/**
 * Where a design is put to use: a kind of caller, a conduit, with EL3 or without.
 *
 * @param kind the caller and the level above
 * @param conduit the instruction that calls
 * @param el3 whether EL3 is implemented
 * @param machines the callers that this is about; not empty
 */
public record Column(CallerKind kind, Conduit conduit, boolean el3, List<Machine> machines) {

  /** Copies the list. */
  public Column {
    machines = List.copyOf(machines);
    if (machines.isEmpty()) {
      throw new IllegalArgumentException("a column is about some caller");
    }
  }

  /** The columns that callers at EL1 of these platforms have, by kind, EL3 first, HVC first. */
  public static List<Column> of(List<Platform> platforms) {
    List<Machine> all = platforms.stream().flatMap(each -> Machine.of(each).stream()).toList();
    List<Column> columns = new ArrayList<>();
    for (CallerKind kind : CallerKind.values()) {
      for (boolean el3 : new boolean[] {true, false}) {
        List<Machine> these =
            all.stream()
                .filter(each -> CallerKind.of(each) == kind && each.hasEl3() == el3)
                .toList();
        for (Conduit conduit : Conduit.values()) {
          if (!these.isEmpty()) {
            columns.add(new Column(kind, conduit, el3, these));
          }
        }
      }
    }
    return columns;
  }

  /** Whether the syndrome of its calls has no room for the immediate: SMC from A32 and T32. */
  public boolean isNarrowSmc() {
    return conduit == Conduit.SMC && kind.isNarrow();
  }

  /** Whether one of its platforms leaves it open if SMC is trapped without EL3. */
  boolean leavesTheTrapOpen() {
    return conduit == Conduit.SMC
        && !el3
        && machines.stream().anyMatch(each -> each.platform().choice(trap(each)) == Choice.EITHER);
  }

  /** The same column where that is decided. */
  Column withTrap(boolean trapped) {
    return new Column(
        kind,
        conduit,
        el3,
        machines.stream()
            .map(
                each ->
                    each.platform().choice(trap(each)) == Choice.EITHER
                        ? each.on(
                            each.platform().with(trap(each), trapped ? Choice.YES : Choice.NO))
                        : each)
            .toList());
  }

  private static ImplementationChoice trap(Machine machine) {
    return CallerKind.of(machine).isNarrow()
        ? ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3
        : ImplementationChoice.TRAPS_SMC_WITHOUT_EL3;
  }
}
