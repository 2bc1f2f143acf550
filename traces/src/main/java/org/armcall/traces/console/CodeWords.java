// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.traces.source.LineCursor;

/**
 * The instructions of a {@code Code:} line. The one in parentheses is at the printed address, those
 * before it are before that.
 */
final class CodeWords {
  private static final int MOST = 40;
  private static final int WORD = 8;
  private static final int HALFWORD = 4;

  private final int[] words = new int[MOST];
  private final int[] digits = new int[MOST];
  private int count;
  private int marked = -1;

  /** Reads what stands behind {@code Code:}. Words that could not be read are question marks. */
  Fit read(LineCursor c) {
    c.blanks();
    if (c.looksAt("bad PC") || c.looksAt("Unable")) {
      return Fit.WHOLE;
    }
    while (!c.fitsWhole() && c.fits() && count < MOST) {
      boolean here = c.optional("(");
      int from = c.position();
      if (!c.optional("????????") && !c.optional("????")) {
        words[count] = (int) c.hex();
        digits[count] = c.position() - from;
      }
      if (here) {
        c.literal(")");
        marked = count;
      }
      count++;
      c.blanks();
    }
    boolean sound = c.fitsWhole() && marked >= 0;
    for (int i = 0; i < count; i++) {
      sound &= digits[i] == 0 || digits[i] == digits[marked < 0 ? 0 : marked] && isSize(digits[i]);
    }
    return Fit.of(sound);
  }

  private static boolean isSize(int count) {
    return count == WORD || count == HALFWORD;
  }

  /** The instruction at the printed address. */
  Optional<InstructionWord> marked(InstructionSet isa) {
    if (isa == InstructionSet.T32) {
      return thumb();
    }
    return word(marked, isa);
  }

  /** The instruction of four bytes before the printed address. */
  Optional<InstructionWord> before(InstructionSet isa) {
    return isa == InstructionSet.T32 ? Optional.empty() : word(marked - 1, isa);
  }

  private Optional<InstructionWord> word(int at, InstructionSet isa) {
    return at >= 0 && digits[at] == WORD
        ? Optional.of(InstructionWord.of(isa, words[at]))
        : Optional.empty();
  }

  private Optional<InstructionWord> thumb() {
    if (marked < 0 || digits[marked] != HALFWORD) {
      return Optional.empty();
    }
    int first = words[marked];
    if (first >>> 11 < 0b11101) {
      return Optional.of(InstructionWord.t16(first));
    }
    boolean second = marked + 1 < count && digits[marked + 1] == HALFWORD;
    return second
        ? Optional.of(InstructionWord.of(InstructionSet.T32, first << 16 | words[marked + 1]))
        : Optional.empty();
  }
}
