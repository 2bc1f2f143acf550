// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Trial;

/** What is read from guest memory, where nothing changed between the fetch and the read. */
class MemoryReadLawsTest {
  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.all();
  }

  /**
   * read(memory) = immediate(executed), and behind(call) executes once; for every platform, format
   * of stage 1 and 2, instruction set and route.
   *
   * <p>IMM-WALK-FORMAT, IMM-MMU-OFF, IMM-PAGE-STRADDLE, IMM-HALFWORD-ORDER, IMM-ADDRESS,
   * IMM-LITTLE-ENDIAN, IMM-EXECUTED-ONLY, IMM-RELIANCE.
   */
  @Property(tries = 800)
  void anUnchangedInstructionIsReadAsItWasExecuted(@ForAll("guests") GuestCall guest) {
    Trial.of(guest, GuestMemory.CAREFUL).recovers(guest.immediate()).counts(1).holds();
  }
}
