// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Optional;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** A handler's own view of its guest's code: where it is, and which bytes are there. */
final class GuestCode {
  private GuestCode() {}

  /** Where an address leads. */
  sealed interface Location {}

  /**
   * To a physical address.
   *
   * @param virtual the address in the guest's view
   * @param physical the physical address
   * @param space the physical address space
   */
  record Place(long virtual, long physical, SecurityState space) implements Location {
    Place plus(int bytes) {
      return new Place(virtual + bytes, physical + bytes, space);
    }

    String text(GuestMemory how) {
      return String.format("fetch at 0x%x, %s", physical, how.alias().word());
    }
  }

  /**
   * Nowhere.
   *
   * @param reason why
   */
  record Nowhere(String reason) implements Location {}

  /**
   * What a read answers.
   *
   * @param value a number in the byte order of the choice; empty where nothing answered
   * @param reason why nothing did
   */
  record Bytes(Optional<Word> value, String reason) {}

  static Location locate(HandlerContext context, ReportedCall call, GuestMemory how, long address) {
    throw new UnsupportedOperationException();
  }

  static Bytes read(
      HandlerContext context, Place place, int bytes, ReportedCall call, GuestMemory how) {
    throw new UnsupportedOperationException();
  }

  static void protect(HandlerContext context, ReportedCall call, GuestMemory how, long address) {
    throw new UnsupportedOperationException();
  }
}
