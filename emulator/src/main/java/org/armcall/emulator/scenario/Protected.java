// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.hypervisor.Policy;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Scenario.Mapping;

/**
 * What a hypervisor protects before its guest may execute: pages with code and with tables of stage
 * 1, under every address that stage 2 gives them, against the guest and against devices.
 */
final class Protected {
  /** Pages are protected whole, as large as the largest granule. */
  private static final long PAGE = 0x1000;

  /** More than the tables of any scenario take. */
  private static final long TABLES = 0x10000;

  /**
   * A range.
   *
   * @param from the first physical address
   * @param to the first behind it
   */
  private record Range(long from, long to) {
    boolean overlaps(long at, long size) {
      return at < to && from < at + size;
    }
  }

  private final List<Range> ranges = new ArrayList<>();

  /** What the scenario's handler protects from the start; most protect nothing. */
  Protected(Scenario scenario) {
    boolean before =
        scenario.handlers().stream()
            .anyMatch(
                plan ->
                    plan instanceof Scenario.Hypervisor hypervisor
                        && hypervisor.policy() instanceof Policy.MemoryImmediate memory
                        && memory.memory().protection() == GuestMemory.Protection.BEFORE_FETCH);
    if (!before) {
      return;
    }
    if (scenario.tables().stream().noneMatch(tables -> tables.format().stageTwo())) {
      throw new ScenarioException(
          "protection: before-fetch needs tables of stage 2 in the scenario");
    }
    for (Scenario.Code code : scenario.code()) {
      long first = code.at() & -PAGE;
      long last = code.at() + Math.max(1, Loading.program(code).size()) - 1;
      ranges.add(new Range(first, (last & -PAGE) + PAGE));
    }
    for (Scenario.Tables tables : scenario.tables()) {
      ranges.add(new Range(tables.at(), tables.at() + TABLES));
    }
  }

  /** The rights of a mapping of stage 2: without write where it leads to something protected. */
  Rights stageTwo(Mapping mapping) {
    Rights asked = mapping.rights();
    return covers(mapping.to(), mapping.size())
        ? new Rights(
            asked.read(),
            false,
            asked.user(),
            asked.execute(),
            asked.privilegedExecute(),
            asked.memory())
        : asked;
  }

  /** Whether something of the range is protected. */
  boolean covers(long at, long size) {
    return ranges.stream().anyMatch(range -> range.overlaps(at, size));
  }
}
