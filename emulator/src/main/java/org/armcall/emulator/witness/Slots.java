// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;

/**
 * Hands out places for calls; behind each call there is room for the sentinel.
 *
 * <p>The last bytes of a page and the first of the next are for calls that lie on both, or whose
 * sentinel is on the next page.
 */
final class Slots {
  private static final int SLOT = 16;

  private final Map<Space, Integer> used = new EnumMap<>(Space.class);
  private final Map<Space, Integer> boundaries = new EnumMap<>(Space.class);

  /** A place in the middle of a page; a T32 call is moved by two bytes where asked for. */
  long inPage(Space space, CallInstruction instruction, boolean oddHalfword) {
    int perPage = Math.min(space.pageSize(), 4096) / SLOT - 2;
    int number = used.merge(space, 1, Integer::sum) - 1;
    if (number >= perPage * space.pages()) {
      throw new IllegalStateException("the image has no room in " + space);
    }
    long place = space.base() + (long) (number / perPage) * space.pageSize();
    place += (long) (number % perPage + 1) * SLOT;
    return oddHalfword && instruction.isa() == InstructionSet.T32 ? place + 2 : place;
  }

  /**
   * A place at the end of a page: a 32-bit T32 call has its second half on the next, others have
   * the next instruction there. Nothing if all page ends are taken.
   */
  Optional<Long> acrossPages(Space space, CallInstruction instruction) {
    int page = boundaries.merge(space, 1, Integer::sum) - 1;
    if (page >= space.pages() - 1) {
      return Optional.empty();
    }
    boolean onBoth = instruction.isa() == InstructionSet.T32 && instruction.size() == 4;
    long end = space.base() + (long) (page + 1) * space.pageSize();
    return Optional.of(end - (onBoth ? 2 : instruction.size()));
  }
}
