// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

/** By what a hypervisor tells a PSCI call from one of its own. */
public sealed interface Policy {

  /** The name in scenarios and traces. */
  String text();

  /** {@code if (!hsr.iss)}: all 25 bits of the ISS are looked at, whatever the class. */
  record IssZero() implements Policy {
    @Override
    public String text() {
      return "iss-zero";
    }
  }

  /** The same with the ISS masked to bits 15:0. */
  record Iss16Zero() implements Policy {
    @Override
    public String text() {
      return "iss16-zero";
    }
  }

  /** The immediate from the syndrome, where the architecture puts it there. */
  record SyndromeImmediate() implements Policy {
    @Override
    public String text() {
      return "syndrome-immediate";
    }
  }

  /**
   * The immediate from the instruction in guest memory.
   *
   * @param memory how it is read
   */
  record MemoryImmediate(GuestMemory memory) implements Policy {
    @Override
    public String text() {
      return "memory-immediate";
    }
  }

  /** The function identifier in R0 or X0; the immediate is ignored. */
  record FunctionId() implements Policy {
    @Override
    public String text() {
      return "function-id";
    }
  }
}
