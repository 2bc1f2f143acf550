// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.Optional;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.Literal;

/**
 * The bytes of a block that {@code -d in_asm} lists without a disassembly: its address on a line,
 * and behind it lines of up to 32 bytes.
 *
 * <p>In which instruction set they were read is not said. The word of a call is a call in one of
 * the three only, but for few: of these neither is taken.
 */
final class ListedBytes {
  private static final Literal ZERO_X = Literal.of("0x");
  private static final Literal COLON = Literal.of(":");
  private static final Literal BYTES = Literal.of("OBJD-T: ");
  private static final int WORD = 4;
  private static final int HALFWORD = 2;

  /** Takes a call. */
  interface Found {
    void call(long address, ListedCall call);
  }

  private boolean open;
  private long next;
  private int count;

  /** The last four bytes, the last of them in bits 31:24. */
  private int last;

  /** Whether a block has begun whose end was not seen. */
  boolean areOpen() {
    return open;
  }

  /** Begins a block if the line is an address and nothing else. */
  void begin(LineCursor c) {
    if (!c.optional(ZERO_X)) {
      return;
    }
    long address = c.hex();
    open = c.literal(COLON).blanks().fitsWhole();
    next = address;
    count = 0;
  }

  /** Takes a line of bytes; false if it is none. */
  boolean take(LineCursor c) {
    if (!c.optional(BYTES)) {
      return false;
    }
    while (!c.fitsWhole()) {
      int octet = c.octet();
      if (octet < 0) {
        forget();
        return true;
      }
      last = last >>> 8 | octet << 24;
      next++;
      count++;
    }
    return true;
  }

  /** The block has ended. */
  void end(Found found) {
    if (count >= HALFWORD) {
      Optional<ListedCall> half = call(InstructionWord.t16(last >>> 16));
      Optional<ListedCall> whole = count >= WORD ? word() : Optional.empty();
      boolean both = half.isPresent() && whole.isPresent();
      half.ifPresent(call -> found.call(next - HALFWORD, both ? ListedCall.SEVERAL : call));
      whole.ifPresent(call -> found.call(next - WORD, both ? ListedCall.SEVERAL : call));
    }
    forget();
  }

  private Optional<ListedCall> word() {
    int swapped = last << 16 | last >>> 16;
    Optional<ListedCall> thumb = call(InstructionWord.of(InstructionSet.T32, swapped));
    return next % WORD == 0
        ? thumb.or(() -> call(InstructionWord.of(ListedCall.ofWholeWord(last), last)))
        : thumb;
  }

  private static Optional<ListedCall> call(InstructionWord word) {
    return Encodings.decode(word).map(call -> ListedCall.of(word));
  }

  /** What was taken is of nothing. */
  void forget() {
    open = false;
    count = 0;
  }
}
