// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.Locale;
import java.util.function.ToLongFunction;
import org.armcall.emulator.scenario.ScenarioRun.Totals;

/** What a scenario can expect a number of. */
public enum Count {
  /** Calls executed. */
  CALLS(Totals::calls),
  /** Decisions of the handler. */
  DECISIONS(Totals::decisions),
  /** Decisions that take a call for PSCI or for a hypercall. */
  DISPATCHED(Totals::dispatched),
  /** Decisions that go by another immediate than the executed one. */
  WRONG(Totals::wrong),
  /** Reads of guest code by the handler. */
  READS(Totals::reads),
  /** Steps of the handler that were not its last. */
  STEPS(Totals::steps),
  /** Exceptions taken because an instruction was UNDEFINED. */
  UNDEFINED(Totals::undefined);

  private final ToLongFunction<Totals> of;

  Count(ToLongFunction<Totals> of) {
    this.of = of;
  }

  /** The word in scenarios. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many there were. */
  public long of(Totals totals) {
    return of.applyAsLong(totals);
  }
}
