// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import java.util.Locale;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** Condition codes, 0 (EQ) to 15 (DDI 0487 C1.2.4, shared pseudocode ConditionHolds). */
final class Conditions {
  /** The names by code. */
  static final List<String> NAMES =
      List.of(
          "eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al",
          "nv");

  private Conditions() {}

  /** Whether the flags satisfy the condition; 14 and 15 always hold. */
  static Truth holds(Core core, int code) {
    Truth positive =
        switch (code >> 1) {
          case 0 -> core.zero();
          case 1 -> core.carry();
          case 2 -> core.negative();
          case 3 -> core.overflow();
          case 4 -> core.carry().and(core.zero().not());
          case 5 -> core.negative().sameAs(core.overflow());
          case 6 -> core.negative().sameAs(core.overflow()).and(core.zero().not());
          default -> Truth.TRUE;
        };
    return (code & 1) != 0 && code != 15 ? positive.not() : positive;
  }

  /** The code of a name in either case, {@code hs} and {@code lo} as well; -1 if it is none. */
  static int code(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "hs" -> 2;
      case "lo" -> 3;
      default -> NAMES.indexOf(lower);
    };
  }

  /**
   * One of two words. Where the choice may not be relied on, neither may the bits in which the two
   * differ.
   */
  static Word select(Truth choice, Word yes, Word no) {
    Word chosen = choice.value() ? yes : no;
    if (choice.reliable()) {
      return chosen;
    }
    long open = (yes.value() ^ no.value()) | yes.unreliable() | no.unreliable();
    Origin origin = choice.origin().and(yes.origin()).and(no.origin());
    return new Word(chosen.value(), open, origin);
  }

  /** The same for flags. */
  static Truth select(Truth choice, Truth yes, Truth no) {
    Truth chosen = choice.value() ? yes : no;
    if (choice.reliable() || (yes.reliable() && no.reliable() && yes.value() == no.value())) {
      return chosen;
    }
    return Truth.unreliable(chosen.value(), choice.origin().and(yes.origin()).and(no.origin()));
  }
}
