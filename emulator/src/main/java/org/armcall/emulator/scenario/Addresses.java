// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import org.armcall.emulator.scenario.Scenario.MemoryRegion;

/** Which physical addresses of a scenario there are. */
final class Addresses {
  private Addresses() {}

  /** Refuses a field whose bytes are not all in one region of memory. */
  static void check(
      Fields fields, String field, long address, long bytes, List<MemoryRegion> memory) {
    boolean inside =
        memory.stream()
            .anyMatch(
                region ->
                    Long.compareUnsigned(address, region.at()) >= 0
                        && address - region.at() >= 0
                        && bytes <= region.size()
                        && address - region.at() <= region.size() - bytes);
    if (!inside) {
      throw fields.refuse(
          field,
          Numbers.hex(address)
              + (bytes > 1 ? ", " + bytes + " bytes," : "")
              + " is outside memory; add it to 'memory' or choose another address");
    }
  }
}
