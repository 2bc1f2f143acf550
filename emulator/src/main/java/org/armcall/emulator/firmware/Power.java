// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.machine.HandlerStep;

/**
 * The processors of one machine as PSCI knows them.
 *
 * <p>A processor is named by affinity level 0 of its MPIDR, which is its number; the levels above
 * are zero.
 */
final class Power {
  private final List<PowerState> states = new ArrayList<>();
  private final Map<Integer, Landing> landings = new HashMap<>();
  private final Map<Integer, Long> sleeps = new HashMap<>();

  /**
   * Processors that are on or off.
   *
   * @param on for each, whether it is on
   */
  Power(List<Boolean> on) {
    on.forEach(each -> states.add(each ? PowerState.ON : PowerState.OFF));
  }

  /** The number of the processor of that affinity. */
  Optional<Integer> number(long affinity) {
    return affinity >= 0 && affinity < states.size()
        ? Optional.of((int) affinity)
        : Optional.empty();
  }

  PowerState state(int cpu) {
    return states.get(cpu);
  }

  void state(int cpu, PowerState state) {
    states.set(cpu, state);
  }

  /** Whether any is in that state. */
  boolean any(PowerState state) {
    return states.contains(state);
  }

  /** Whether all but that one are off. */
  boolean isLast(int cpu) {
    for (int other = 0; other < states.size(); other++) {
      if (other != cpu && states.get(other) != PowerState.OFF) {
        return false;
      }
    }
    return true;
  }

  /** PSC-CPU-ON: where it goes on when it begins. */
  void pending(int cpu, Landing landing) {
    states.set(cpu, PowerState.ON_PENDING);
    landings.put(cpu, landing);
  }

  /** It begins, once for each {@link #pending}. */
  HandlerStep.Done started(int cpu) {
    Landing landing = landings.remove(cpu);
    if (landing == null) {
      return new HandlerStep.Halt("cpu" + cpu + " began, and nobody called CPU_ON for it");
    }
    states.set(cpu, PowerState.ON);
    return landing.enter();
  }

  /** It woke from a low-power state. */
  void woke(int cpu) {
    states.set(cpu, PowerState.ON);
    sleeps.merge(cpu, 1L, Long::sum);
  }

  /** How often it woke. */
  long sleeps(int cpu) {
    return sleeps.getOrDefault(cpu, 0L);
  }
}
